/** `npm run bench`: builds what is stale, installs the other programs where that can be done without asking, and races. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { canInstall, installPackages } from './lib/system-packages.mjs'
import { isBuilt, root, run } from './lib/workshop.mjs'

const isThere = program => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined
const missing = [['cmsutil', 'libnss3-tools'], ['gpgsm', 'gpgsm']].filter(([program]) => !isThere(program)).map(([, name]) => name)
if (missing.length > 0 && !(canInstall() && installPackages(missing))) console.log(`Not installed and left out: ${missing.join(', ')}.`)
if (!isBuilt() && !run(process.execPath, [join(root, 'scripts/build.mjs')])) process.exit(1)
const runner = ['--import', 'tsx', '--expose-gc', join(root, 'test/bench/run.ts'), ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, runner, { cwd: root, stdio: 'inherit' }).status ?? 1
