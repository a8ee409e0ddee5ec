import { builtinModules } from 'node:module';

import tseslint from 'typescript-eslint';

const coreImports = {
  patterns: [
    {
      group: ['vscode'],
      message: 'core never sees VS Code, not even its types. Describe what you need in core/base.',
    },
    {
      group: ['**/editor/**', '**/composition*.ts'],
      message: 'core is called by editor, never the reverse.',
    },
    {
      group: ['node:*', ...builtinModules.filter((name) => !name.startsWith('_')).map((name) => `${name}`)],
      message: 'core does no I/O. Take a port as an argument.',
    },
  ],
};

const ambient = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'console',
  'process',
  'Buffer',
  'performance',
  'window',
  'document',
  'localStorage',
  'navigator',
  'crypto',
  'XMLHttpRequest',
  'WebSocket',
].map((name) => ({
  name,
  message: 'Time, chance, network and output come into core as arguments (core/base).',
}));

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.vscode-test/',
      'test-results/',
      'node_modules/',
      'test/fixtures/',
      '**/*.mjs',
      '**/*.cjs',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './webview/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 5 }],
      eqeqeq: ['error', 'always'],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', coreImports],
      'no-restricted-globals': ['error', ...ambient],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take a Clock.' },
        { object: 'Math', property: 'random', message: 'Take a Random.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take a Clock.' },
      ],
    },
  },
  {
    files: ['webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['vscode', '**/src/core/**', '**/src/editor/**'],
              message: 'A webview knows only src/protocol.',
            },
            {
              group: ['@vscode/webview-ui-toolkit', '@vscode/webview-ui-toolkit/*'],
              message: 'The toolkit stays behind webview/shared/toolkit.ts.',
            },
          ],
        },
      ],
      'no-restricted-properties': [
        'error',
        {
          property: 'innerHTML',
          message: 'Model output is not trusted. Build nodes, or render through shared/markdown.ts.',
        },
        { property: 'outerHTML', message: 'Model output is not trusted.' },
        { property: 'insertAdjacentHTML', message: 'Model output is not trusted.' },
      ],
    },
  },
  {
    files: ['webview/shared/toolkit.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['test/**/*.ts', '*.config.ts'],
    rules: {
      'no-restricted-exports': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/max-params': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
