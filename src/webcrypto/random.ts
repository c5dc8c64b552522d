/** Random octets from the browser's generator. */
export function randomOctets(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
