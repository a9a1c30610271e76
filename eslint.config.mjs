import tseslint from 'typescript-eslint';

/** Imports point inwards only: shared ← core ← model, documents ← host ← extension; shared ← webview. */
const ring = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

const typed = ['src/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}', 'scripts/**/*.ts', 'bench/**/*.ts'];

const outside = {
  vscode: ['vscode'],
  io: ['node:*', 'fs', 'path', 'os', 'child_process', 'crypto'],
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.vscode-test/',
      'bench-results/',
      'test-results/',
      'node_modules/',
      'test/support/sample/',
      'media/',
    ],
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({
    ...config,
    files: typed,
  })),
  {
    files: typed,
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Numbers and booleans print the same everywhere; only objects in templates are mistakes.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  ring(
    ['src/shared/**'],
    ['../*', '!./*', 'vscode', 'node:*'],
    'shared imports nothing outside itself.',
  ),
  ring(
    ['src/core/**'],
    [
      ...outside.vscode,
      ...outside.io,
      '**/host/**',
      '**/model/**',
      '**/webview/**',
      '**/documents/**',
      'openai',
    ],
    'core is pure: it reaches the world through ports.ts.',
  ),
  ring(
    ['src/model/**', 'src/documents/**'],
    [...outside.vscode, '**/host/**', '**/webview/**'],
    'model and documents know core and shared, nothing further out.',
  ),
  ring(
    ['src/webview/**'],
    [...outside.vscode, ...outside.io, '**/host/**', '**/core/**', '**/model/**'],
    'The panel knows shared only.',
  ),
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      // Mocha collects what `it` returns; fakes implement async ports without awaiting.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: ['it', 'describe'] },
      ],
      '@typescript-eslint/require-await': 'off',
    },
  },
);
