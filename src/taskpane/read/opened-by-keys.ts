/** What a verdict says about the reader's keys. */
import type { MessageVerdict } from '../../smime/verdict.ts'

/** Whether another key, or an unlocked one, would open it. */
export function isClosedForWantOfKey({ reasons }: MessageVerdict): boolean {
  return reasons.some(reason => reason === 'smime/encrypted-locked' || reason === 'smime/no-key' || reason === 'smime/no-keys-yet')
}

/** Whether something of it was decrypted here: it is on the screen only as long as the keys are unlocked. */
export function isDecrypted({ layers }: MessageVerdict): boolean {
  return layers.some(layer => layer.kind === 'enveloped' && layer.opened)
}
