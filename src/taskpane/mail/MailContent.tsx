/**
 * The content of an open message: grey head, text or HTML, search. Loaded when there is content to show, as the lazy chunk `mail`:
 *
 * `lazy(async () => ({ default: (await import(/* webpackChunkName: 'mail' *\/ '../mail/MailContent.tsx')).MailContent }))`
 *
 * SECURITY: what a mail can write stands in a text node or in `MailFrame`, inside this bordered section; the verdict stands outside of it (SEC-22).
 * Nothing is kept: unmount it, and the content is gone (SEC-25).
 */
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { FindBar } from './FindBar.tsx'
import { findMatches, type Search } from './find-in-message.ts'
import { estimatedHeight } from './frame-document.ts'
import './mail.css'
import type { InlineImages } from './mail-images.ts'
import { type MailLabel, mailLabel } from './mail-labels.ts'
import { MailFrame } from './MailFrame.tsx'
import { markedMail } from './mark-matches.ts'
import { PlainText, shownText } from './PlainText.tsx'
import { type SanitizedMail, sanitizeHtml } from './sanitize-html.ts'

export interface MailContentProps {
  /** The text/plain form, or null. */
  readonly text: string | null
  /** The text/html form, or null. Both null: render nothing of this. */
  readonly html: string | null
  /** Octets of the parts that HTML may name by `cid:`; an empty map when there are none. */
  readonly images: InlineImages
  /** False for content that somebody could have changed (CBC without a valid signature inside, SEC-34): links are text then. */
  readonly linksAllowed: boolean
  /** The head's words; “Shown here only, not stored” when absent. */
  readonly headline?: string
  /** Shown first inside the frame's border: the protected subject and its lines. */
  readonly heading?: ReactNode
  /** Which form is shown first when there are both; text when absent. */
  readonly prefers?: 'text' | 'html'
}

type Form = 'text' | 'html'

export function MailContent(props: MailContentProps) {
  const { text, html, headline, heading, prefers = 'text' } = props
  const { language } = useSpeech()
  const [chosen, setChosen] = useState<Form>(prefers)
  const [isTall, setTall] = useState(false)
  const [search, setSearch] = useState<Search>({ query: '', current: 0 })
  const form = shownForm(props, chosen)
  const label = (name: MailLabel) => mailLabel(language, name)
  const wanted = useDeferredValue(search)
  const mail = useSanitized(props, form)
  const { marked, matches } = useMarked(mail, text ?? '', wanted)
  const choose = (next: Form) => () => {
    setChosen(next)
    setSearch({ ...search, current: 0 })
  }
  return (
    <>
      <section className="frame" aria-label={label('mailContent')} data-area="mail" data-form={form}>
        <header>
          <Icon name="shield" size={16} />
          <span>{headline ?? label('shownHereOnly')}</span>
          {text !== null && html !== null ? <HeadButton text={label(OTHER_FORM[form])} onClick={choose(form === 'html' ? 'text' : 'html')} /> : null}
          {mail ? <HeadButton text={label(isTall ? 'shorter' : 'taller')} onClick={() => { setTall(!isTall) }} /> : null}
        </header>
        {heading}
        {mail
          ? <MailFrame mail={marked ?? mail} title={label('mailContent')} height={isTall ? TALL : Math.min(estimatedHeight(mail), COMFORTABLE)} />
          : <PlainText text={text ?? ''} search={wanted} title={label('mailContent')} />}
      </section>
      <FindBar search={search} matches={matches} onSearch={setSearch} />
      {mail ? <LeftOut mail={mail} /> : null}
    </>
  )
}

/** The HTML as it may be framed, while it is the form that is shown. `images` has to be the same map for the same message. */
function useSanitized({ html, images, linksAllowed }: MailContentProps, form: Form): SanitizedMail | null {
  const { language } = useSpeech()
  return useMemo(() => {
    const pictureNotice = (host: string) => mailLabel(language, 'pictureLeftOut', { host })
    return form === 'html' && html !== null ? sanitizeHtml(html, { images, linksAllowed, pictureNotice }) : null
  }, [form, html, images, linksAllowed, language])
}

/** How often the text in question stands in what is shown, and the HTML with those places marked. Nothing is counted while nothing is asked. */
function useMarked(mail: SanitizedMail | null, text: string, search: Search): { readonly marked: SanitizedMail | null; readonly matches: number | null } {
  return useMemo(() => {
    if (search.query.trim() === '') return { marked: null, matches: null }
    if (mail === null) return { marked: null, matches: findMatches(shownText(text), search.query).length }
    const { mail: marked, matches } = markedMail(mail, search)
    return { marked, matches }
  }, [mail, text, search])
}

function shownForm({ text, html }: MailContentProps, chosen: Form): Form {
  if (text === null) return 'html'
  return html === null ? 'text' : chosen
}

const OTHER_FORM: Readonly<Record<Form, MailLabel>> = { html: 'plainText', text: 'formatted' }

function HeadButton({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return <button type="button" className="btn quiet small" onClick={onClick}>{text}</button>
}

/** Height of the frame before anybody asks for more, and one that only the pane limits, in pixels. */
const COMFORTABLE = 420
const TALL = 10_000

/** What of the mail is not there. */
function LeftOut({ mail: { remoteImages, hiddenTexts } }: { readonly mail: SanitizedMail }) {
  const { wording } = useSpeech()
  const notes = [['taskpane/remote-blocked', remoteImages], ['taskpane/hidden-text', hiddenTexts]] as const
  return notes.filter(([, n]) => n > 0).map(([code, n]) => (
    <p className="cap" key={code} data-code={code}><b>{wording(code).title}</b><br />{fillNodes(wording(code).body, { n: String(n) })}</p>
  ))
}
