/**
 * Steps of our own code, as the JavaScript engine counts them: how often each block between two branches ran.
 *
 * Counting begins when this module is loaded, because a function that ran before has no counters. Import it first.
 */
import { Session } from 'node:inspector/promises'

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

async function takeCounts(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const own = result.filter(({ url }) => url.includes('/src/') && !url.includes('node_modules'))
  return own.flatMap(script => script.functions.flatMap(each => each.ranges)).reduce((sum, { count }) => sum + count, 0)
}

/** Block executions in files below `src` while `run` ran. What built-in functions do inside is not among them. */
export async function countedSteps(run: () => unknown): Promise<number> {
  await takeCounts()
  await run()
  return takeCounts()
}
