/** The document inside the mail frame: a mail's cleaned HTML on white paper, under a policy of its own (SEC-42). */
import type { SanitizedMail } from './sanitize-html.ts'

/**
 * What the frame's document may load: pictures that are in it. The frame inherits the pane's policy as well, and both have to agree.
 *
 * `'unsafe-inline'` serves `style` attributes; `<style>` elements are refused by the inherited policy and are not in the document anyway.
 */
export const FRAME_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src 'none'; form-action 'none'; base-uri 'none'"

const PAPER = 'background: #fff; color-scheme: only light'
const PAGE = "margin: 12px 14px; color: #242424; font: 14px/1.43 'Segoe UI', 'Yu Gothic UI', Meiryo, system-ui, sans-serif; overflow-wrap: anywhere"

/** The whole document, for `srcdoc`. White in a dark pane too: a mail's own colours were chosen for paper. */
export function frameDocument({ body, bodyStyle }: Pick<SanitizedMail, 'body' | 'bodyStyle'>): string {
  const style = [PAGE, bodyStyle].filter(piece => piece !== '').join('; ')
  return [
    '<!doctype html><html style="', PAPER, '"><head><meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy" content="', FRAME_POLICY, '">',
    // A name is looked up for a link before anybody clicks it, where the page does not say no.
    '<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer"></head>',
    '<body style="', style.replaceAll('&', '&amp;').replaceAll('"', '&quot;'), '">', body, '</body></html>',
  ].join('')
}

const LINE = 20
const LETTERS_IN_LINE = 48
const PICTURE = 120

/** About how many pixels the document is high: nothing can be measured in the frame. */
export function estimatedHeight({ text, body }: Pick<SanitizedMail, 'text' | 'body'>): number {
  const lines = text.slice(0, 20_000).split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS_IN_LINE)), 0)
  const pictures = body.split('<img ').length - 1
  return Math.round(48 + lines * LINE * 1.2 + Math.min(pictures, 10) * PICTURE)
}
