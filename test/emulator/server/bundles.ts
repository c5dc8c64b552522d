/** The demo's own scripts, bundled in memory when the server starts. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const emulator = join(dirname(fileURLToPath(import.meta.url)), '..')

export interface Bundles {
  /** Path of the address, without the leading slash, to the script's text. */
  readonly scripts: ReadonlyMap<string, string>
}

const entries = {
  'demo/page.js': 'page/main.ts',
  'emulator/before-office.js': 'pane/before-office.ts',
  'emulator/after-office.js': 'pane/after-office.ts',
  'emulator/microsoft-ajax.js': 'pane/microsoft-ajax-alone.ts',
  'emulator/launch-runtime.js': 'pane/launch-runtime.ts',
  'emulator/native-bridge.js': 'pane/native-bridge-alone.ts',
} as const

export async function bundleScripts(): Promise<Bundles> {
  const made = await Promise.all(
    Object.entries(entries).map(async ([path, entry]): Promise<[string, string]> => {
      const { outputFiles } = await build({
        entryPoints: [join(emulator, entry)],
        bundle: true,
        write: false,
        format: 'iife',
        target: 'es2022',
        logLevel: 'error',
      })
      return [path, outputFiles[0]?.text ?? '']
    }),
  )
  return { scripts: new Map(made) }
}
