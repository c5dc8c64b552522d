/** English alone. The build works this out beforehand (`scripts/evaluate-loader.mjs`), so that the other language stays out of the chunk. */
import { spokenIn } from './spoken.ts'

export const spoken = spokenIn('en')
