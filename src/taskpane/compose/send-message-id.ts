/** The name of a message, chosen before anything is sent so that it can be looked for (RFC 5322 section 3.6.4). */

/**
 * @param random - 128 random bits in hexadecimal: nobody guesses it, and no two are the same.
 * @param from - Its domain stands on the right. One in letters beyond ASCII is written as DNS writes it; where there is none, a name that
 * belongs to nobody.
 */
export function messageIdFor(random: string, from: string): string {
  return `<${random}@${domainOf(from) ?? 'sealpane.invalid'}>`
}

function domainOf(address: string): string | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1).trim()
  try {
    const { hostname } = new URL(`http://${domain}`)
    return address.includes('@') && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/u.test(hostname) ? hostname : undefined
  } catch {
    return undefined
  }
}
