/** The languages that are read, by VS Code's ids. The manifest's activation events name the same. */
export const LANGUAGES: readonly string[] = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'];
