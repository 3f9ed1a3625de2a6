/** What weak-cipher says, in English and Japanese. */
import type { CipherUse, Said, Terms } from '../../engine/rule/index.ts';
import type { Fault } from './weak-cipher.ts';

interface Say {
  readonly en: (fault: Fault, use: CipherUse, terms: Terms) => Said;
  readonly ja: (fault: Fault, use: CipherUse, terms: Terms) => Said;
}

export const say: Say = {
  en: (fault, use, terms) => ({
    what: whatEn(fault, use),
    why: `Sensitive customer data is promised to be stored with AES-${String(terms['cipher-key-bits'])} or a cipher of equal strength.`,
    todo: todoEn(fault, use),
  }),
  ja: (fault, use, terms) => ({
    what: whatJa(fault, use),
    why: `機密性の高い顧客データは、AES-${String(terms['cipher-key-bits'])} または同等以上の強度の暗号で保存すると約束しています。`,
    todo: todoJa(fault, use),
  }),
};

function whatEn(fault: Fault, use: CipherUse): string {
  if (use.choice) return `${use.api} is set to '${fault.name}' here: ${weaknessEn(fault)}.`;
  if (fault.is === 'iv') return `${use.api} encrypts with ${fault.name} and ${IV_EN[fault.iv]}, so messages under one key share it.`;
  const verb = use.does === 'decrypt' ? 'still reads data encrypted with' : use.does === 'both' ? 'uses' : 'encrypts with';
  return `${use.api} ${verb} ${fault.name}: ${weaknessEn(fault)}.`;
}

function weaknessEn(fault: Fault): string {
  switch (fault.is) {
    case 'family':
      return 'a cipher that no longer protects data';
    case 'ecb':
      return 'ECB mode shows equal blocks as equal';
    case 'bits':
      return `its key has ${fault.bits} bits`;
    case 'key':
      return `its key carries only ${fault.bits} bits`;
    case 'iv':
      return 'its IV is not a new one each time';
  }
}

const IV_EN = {
  constant: 'a constant IV',
  setting: 'an IV from the environment, the same each time',
  key: 'an IV made from the key',
  once: 'an IV drawn only once, at start-up',
} as const;

function todoEn(fault: Fault, use: CipherUse): string {
  const move = 'Data stored so far must be decrypted and encrypted anew.';
  if (use.does === 'decrypt')
    return 'Encrypt the remaining data anew with AES-256-GCM, then remove this path; until then, waive this finding with a date.';
  switch (fault.is) {
    case 'key':
      return `Use a key of 32 random bytes, or derive 32 bytes with scrypt or HKDF, and keep it as bytes. ${move}`;
    case 'iv':
      return `Draw a new IV for each message (crypto.randomBytes(12) for GCM, 16 for CBC and CTR) and store it in front of the ciphertext. ${move}`;
    default:
      return `Use AES-256-GCM (in Node.js: 'aes-256-gcm') with a key of 32 bytes and a new IV each time. ${move}`;
  }
}

function whatJa(fault: Fault, use: CipherUse): string {
  if (use.choice) return `ここで ${use.api} に '${fault.name}' が設定されています。${weaknessJa(fault)}。`;
  if (fault.is === 'iv')
    return `${use.api} が ${fault.name} で暗号化する際に${IV_JA[fault.iv]}を使っています。同じ鍵で暗号化したデータの間で IV が重複します。`;
  const verb =
    use.does === 'decrypt' ? `で暗号化されたデータを今も復号しています` : use.does === 'both' ? 'を使っています' : 'で暗号化しています';
  return `${use.api} が ${fault.name} ${verb}。${weaknessJa(fault)}。`;
}

function weaknessJa(fault: Fault): string {
  switch (fault.is) {
    case 'family':
      return 'この暗号は、もはやデータを保護できません';
    case 'ecb':
      return 'ECB モードでは、同じ平文ブロックが同じ暗号文になります';
    case 'bits':
      return `鍵長は ${fault.bits} ビットです`;
    case 'key':
      return `鍵の強度は ${fault.bits} ビットしかありません`;
    case 'iv':
      return 'IV が毎回新しく生成されていません';
  }
}

const IV_JA = {
  constant: '固定の IV',
  setting: '環境変数から読み込んだ常に同じ IV',
  key: '鍵から作った IV',
  once: '起動時に一度だけ生成した IV',
} as const;

function todoJa(fault: Fault, use: CipherUse): string {
  const move = '保存済みのデータは、復号して暗号化し直す必要があります。';
  if (use.does === 'decrypt')
    return '残っているデータを AES-256-GCM で暗号化し直したうえで、この処理を削除してください。それまでは期限付きの例外として登録してください。';
  switch (fault.is) {
    case 'key':
      return `32 バイトの乱数を鍵にするか、scrypt や HKDF で 32 バイトを導出し、バイト列のまま使ってください。${move}`;
    case 'iv':
      return `メッセージごとに新しい IV を生成し (GCM は crypto.randomBytes(12)、CBC と CTR は 16)、暗号文の先頭に付けて保存してください。${move}`;
    default:
      return `32 バイトの鍵と毎回新しい IV で AES-256-GCM (Node.js では 'aes-256-gcm') を使ってください。${move}`;
  }
}
