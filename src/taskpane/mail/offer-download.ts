/** Hands decrypted octets to the user as a download and to nobody else (SEC-47). */

/** Milliseconds for which a browser may still fetch the octets from memory. */
const HELD = 30_000

/**
 * Offers `bytes` as a file. SECURITY: always as `application/octet-stream` with a name, so no browser opens it in the pane's origin, whatever
 * the mail called it; the address is dead after half a minute, and at once when `locked` is aborted.
 */
export function offerDownload(name: string, bytes: Uint8Array, locked: AbortSignal | null): void {
  if (locked?.aborted) return
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }))
  const revoke = () => {
    clearTimeout(timer)
    locked?.removeEventListener('abort', revoke)
    URL.revokeObjectURL(address)
  }
  const timer = setTimeout(revoke, HELD)
  locked?.addEventListener('abort', revoke)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.rel = 'noopener'
  link.click()
}
