/**
 * A loader for modules that are nothing but data worked out of other data: runs the module while building and puts its exports in its place.
 * Everything it imports has to be free of effects, and every export has to survive JSON.
 */
import { build } from 'esbuild'

// eslint-disable-next-line no-restricted-syntax -- webpack calls a loader by its default export.
export default async function evaluate() {
  const done = this.async()
  try {
    const { outputFiles, metafile } = await build({ entryPoints: [this.resourcePath], bundle: true, format: 'esm', platform: 'neutral', write: false, metafile: true, absWorkingDir: this.rootContext, logLevel: 'silent' })
    for (const input of Object.keys(metafile.inputs)) this.addDependency(`${this.rootContext}/${input}`)
    const values = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
    done(null, Object.entries(values).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}\n`).join(''))
  } catch (error) {
    done(error)
  }
}
