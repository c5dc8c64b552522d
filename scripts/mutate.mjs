/** `npm run mutate -- [patterns]`: does a test fail when a check is changed? All of certpath, cms and smime/verify*, or the files named. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './lib/workshop.mjs'

const files = process.argv.slice(2)
const words = [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', ...(files.length > 0 ? ['--mutate', files.join(',')] : [])]
process.exitCode = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1
