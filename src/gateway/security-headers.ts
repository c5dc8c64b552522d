/**
 * The response headers of every file that Sealpane serves (SEC-101, SEC-102, SEC-107). Used by the demo server; a deployment on any other
 * web server sets the same ones.
 */

/** What a file is, as far as its headers differ. */
export type ServedAs =
  /** An HTML page that Outlook frames. */
  | 'page'
  /** A worker's script. A worker takes its policy from its own script's response, and ours may not talk to any network. */
  | 'worker'
  /** Anything else: scripts, styles, images, data. */
  | 'asset'

export interface HeaderOptions {
  readonly servedAs: ServedAs
  /** Origins whose pages may frame the pane, in CSP's words. */
  readonly frameAncestors: readonly string[]
  /** Origins that the pane may talk to besides its own; Microsoft's worldwide cloud when left out. */
  readonly connect?: readonly string[]
}

/**
 * Where messages are sent by Microsoft Graph, in the worldwide cloud: Graph itself and the host to which large attachments are uploaded.
 * National clouds have others; a deployment without Graph names none. No sign-in host: tokens come through Outlook's own bridge.
 */
export const graphOrigins: readonly string[] = ['https://graph.microsoft.com', 'https://outlook.office.com']

/** The Outlooks of Microsoft's cloud. On-premises and national ones are added by whoever deploys. */
export const outlookOrigins: readonly string[] = [
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook.cloud.microsoft',
  'https://outlook.live.com',
]

/**
 * Where office.js comes from: Microsoft's CDN under both of its names, and the one file that it loads from elsewhere.
 *
 * SECURITY: the Ajax CDN serves many libraries that would defeat a script policy, so only that file is named, not the host.
 */
const officeScripts = [
  'https://appsforoffice.microsoft.com',
  'https://officeapis.public.onecdn.static.microsoft',
  'https://ajax.aspnetcdn.com/ajax/3.5/MicrosoftAjax.js',
]

/**
 * SECURITY: the hash of the empty string. It lets a script add an empty `<style>` element, whose rules then come through the CSS object
 * model; a `<style>` with text in it, which is what an injection needs, stays refused.
 */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/**
 * SECURITY: for the mail frame alone, whose document is under the pane's policy besides its own (src/taskpane/mail/MailFrame.tsx). Only
 * attributes: they can colour and move what they stand on, and no `style` attribute can be written into the pane without writing an element,
 * which the pane never does from text. What a style could fetch is still held by `img-src` and `font-src`.
 */
const styleAttributes = "style-src-attr 'unsafe-inline'"

/** The policy of a page, as one header value. */
export function pagePolicy(frameAncestors: readonly string[], connect: readonly string[] = graphOrigins): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${officeScripts.join(' ')}`,
    `style-src 'self' ${emptyStyle}`,
    styleAttributes,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "worker-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')}`,
  ].join('; ')
}

/**
 * A worker parses and computes. It loads its own chunks and reaches nothing.
 *
 * SECURITY: `wasm-unsafe-eval` lets it start the WebAssembly module that its own script carries, which looks through large
 * bodies. It allows no script from text. Without it everything works and large messages take twice as long and more memory.
 */
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'"

/** All headers for one response. Gives names in the spelling of HTTP/1.1; takes no part in content types. */
export function securityHeaders(options: HeaderOptions): Readonly<Record<string, string>> {
  const common = {
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'Cross-Origin-Resource-Policy': 'same-site',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
  }
  switch (options.servedAs) {
    case 'page':
      return { ...common, 'Content-Security-Policy': pagePolicy(options.frameAncestors, options.connect), 'Cache-Control': 'no-store' }
    case 'worker':
      return { ...common, 'Content-Security-Policy': workerPolicy, 'Cache-Control': 'no-cache' }
    case 'asset':
      return { ...common, 'Cache-Control': 'no-cache' }
  }
}
