/** The walls of ARCHITECTURE.md. test/unit/walls.test.ts plants a violation of each and sees it caught. */
const nodeModules = '(^|/)node_modules/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-knows-no-editor',
      severity: 'error',
      comment: 'core knows neither VS Code nor the layers above it.',
      from: { path: '^src/core/' },
      to: { path: '^src/(editor|protocol|composition|extension)|^webview/|^test/|^vscode$|@types/vscode' },
    },
    {
      name: 'core-knows-no-node',
      severity: 'error',
      comment: 'core does no I/O; ports come in as arguments.',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'base-stands-alone',
      severity: 'error',
      from: { path: '^src/core/base/' },
      to: { path: '^src/', pathNot: '^src/core/base/' },
    },
    {
      name: 'stages-share-types-only',
      severity: 'error',
      comment: 'Only pipelines call stages.',
      from: { path: '^src/core/([^/]+)/', pathNot: '^src/core/(pipelines|base)/' },
      to: {
        path: '^src/core/',
        pathNot: ['^src/core/$1/', '^src/core/base/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'stages-know-no-pipeline',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '^src/core/pipelines/' },
      to: { path: '^src/core/pipelines/' },
    },
    {
      name: 'one-door-to-the-cloud',
      severity: 'error',
      comment:
        'Only the composition root constructs the door and its clients; a client is loaded by the door alone.',
      from: { pathNot: '^(src/composition(Later)?\\.ts|src/core/cloud/|test/)' },
      to: { path: '^src/core/cloud/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'protocol-is-words',
      severity: 'error',
      comment: 'protocol names core types; it runs none of core.',
      from: { path: '^src/protocol/' },
      to: { path: '^src/', pathNot: '^src/protocol/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'protocol-knows-only-core',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^(src/(editor|composition|extension)|webview/|test/)|^vscode$|@types/vscode' },
    },
    {
      name: 'webview-speaks-protocol',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^(src|test)/|^vscode$|@types/vscode', pathNot: '^src/protocol/' },
    },
    {
      name: 'toolkit-behind-one-file',
      severity: 'error',
      comment: 'The toolkit is archived upstream: replacing it must touch one file.',
      from: { path: '^(webview|src)/', pathNot: '^webview/shared/toolkit\\.ts$' },
      to: { path: `${nodeModules}@vscode/webview-ui-toolkit` },
    },
    {
      name: 'nobody-imports-the-root',
      severity: 'error',
      from: { pathNot: '^src/(extension|composition)\\.ts$' },
      to: { path: '^src/composition(Later)?\\.ts$' },
    },
    {
      name: 'source-never-imports-test',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { path: '^test/' },
    },
    {
      name: 'source-needs-declared-packages',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '@types/|^vscode$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.vscode-test|test/fixtures)/|^esbuild\\.mjs$' },
  },
};
