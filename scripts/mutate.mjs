/**
 * `npm run mutate -- [patterns]`: does a test fail when a check is changed? All of certpath, cms and smime/verify*, or the files named,
 * also as `file:line-line`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './lib/workshop.mjs'

// Other people's vectors lie beside the project; every mutant's copy of it finds them beside itself.
const beside = join(dirname(root), 'shared')
const copies = join(root, '.cache/stryker')
mkdirSync(copies, { recursive: true })
if (existsSync(beside) && !existsSync(join(copies, 'shared'))) symlinkSync(beside, join(copies, 'shared'), 'junction')

const files = process.argv.slice(2)
const words = [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', ...(files.length > 0 ? ['--mutate', files.join(',')] : [])]
process.exitCode = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' }).status ?? 1
