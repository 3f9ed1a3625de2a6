/** ESLint as a security team would start it: both recommended sets, without types. Copied beside the packages, so that it finds them. */
import security from 'eslint-plugin-security';
import tseslint from 'typescript-eslint';

export default [
  { ignores: ['**/node_modules/**', '**/dist/**'] },
  { files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'], linterOptions: { reportUnusedDisableDirectives: 'off' } },
  ...tseslint.configs.recommended,
  security.configs.recommended,
];
