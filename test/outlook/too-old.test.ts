/** An Office program without a mailbox: Word, or an Outlook from before add-ins. */
import { afterEach, expect, it, vi } from 'vitest'
import { createOfficeHost } from '../../src/outlook/office-host.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('is told apart from no Office at all', async () => {
  vi.stubGlobal('Office', { onReady: (callback: (info: object) => void) => { callback({ host: 'Word' }) }, context: {} })
  await expect(createOfficeHost({ readyTimeout: 50 })).rejects.toMatchObject({ code: 'outlook/too-old' })
})
