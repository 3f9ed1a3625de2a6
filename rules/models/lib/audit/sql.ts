/** What an SQL statement does to which table: read from its beginning, never parsed in full. */

export interface Statement {
  readonly verb: 'create' | 'update' | 'delete' | 'select';
  readonly table: string;
  /** Columns written (INSERT, UPDATE) or compared (SELECT … WHERE). */
  readonly columns: readonly string[];
  readonly where: string;
}

const NAME = '["`\\[]?(?:[\\w$]+["`\\]]?\\.["`\\[]?)?([\\w$]+)["`\\]]?';
const INSERT = new RegExp(`^\\s*INSERT\\s+(?:IGNORE\\s+)?INTO\\s+${NAME}\\s*\\(([^)]*)\\)`, 'i');
const INSERT_BARE = new RegExp(`^\\s*INSERT\\s+(?:IGNORE\\s+)?INTO\\s+${NAME}`, 'i');
const UPDATE = new RegExp(`^\\s*UPDATE\\s+${NAME}(?:\\s+(?:AS\\s+)?\\w+)?\\s+SET\\s+([\\s\\S]*?)(?:\\sWHERE\\s([\\s\\S]*))?$`, 'i');
const DELETE = new RegExp(`^\\s*DELETE\\s+FROM\\s+${NAME}(?:[\\s\\S]*?WHERE\\s([\\s\\S]*))?`, 'i');
const SELECT = new RegExp(`^\\s*SELECT\\s[\\s\\S]*?\\sFROM\\s+${NAME}[\\s\\S]*?\\sWHERE\\s([\\s\\S]*)$`, 'i');

/** Nothing else is read. */
export function startsLikeSql(text: string): boolean {
  return text.length <= 6000 && /^\s*(insert|update|delete|select)\s/i.test(text);
}

export function readSql(text: string): Statement | undefined {
  if (!startsLikeSql(text)) return undefined;
  const insert = INSERT.exec(text) ?? INSERT_BARE.exec(text);
  if (insert?.[1])
    return {
      verb: 'create',
      table: insert[1],
      columns: (insert[2] ?? '')
        .split(',')
        .map(bare)
        .filter((one) => /^[\w$]+$/.test(one)),
      where: '',
    };
  const update = UPDATE.exec(text);
  if (update?.[1]) return { verb: 'update', table: update[1], columns: setColumns(update[2] ?? ''), where: update[3] ?? '' };
  const gone = DELETE.exec(text);
  if (gone?.[1]) return { verb: 'delete', table: gone[1], columns: [], where: gone[2] ?? '' };
  const select = SELECT.exec(text);
  if (select?.[1]) return { verb: 'select', table: select[1], columns: comparedColumns(select[2] ?? ''), where: select[2] ?? '' };
  return undefined;
}

const bare = (text: string): string => text.trim().replace(/^["`[]|["`\]]$/g, '');

function setColumns(text: string): string[] {
  return [...text.matchAll(/(?:^|,)\s*["`[]?(?:\w+\.)?([\w$]+)["`\]]?\s*=(?!=)/g)].map((one) => one[1] as string);
}

function comparedColumns(text: string): string[] {
  return [...text.matchAll(/["`[]?(?:\w+["`\]]?\.["`[]?)?([\w$]+)["`\]]?\s*=(?!=)/g)].map((one) => one[1] as string);
}
