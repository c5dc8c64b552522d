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

async function takeOwn() {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result.filter(({ url }) => url.includes('/src/') && !url.includes('node_modules'))
}

async function takeCounts(): Promise<number> {
  const own = await takeOwn()
  return own.flatMap(script => script.functions.flatMap(each => each.ranges)).reduce((sum, { count }) => sum + count, 0)
}

/** Files below `src` of which a function ran while `run` did. */
export async function executedFiles(run: () => unknown): Promise<string[]> {
  await takeCounts()
  await run()
  return (await takeOwn()).filter(({ functions }) => functions.some(({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0)).map(({ url }) => url)
}

/** Block executions in files below `src` while `run` ran. What built-in functions do inside is not among them. */
export async function countedSteps(run: () => unknown): Promise<number> {
  await takeCounts()
  await run()
  return takeCounts()
}
