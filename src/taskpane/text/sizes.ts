/** Sizes in words. */

/** `184 KB`, `2.4 MB`. */
export function formatSize(octets: number): string {
  if (octets < 1024) return `${octets} B`
  if (octets < 1024 * 1024) return `${Math.round(octets / 1024)} KB`
  return `${(octets / 1024 / 1024).toFixed(1)} MB`
}
