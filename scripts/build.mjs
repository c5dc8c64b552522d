/** Builds the pane, the send guard and the command line, and prints what each file of the pane weighs. `--mode development` builds with source maps. */
import { copyFile, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build as bundle } from 'esbuild'
import webpack from 'webpack'
import configure from '../webpack.config.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Builds into `folder` (default `dist/taskpane`). Rejects with webpack's own words. */
export async function build({ mode = 'production', folder } = {}) {
  const configuration = configure({}, { mode })
  if (folder !== undefined) configuration.output.path = folder
  const compiler = webpack(configuration)
  const stats = await new Promise((resolve, reject) => compiler.run((error, result) => (error ? reject(error) : resolve(result))))
  await new Promise(resolve => compiler.close(resolve))
  if (stats.hasErrors()) throw new Error(stats.toString({ preset: 'errors-only' }))
  return configuration.output.path
}

/** The command line as one program for Node, `dist/cli/sealpane.js`: the package's `bin`. */
export async function buildCommandLine(folder = join(root, 'dist', 'cli')) {
  await bundle({
    entryPoints: [join(root, 'src', 'cli', 'sealpane.ts')],
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Native code, loaded only when a token is named.
    external: ['pkcs11js'],
    logLevel: 'error',
  })
  return join(folder, 'sealpane.js')
}

/**
 * The send guard, `dist/commands`: one script that classic Outlook runs without a page (scripts of 2016, no modules, letters of ASCII),
 * and the page that carries it everywhere else.
 */
export async function buildSendGuard(folder = join(root, 'dist', 'commands')) {
  await bundle({
    entryPoints: { commands: join(root, 'src', 'commands', 'index.ts') },
    outdir: folder,
    bundle: true,
    platform: 'neutral',
    format: 'iife',
    target: 'es2016',
    charset: 'ascii',
    // Read by whoever wants to know what their Outlook runs; it is small either way.
    minify: false,
    logLevel: 'error',
  })
  await copyFile(join(root, 'src', 'commands', 'commands.html'), join(folder, 'commands.html'))
  return join(folder, 'commands.js')
}

/** Bytes after gzip of every file in `folder`, and of those that taskpane.html loads at once. */
export async function measure(folder) {
  const html = await readFile(join(folder, 'taskpane.html'), 'utf8')
  const files = []
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name))
    const isFirst = name === 'taskpane.html' || html.includes(`"${name}"`)
    files.push({ name, size: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, isFirst })
  }
  return { files, firstLoad: files.filter(file => file.isFirst).reduce((sum, file) => sum + file.gzip, 0) }
}

async function main() {
  const at = process.argv.indexOf('--mode')
  const mode = at < 0 ? 'production' : process.argv[at + 1]
  console.log(`Building the pane, the send guard and the command line (${mode}) …`)
  const folder = await build({ mode })
  await buildCommandLine()
  await buildSendGuard()
  const { files, firstLoad } = await measure(folder)
  const kilobytes = size => `${(size / 1024).toFixed(1)} KB`.padStart(10)
  for (const { name, size, gzip, isFirst } of files) {
    console.log(`${kilobytes(size)}  gzip ${kilobytes(gzip)}  ${isFirst ? 'first load' : 'on demand '}  ${name}`)
  }
  console.log(`First load: ${(firstLoad / 1024).toFixed(1)} KB after gzip, of 84 KB. Files are in ${folder.slice(root.length + 1)}.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
