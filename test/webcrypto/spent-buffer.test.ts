import { describe, expect, it } from 'vitest'
import { discardBuffer } from '../../src/webcrypto/spent-buffer.ts'

describe('a buffer that was discarded', () => {
  it('is gone with every view on it, one after the other', () => {
    for (let round = 0; round < 3; round++) {
      const octets = new Uint8Array(1024)
      const view = octets.subarray(16)
      discardBuffer(octets)
      expect([octets.length, view.length]).toEqual([0, 0])
    }
  })

  it('takes no other one with it', () => {
    const [spent, kept] = [new Uint8Array(64), Uint8Array.of(1, 2, 3)]
    discardBuffer(spent)
    expect(kept).toEqual(Uint8Array.of(1, 2, 3))
  })
})
