/** Writes a made-up project of a given size: feature folders with types, services, controllers and helpers that import each other. Deterministic. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NOUNS = [
  'order',
  'invoice',
  'ticket',
  'report',
  'alert',
  'device',
  'metric',
  'dashboard',
  'collector',
  'schedule',
  'contact',
  'webhook',
  'role',
  'session',
  'account',
];

export function generateTree(root, files) {
  const put = (path, text) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  put('package.json', '{ "name": "made-up", "private": true }\n');
  put('src/lib/store.ts', STORE);
  put('src/lib/config.ts', CONFIG);
  for (let i = 0; i * 5 < files; i += 1) feature(put, i);
  return root;
}

function feature(put, i) {
  const noun = NOUNS[i % NOUNS.length];
  const Name = `${noun[0].toUpperCase()}${noun.slice(1)}${i}`;
  const at = `src/features/${noun}-${i}`;
  const other = i === 0 ? undefined : `${NOUNS[(i - 1) % NOUNS.length]}-${i - 1}`;
  const Other = other && `${other[0].toUpperCase()}${other.slice(1, other.indexOf('-'))}${i - 1}`;
  put(`${at}/types.ts`, types(Name));
  put(`${at}/service.ts`, service(Name, other, Other));
  put(`${at}/controller.ts`, controller(Name));
  put(`${at}/format.ts`, format(Name, i));
  put(
    `${at}/index.ts`,
    `export * from './types';\nexport { ${Name}Service } from './service';\nexport { ${Name}Controller } from './controller';\nexport * from './format';\n`,
  );
}

const STORE = `export interface Row { id: string; tenantId: string; createdAt: Date }
export interface Query<T> { where?: Partial<T>; limit?: number; order?: keyof T }
export class Store<T extends Row> {
  private readonly rows = new Map<string, T>();
  async find(query: Query<T>): Promise<T[]> {
    const all = [...this.rows.values()].filter((row) => Object.entries(query.where ?? {}).every(([key, value]) => row[key as keyof T] === value));
    return all.slice(0, query.limit ?? all.length);
  }
  async get(id: string): Promise<T | undefined> { return this.rows.get(id); }
  async put(row: T): Promise<T> { this.rows.set(row.id, row); return row; }
  async remove(id: string): Promise<boolean> { return this.rows.delete(id); }
}
`;
const CONFIG = `export const config = { pageSize: 50, region: 'us-east-1', retries: 3, timeouts: { connect: 1000, read: 5000 }, features: { beta: false, audit: true } } as const;
export type Config = typeof config;
`;

const types = (N) => `import type { Row } from '../../lib/store';
${Array.from({ length: 12 }, (_, k) => `export interface ${N}Part${k} { name: string; size: number; tags: readonly string[]; nested: { left: number; right?: string; kind: 'a' | 'b' | 'c' }; when: Date | undefined }`).join('\n')}
export interface ${N} extends Row { title: string; state: ${N}State; parts: ${N}Part0[]; owner: string; price: number; history: readonly { at: Date; what: string }[] }
export type ${N}State = 'new' | 'open' | 'done' | 'gone';
export type ${N}Patch = Partial<Omit<${N}, 'id' | 'tenantId' | 'createdAt'>>;
export type ${N}Event = { type: 'created'; row: ${N} } | { type: 'changed'; row: ${N}; patch: ${N}Patch } | { type: 'removed'; id: string };
export const ${N}States: readonly ${N}State[] = ['new', 'open', 'done', 'gone'];
export function is${N}State(text: string): text is ${N}State { return (${N}States as readonly string[]).includes(text); }
`;

const service = (N, other, Other) => `import { config } from '../../lib/config';
import { Store } from '../../lib/store';
import type { ${N}, ${N}Event, ${N}Patch } from './types';
${other ? `import { ${Other}Service } from '../${other}';\n` : ''}
type Listener = (event: ${N}Event) => void | Promise<void>;
export class ${N}Service {
  private readonly listeners = new Set<Listener>();
  constructor(private readonly store: Store<${N}> = new Store<${N}>()${other ? `, private readonly before?: ${Other}Service` : ''}) {}
  on(listener: Listener): () => void { this.listeners.add(listener); return () => this.listeners.delete(listener); }
  async list(tenantId: string, page = 0): Promise<${N}[]> {
    const rows = await this.store.find({ where: { tenantId } as Partial<${N}>, limit: config.pageSize * (page + 1) });
    return rows.slice(page * config.pageSize).map((row) => ({ ...row, title: row.title.trim() }));
  }
${Array.from(
  { length: 8 },
  (_, k) => `  async step${k}(id: string, patch: ${N}Patch): Promise<${N} | undefined> {
    const row = await this.store.get(id);
    if (!row) return undefined;
    if (patch.price !== undefined && patch.price < 0) throw new RangeError(\`price \${patch.price} of \${id}\`);
    const next: ${N} = { ...row, ...patch, history: [...row.history, { at: new Date(), what: 'step${k}' }] };
    try {
      await this.store.put(next);
      await this.emit({ type: 'changed', row: next, patch });
    } catch (error) {
      if (error instanceof RangeError) return row;
      throw error;
    }
    return next;
  }`,
).join('\n')}
  private async emit(event: ${N}Event): Promise<void> { for (const listener of this.listeners) await listener(event); }
}
`;

const controller = (N) => `import { ${N}Service } from './service';
import { is${N}State } from './types';
import { show${N} } from './format';
interface Request { params: Record<string, string>; query: Record<string, string | undefined>; body: unknown; tenantId: string }
interface Response { status(code: number): Response; json(body: unknown): void }
export class ${N}Controller {
  private readonly service = new ${N}Service();
${Array.from(
  { length: 6 },
  (_, k) => `  async handle${k}(req: Request, res: Response): Promise<void> {
    const { id } = req.params;
    const state = req.query.state ?? 'new';
    if (!id || !is${N}State(state)) { res.status(400).json({ error: 'bad request' }); return; }
    const row = await this.service.step${k}(id, { state, title: String((req.body as { title?: string }).title ?? '') });
    if (!row || row.tenantId !== req.tenantId) { res.status(404).json({ error: 'not found' }); return; }
    res.status(200).json({ row, text: show${N}(row), total: row.parts.reduce((sum, part) => sum + part.size, 0) });
  }`,
).join('\n')}
}
`;

const format = (N, i) => `import type { ${N} } from './types';
const LABELS: Record<${N}['state'], string> = { new: 'New', open: 'Open', done: 'Done', gone: 'Gone' };
export function show${N}(row: ${N}): string { return \`\${row.title} (\${LABELS[row.state]}) \${row.price.toFixed(2)}\`; }
${Array.from({ length: 10 }, (_, k) => `export const rank${k} = (rows: readonly ${N}[]): ${N}[] => rows.filter((row) => row.price > ${i % 97} && row.parts.length >= ${k}).sort((a, b) => a.price - b.price || a.title.length - b.title.length);`).join('\n')}
`;
