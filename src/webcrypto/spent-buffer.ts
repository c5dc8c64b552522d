/** Buffers of which nobody will read another octet. */

/** One end of a channel whose other end is closed: what is handed to it is gone. */
let nowhere: MessagePort | undefined

/**
 * Gives the memory behind `octets` back at once. WebCrypto answers each call with a buffer of its own, and a row of them would stand there
 * until the next garbage collection: fresh memory for every chunk costs half of what the cipher does. Detaching the buffer alone
 * (`transfer`) does not free it in Chromium.
 *
 * @param octets - Every view on the same buffer is empty afterwards. Where there are no channels, nothing happens.
 */
export function discardBuffer({ buffer }: Uint8Array): void {
  if (typeof MessageChannel === 'undefined' || !(buffer instanceof ArrayBuffer)) return
  nowhere ??= openToNowhere()
  nowhere.postMessage(undefined, [buffer])
}

function openToNowhere(): MessagePort {
  const { port1, port2 } = new MessageChannel()
  port2.close()
  return port1
}
