/**
 * Property tests that try the same examples on every machine, so that a run that fails can be repeated. `SEED=7` tries others, `SEED=random` new ones
 * each time.
 */
import fc from 'fast-check'

const wanted = process.env['SEED'] ?? '1'
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) })

export { fc }
