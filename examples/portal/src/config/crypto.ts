/** Which ciphers the portal uses, and where. */
export const fieldCipher = 'aes-256-gcm';

/** What the importer of the old portal understands. */
export const exportCipher = 'aes-128-cbc';

export const bcryptCost = 12;
