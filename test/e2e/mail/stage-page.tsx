/** The page of the stage: the mail room's own components, drawn as the pane draws them, at a test's command. */
import { createRoot } from 'react-dom/client'
import type { ReactNode } from 'react'
import type { OpenResult } from '../../../src/engine/protocol.ts'
import { Attachments, type AttachmentsProps } from '../../../src/taskpane/mail/Attachments.tsx'
import { MailContent, type MailContentProps } from '../../../src/taskpane/mail/MailContent.tsx'
import { MailFrame } from '../../../src/taskpane/mail/MailFrame.tsx'
import { PlainText } from '../../../src/taskpane/mail/PlainText.tsx'
import { type SanitizedMail, sanitizeHtml } from '../../../src/taskpane/mail/sanitize-html.ts'
import { markedMail } from '../../../src/taskpane/mail/mark-matches.ts'
import { MessageContent } from '../../../src/taskpane/message/MessageContent.tsx'
import type { Language } from '../../../src/taskpane/sentences/sentence.ts'
import { SpeechContext, speechOf } from '../../../src/taskpane/speech.ts'
import { loadWords } from '../../../src/taskpane/words.ts'
import '../../../src/taskpane/styles/tokens.css'
import '../../../src/taskpane/styles/page.css'
import '../../../src/taskpane/styles/controls.css'
import '../../../src/taskpane/styles/checks.css'

export interface StageOptions {
  readonly linksAllowed?: boolean
  /** Octets by Content-ID. */
  readonly images?: Readonly<Record<string, readonly number[]>>
}

/** An opened message on its way into the page: octets go as base64. */
export interface CarriedMessage {
  /** JSON of the result; each array of octets is `{ base64 }`. */
  readonly result: string
  /** Octets of the files, by number of the part; empty for what is no file. */
  readonly parts: readonly string[]
}

const octetsOf = (base64: string) => Uint8Array.from(atob(base64), sign => sign.charCodeAt(0))

function showMessage({ result: json, parts }: CarriedMessage): Promise<void> {
  const result = JSON.parse(json, (_key, value: unknown) =>
    (typeof value === 'object' && value !== null && 'base64' in value ? octetsOf(String(value.base64)) : value)) as OpenResult
  return draw(
    <MessageContent
      result={result}
      isDecrypted={result.verdict.encrypted}
      outerSubject={null}
      loadPart={index => Promise.resolve(octetsOf(parts[index] ?? ''))}
      onOpenMessage={() => undefined}
      focus={null}
    />)
}

const place = document.createElement('main')
document.body.append(place)
const root = createRoot(place)
const downloads: { name: string; type: string; address: string }[] = []
const lock = new AbortController()

const imagesOf = ({ images = {} }: StageOptions) => new Map(Object.entries(images).map(([id, octets]) => [id, Uint8Array.from(octets)]))

function sanitize(html: string, options: StageOptions = {}): SanitizedMail {
  const { linksAllowed = true } = options
  return sanitizeHtml(html, { images: imagesOf(options), linksAllowed, pictureNotice: host => `left out: ${host}` })
}

async function draw(node: ReactNode, language: Language = 'en'): Promise<void> {
  await loadWords(language)
  root.render(null)
  await settled()
  root.render(<SpeechContext value={speechOf(language)}>{node}</SpeechContext>)
  await settled()
  await Promise.all([...document.querySelectorAll('iframe')].map(frame => new Promise(resolve => { frame.addEventListener('load', resolve, { once: true }); setTimeout(resolve, 300) })))
}

const settled = () => new Promise<void>(resolve => { setTimeout(() => { requestAnimationFrame(() => { resolve() }) }, 0) })

/** Several mails at once, each in a frame of its own. */
const showAll = (mails: readonly SanitizedMail[]) =>
  draw(mails.map((mail, index) => <MailFrame key={index} mail={mail} title={`mail ${index}`} height={200} />))

const asMail = (body: string): SanitizedMail => ({ body, bodyStyle: '', remoteImages: 0, hiddenTexts: 0, text: '' })

URL.createObjectURL = (make => (blob: Blob) => {
  const address = make(blob)
  downloads.push({ name: '', type: blob.type, address })
  return address
})(URL.createObjectURL.bind(URL))

export const stage = {
  sanitize,
  showAll: (htmls: readonly string[], options: StageOptions = {}) => showAll(htmls.map(html => sanitize(html, options))),
  matches: (html: string, query: string) => markedMail(sanitize(html), { query, current: 0 }).matches,
  showTexts: (texts: readonly string[]) => draw(texts.map((text, index) => <PlainText key={index} text={text} search={null} title={`text ${index}`} />)),
  /** Sanitises each, parses what came out as the frame would, and gives those of which something forbidden is left */
  survivors: (htmls: readonly string[], forbidden: string) => htmls.filter(html => {
    const { body, bodyStyle } = sanitize(html)
    const page = new DOMParser().parseFromString(`<!doctype html><body style="${bodyStyle}">${body}`, 'text/html')
    const isBad = ({ name, value }: Attr) =>
      /^on|^(?:srcset|ping|background|poster|srcdoc|formaction|action|data|codebase|id|name|autofocus)$/u.test(name) ||
      (name === 'href' && !/^(?:https?|mailto):/u.test(value)) || (name === 'src' && !value.startsWith('data:image/')) ||
      (name === 'style' && /url\(|@|\\|position|var\(|content:/iu.test(value))
    return page.querySelector(forbidden) !== null || [page.body, ...page.body.querySelectorAll('*')].some(element => [...element.attributes].some(isBad))
  }),
  /** Past the sanitiser: what the frame and its policy hold alone. */
  showUnclean: (htmls: readonly string[]) => showAll(htmls.map(asMail)),
  /** Without any wall, to see that the instruments see. */
  showNaked: (html: string) => {
    const frame = document.createElement('iframe')
    frame.srcdoc = html
    document.body.append(frame)
  },
  showContent: (props: Omit<MailContentProps, 'images'> & StageOptions, language: Language = 'en') => draw(<MailContent {...props} images={imagesOf(props)} />, language),
  showAttachments: (props: Pick<AttachmentsProps, 'files'> & { readonly encrypted: boolean; readonly broken?: readonly number[] }, language: Language = 'en') => draw(
    <Attachments
      files={props.files}
      loadPart={index => (props.broken?.includes(index) ? Promise.reject(new Error('broken')) : Promise.resolve(new TextEncoder().encode(`<script>part ${index}</script>`)))}
      onOpenMessage={index => { document.title = `opened ${index}` }}
      loadMessage={() => Promise.resolve(new TextEncoder().encode('From: a@example.org\r\n\r\nText'))}
      locked={props.encrypted ? lock.signal : null}
    />, language),
  /** The content of an opened message, as the pane shows it. */
  showMessage,
  lock: () => { lock.abort() },
  downloads: () => downloads,
}

declare global {
  interface Window { stage?: typeof stage }
}
window.stage = stage
