/** Which folder may import which; see ARCHITECTURE.md. */
const wall = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    wall(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'Cycles hide the order of things.',
    ),
    wall(
      'contract-imports-zod-only',
      { path: '^contract/', pathNot: '\\.test\\.ts$' },
      { pathNot: '^(contract/|node_modules/zod)' },
      'The contract runs in a browser, too.',
    ),
    wall(
      'lib-is-pure',
      { path: '^server/lib/', pathNot: '(\\.test|package)\\.ts$' },
      { pathNot: '^(server/lib/|contract/|(node:)?crypto|(node:)?util|(node:)?zlib)' },
      'Nothing in lib reads files, clocks or databases.',
    ),
    wall(
      'access-and-db-below-modules',
      { path: '^server/(access|db|rollup|list|memory)/' },
      { path: '^server/(modules|http|jobs)/' },
      'What modules build on does not know them.',
    ),
    wall(
      'modules-below-http',
      { path: '^server/modules/' },
      { path: '^server/(http|jobs)/' },
      'An operation does not know how it is called.',
    ),
    wall(
      'modules-through-their-index',
      { path: '^server/modules/([^/]+)/' },
      { path: '^server/modules/([^/]+)/', pathNot: ['^server/modules/$1/', '^server/modules/[^/]+/index\\.ts$'] },
      'Other modules are used through their index.',
    ),
    wall(
      'http-without-sql-of-modules',
      { path: '^server/http/' },
      { path: '^server/modules/', pathNot: '^server/modules/index\\.ts$' },
      'The HTTP layer calls operations by id.',
    ),
    wall(
      'nothing-imports-the-edges',
      { path: '^(contract|server)/' },
      { path: '^(cli|importer|demo|bench|test|scripts)/', pathNot: '^test/harness/' },
      'Server and contract stand on their own.',
    ),
    wall(
      'demo-stands-alone',
      { path: '^demo/' },
      { pathNot: '^(demo/|(node:)?crypto|node_modules/vitest|contract/)' },
      'Demo data is a file, not code that knows the server.',
    ),
    wall(
      'no-tests-in-product',
      { pathNot: '(\\.test\\.ts$|^test/|^scripts/)' },
      { path: '(\\.test\\.ts$|^test/)' },
      'Product code does not import tests.',
    ),
    wall(
      'no-dev-dependencies-in-product',
      { path: '^(contract|server|cli|importer|demo)/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['npm-dev'] },
      'They are not installed in production.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
