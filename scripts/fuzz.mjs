/** `npm run fuzz -- [--minutes N] [--target NAME] [--seed N]`: damaged input for every parser. Needs Node alone. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './lib/workshop.mjs'

const words = ['--import', 'tsx', join(root, 'test/fuzz/run.ts'), ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1
