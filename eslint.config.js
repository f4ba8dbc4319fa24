import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const SYNTAX = [
  { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: 'Money is text and is computed in SQL; nothing else here needs floats.',
  },
]

/** Everything by which an amount could become a JavaScript number, or be computed with as one. */
const NO_NUMBERS = [
  'CallExpression[callee.name=/^(Number|parseInt|BigInt)$/]',
  "MemberExpression[object.name='Number']",
  "MemberExpression[object.name='Math']",
  "UnaryExpression[operator=/^[+~-]$/]:not([argument.type='Literal'])",
  'BinaryExpression[operator=/^([-*/%|&^]|\\*\\*|<<|>>>?)$/]',
  'AssignmentExpression[operator=/^([-*/%]|\\*\\*)=$/]',
  'CallExpression[callee.property.name=/^(toFixed|toPrecision)$/]',
].map((selector) => ({ selector, message: 'Amounts are computed in SQL, exactly; here they are text.' }))

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', '**/*.gen.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Type aliases and interfaces both read well; `T[]` for short and `readonly T[]` are the habit here.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      // Spreading counts code points, as PostgreSQL does.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'asyncMethods'] }],
      'no-restricted-syntax': ['error', ...SYNTAX],
    },
  },
  {
    // Where money passes through.
    files: [
      'server/modules/{billing,campaigns,component-usages,invoice-items,invoices,payment-profiles}/**/*.ts',
      'server/modules/{price-estimates,user-usage-limits}/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...SYNTAX, ...NO_NUMBERS] },
  },
  {
    // Only the configuration reads the environment.
    files: ['server/**/*.ts', 'contract/**/*.ts', 'importer/**/*.ts', 'demo/**/*.ts'],
    ignores: ['server/config.ts', 'server/db/embedded/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in server/config.ts only.' },
      ],
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      // Bodies of answers are checked by the contract, not by the compiler.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Rows of presets are loose records of known values.
    files: ['demo/**/*.ts'],
    rules: {
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  {
    files: ['vitest.config.ts', 'test/harness/global-setup.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
)
