/** The key of this browser on this device. It lives in the browser's database as a `CryptoKey`. */

/**
 * A new AES-256-GCM key.
 *
 * SECURITY: it cannot be exported, so that no script can take it away; a browser keeps it in its profile in a form of its own.
 * It guards against a copied database, not against somebody who has all of the profile (SEC-82).
 */
export function createDeviceKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}
