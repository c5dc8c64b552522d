import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/**
 * Which room may say which global: the second half of the law whose first half is test/architecture/rooms.ts.
 * Folders and files are relative to src.
 */
const GLOBAL_HOMES = {
  Office: ['outlook/**'],
  // The engine's client asks whether the page is secure, and the key store will live there.
  // Names of drafts and messages are random too.
  crypto: ['webcrypto/**', 'engine/**', 'taskpane/compose/new-id.ts'],
  // The composition roots of the pane and of the send guard hand it to the one reader of the organisation's file.
  fetch: ['directory/**', 'gateway/**', 'taskpane/index.tsx', 'taskpane/early-start.js', 'commands/index.ts'],
  XMLHttpRequest: [],
  WebSocket: [],
  EventSource: [],
  // The pane's composition root has a part that runs before its bundle.
  Worker: ['engine/**', 'taskpane/early-start.js'],
  localStorage: ['taskpane/**'],
  sessionStorage: ['taskpane/**'],
  indexedDB: ['engine/**'],
  console: ['cli/**'],
  process: ['cli/**', 'gateway/**'],
}

/** Composition roots: the only places that read the clock and hand it on. */
const CLOCK_HOMES = ['src/taskpane/index.tsx', 'src/cli/sealpane.ts', 'src/gateway/server.ts']

const syntaxLaws = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a thing has one name everywhere.' },
  { selector: 'ExportSpecifier[exported.name="default"]', message: 'Named exports only: a thing has one name everywhere.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  { selector: 'TSQualifiedName[left.name="Office"]', message: 'Only src/outlook says Office, in types too.' },
]

const clockLaws = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time is an argument; only a composition root reads the clock.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Time is an argument; only a composition root reads the clock.' },
  { selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]', message: 'Time is an argument; only a composition root reads the clock.' },
]

const withoutOffice = syntaxLaws.filter(law => !law.selector.includes('Office'))

/** The globals that `file` patterns may not say. */
const restrictedGlobals = homeless => [
  'error',
  {
    checkGlobalObject: true,
    globals: homeless.map(name => ({ name, message: `${name} is not for this room; the law is in eslint.config.js.` })),
  },
]

/** One block for all of src, then one for each room or file that is at home with some globals. */
const globalLaws = () => {
  const names = Object.keys(GLOBAL_HOMES)
  const places = [...new Set(Object.values(GLOBAL_HOMES).flat())]
  const covers = (home, place) => home === place || (home.endsWith('/**') && place.startsWith(home.slice(0, -2)))
  return [
    { files: ['src/**'], rules: { 'no-restricted-globals': restrictedGlobals(names) } },
    // Whole rooms before single files: of several matching blocks the last one counts.
    ...places
      .sort((a, b) => Number(b.endsWith('/**')) - Number(a.endsWith('/**')))
      .map(place => ({
        files: [`src/${place}`],
        rules: {
          'no-restricted-globals': restrictedGlobals(
            names.filter(name => !GLOBAL_HOMES[name].some(home => covers(home, place))),
          ),
        },
      })),
  ]
}

const readonly = names => Object.fromEntries(names.map(name => [name, 'readonly']))

const NODE_GLOBALS = readonly(['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'TextDecoder', 'TextEncoder', 'AbortController', 'AbortSignal', 'fetch', 'performance', 'structuredClone', 'crypto'])
const BROWSER_GLOBALS = readonly(['self', 'window', 'globalThis', ...Object.keys(GLOBAL_HOMES)])

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.cache/', 'node_modules/', '**/*.json'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
      globals: BROWSER_GLOBALS,
    },
    rules: {
      // Numbers in sentences are plain; anything else in a template needs a decision.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => listener()` and `return visit(child)` are how one void function calls another here.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // It wants `!` where no-non-null-assertion forbids it. `as` at a proven index is the visible form of the two.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // A `default` answers for the members it does not name; without one every member must be named.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: NODE_GLOBALS },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
  },
  {
    rules: {
      'eqeqeq': 'error',
      // `modified` counts a switch once: naming every member of a union is what we want, not complexity.
      'complexity': ['error', { max: 15, variant: 'modified' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...withoutOffice],
    },
  },
  // A suite of stories is read as a whole; sentences are a table of texts.
  { files: ['test/**'], rules: { 'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }] } },
  { files: ['src/taskpane/sentences/**'], rules: { 'max-lines': 'off' } },
  // Scripts that a page loads as they are, without a bundler.
  {
    files: ['src/**/*.js', 'test/emulator/**/*.js'],
    languageOptions: { sourceType: 'script', globals: readonly(['window', 'document', 'navigator', 'location', ...Object.keys(GLOBAL_HOMES)]) },
  },
  { files: ['*.config.{js,ts}'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/**'], rules: { 'no-restricted-syntax': ['error', ...syntaxLaws, ...clockLaws] } },
  { files: ['src/outlook/**'], rules: { 'no-restricted-syntax': ['error', ...withoutOffice, ...clockLaws] } },
  { files: CLOCK_HOMES, rules: { 'no-restricted-syntax': ['error', ...syntaxLaws] } },
  ...globalLaws(),
)
