/** Where a mail's link leads, and how it is shown (SEC-26, SEC-34). */

export interface MailLink {
  /** The whole address, in ASCII. */
  readonly address: string
  /** Host of a page, or the mailbox of a `mailto:`; what a reader has to know before clicking. */
  readonly place: string
}

const LONGEST = 4096

/** What a `mailto:` may say besides its recipients. SECURITY: `attach` of some mail programs takes files along ("Mailto: me your secrets"). */
const MAILTO_FIELDS = ['subject', 'cc', 'body']

/** Reads an `href`. Null for what is no absolute `http`, `https` or `mailto` address: such a link is text. */
export function readLink(href: string): MailLink | null {
  if (href.length > LONGEST) return null
  const url = parseAddress(href.trim())
  if (url === null) return null
  if (url.protocol === 'mailto:') {
    const fields = new URLSearchParams([...url.searchParams].filter(([name]) => MAILTO_FIELDS.includes(name.toLowerCase())))
    const query = fields.toString().replaceAll('+', '%20')
    return { address: `mailto:${url.pathname}${query === '' ? '' : `?${query}`}`, place: readable(url.pathname) }
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  // A name and password before the host are there to look like another host.
  url.username = ''
  url.password = ''
  return { address: url.href, place: url.host }
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** An absolute address, or null. */
export function parseAddress(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
