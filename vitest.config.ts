import { defineConfig } from 'vitest/config'

/** Suites that start a browser. After the others, and two at a time: a browser waits for half of its time, but three starve a small machine. */
const BROWSER_SUITES = ['test/e2e/**/*.test.{ts,tsx}', 'test/emulator/**/*.test.{ts,tsx}']

export default defineConfig({
  test: {
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: BROWSER_SUITES,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER_SUITES,
          testTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
