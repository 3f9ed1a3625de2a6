/** Words that count in some places only: where one does not, the models show nothing by it. */
import { expect, test } from 'vitest';
import { triggers } from '../../engine/workspace/triggers.ts';
import audit from '../../rules/models/audit.ts';
import http from '../../rules/models/cleartext-http.ts';
import locks from '../../rules/models/lock-frameworks.ts';

const wanted = triggers([audit, http, locks]);
const isWanted = (text: string): boolean => wanted.test(text, 'a.ts');

test.each([
  'user.destroy();',
  'found.destroy();',
  'this.users.destroy({ where });',
  'this.model.destroy();',
  'find(id).rows.destroy();',
  'class UserModel extends Model { drop() { this.destroy(); } }',
  'const Session = class extends Model { drop() { this?.destroy(); } };',
  'rows.softDelete({ id });',
  'this.userRepo.softDelete({ id });',
  "rows['softDelete']({ id });",
  'db.sessions.find();',
  'const SESSIONS = 1;',
  'new SessionStore();',
  'sessionSchema.index();',
  '({ permissions: [] });',
  '({ existingPermissions, a });',
  'set({ userRole: 1 });',
  'user.isAdmin = true;',
  "import type { CollectionConfig } from 'payload';\nexport const users = { slug: 'users', auth: true };",
  'Organization.create(body);',
  'workspace.delete(id);',
  'tenantSettings.update(id, next);',
  'function impersonate(id) { return sign(id); }',
  'users.updateUserMetadata(id, data);',
  'fetch(url);',
  'useLazyFetch(url);',
  "import send from 'node-fetch';\nconst nodeFetch = send; nodeFetch(url);",
])('%j is parsed at once', (text) => expect(isWanted(text)).toBe(true));

test.each([
  'class Editor { close() { this.destroy(); this.view.destroy(); } }',
  'find({ includeSoftDeleted: true });',
  'class Orders { async softDelete(id) {} softDeleteAll() {} }',
  'this.productService.softDelete(id);',
  'new SessionService();',
  'sessionStorage.getItem(key);',
  "import { usePermissions } from './hooks';",
  '({ requiresPermissions: [], ariaRole: 1 });',
  'const isAdminUi = true;',
  "import type { Payload } from 'payload';\nexport const slug = (authors: Payload) => authors;",
  'refetch();',
  'setPageToFetch(1);',
])('%j is not', (text) => expect(isWanted(text)).toBe(false));
