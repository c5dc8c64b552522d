import { defineConfig } from 'vitest/config'

/**
 * The suites that judge, for `npm run mutate`: our own stories alone. Other people's vectors lie beside the project, where a
 * mutant's copy of it does not find them, and a check that only they would miss is a story that is not written yet.
 */
export default defineConfig({
  test: { environment: 'node', include: ['test/{certpath,cms,smime,webcrypto,x509}/**/*.test.ts'], testTimeout: 30_000 },
})
