/**
 * The frame that a mail's HTML is shown in (SEC-22, SEC-42). It runs no script, has no origin of its own, loads nothing, submits nothing, and
 * a click on a link opens a new window that knows nothing of the pane.
 *
 * SECURITY: found by test in Chromium 156 (test/e2e/mail/frame-policy.test.ts): a `srcdoc` document, and one from a `blob:` or `data:` address
 * too, is under the policy of the page that made it *and* its own, so the pane's policy decides whether a mail may have styles at all. A
 * page with headers of its own could not be filled without a script in it, and a hash or nonce cannot be known beforehand. The pane's policy
 * therefore has `style-src-attr 'unsafe-inline'`: styles in attributes only. `<style>` elements stay refused in pane and frame alike, and a mail's
 * rules are written into attributes by `inline-styles.ts`.
 */
import { frameDocument, FRAME_POLICY } from './frame-document.ts'
import type { SanitizedMail } from './sanitize-html.ts'

export interface MailFrameProps {
  /** From `sanitizeHtml`, never anything else. */
  readonly mail: SanitizedMail
  /** The frame's name for those who cannot see it. */
  readonly title: string
  /** Height in CSS pixels; never more than 70 % of the pane. Content beyond it is scrolled inside. */
  readonly height: number
}

/** No right besides opening a link's page: neither scripts nor the pane's origin, forms, downloads, dialogs or the window above. */
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox'

/** Attributes that React's types do not know yet. `csp` demands the policy a second time, from outside, where a browser knows it. */
const MORE_WALLS = { credentialless: true, csp: FRAME_POLICY }

export function MailFrame({ mail, title, height }: MailFrameProps) {
  return (
    <iframe
      className="paper"
      title={title}
      sandbox={SANDBOX}
      referrerPolicy="no-referrer"
      {...MORE_WALLS}
      srcDoc={frameDocument(mail)}
      style={{ height: `min(${height}px, 70vh)` }}
    />
  )
}
