// The areas of rules: folders below `rules/`. One without a rule yet is no folder in a fresh clone, so they are listed.
export const AREAS = ['access', 'assurance', 'identity', 'recovery', 'residency', 'response', 'storage', 'transit'];
