import { defineConfig } from 'vitest/config'

/**
 * The suites that judge, for `npm run mutate`: our own stories, and the vectors of others that judge paths and signatures.
 * What counts steps on large input is left out: a mutant changes none of its answers, and every one would wait for it.
 */
export default defineConfig({
  test: {
    environment: 'node',
    include: [
      'test/{certpath,cms}/**/*.test.ts',
      'test/smime/{published-attacks,signed-messages,standing,limits,decrypt-envelopes,decrypt-layers,made-messages}.test.ts',
      'test/vectors/{pkits,zlint-smime,bc-cms,decrypt-bc-cms,lamps-pqc,decrypt-lamps-pqc,thunderbird-smime}.test.ts',
    ],
    exclude: ['test/certpath/{large-lists,random-graphs,revocation-openssl}.test.ts'],
    testTimeout: 60_000,
  },
})
