import type { WritingRequest } from '../../engine/compose-protocol.ts'
import type { AskOptions } from '../../engine/engine.ts'
import type { ResultOf } from '../../engine/protocol.ts'

/** As much of the engine as writing needs. */
export interface WritingAsker {
  ask<R extends WritingRequest>(request: R, options?: AskOptions): Promise<ResultOf<R>>
}
