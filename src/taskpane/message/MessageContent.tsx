/**
 * What is in a message that was verified or decrypted: its texts, each in a frame of its own, and its files. Loaded when it is shown.
 *
 * SECURITY: only what came out of the verifier or the decryption is shown (SEC-01), inside bordered frames (SEC-22); once its place on the
 * screen is gone, so are its text and its downloads (SEC-25).
 */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { OpenResult } from '../../engine/protocol.ts'
import type { WritingStart } from '../compose/writing-start.ts'
import { Attachments } from '../mail/Attachments.tsx'
import { mailLabel } from '../mail/mail-labels.ts'
import { MailContent } from '../mail/MailContent.tsx'
import type { FocusWish } from '../read/reading-controller.ts'
import { useSpeech } from '../speech.ts'
import { Address } from '../text/Address.tsx'
import { formatTime } from '../text/dates.ts'
import { fillNodes } from '../text/fill.tsx'
import { revealHidden } from '../text/foreign-text.ts'
import { decryptedFile } from './decrypted-file.ts'
import { shownContent } from './shown-documents.ts'

export interface MessageContentProps {
  readonly result: OpenResult
  /** Decrypted content has its header over it, and nobody but the reader may read what is saved of it. */
  readonly isDecrypted: boolean
  /** The subject that Outlook shows, to be compared with the protected one; null when it is not known. */
  readonly outerSubject: string | null
  readonly loadPart: (index: number) => Promise<Uint8Array>
  readonly onOpenMessage: (index: number) => void
  readonly onWrite?: (start: WritingStart) => void
  /** An attached message was closed: its row takes the focus back. */
  readonly focus: FocusWish
}

export function MessageContent({ result, isDecrypted, outerSubject, loadPart, onOpenMessage, onWrite, focus }: MessageContentProps) {
  const speech = useSpeech()
  const { documents, files, images } = useMemo(() => shownContent(result.parts), [result.parts])
  const place = useRef<HTMLDivElement>(null)
  const locked = useLock(isDecrypted)
  useEffect(() => {
    if (focus?.on !== 'part') return
    const at = files.filter(({ mediaType }) => mediaType === 'message/rfc822').findIndex(({ index }) => index === focus.index)
    place.current?.querySelectorAll<HTMLElement>('.att .does button:first-child:not(:last-child)')[at]?.focus()
    // The wish is fulfilled once, when the content appears.
  }, [])
  const headline = speech.label(isDecrypted ? 'openedHereOnly' : 'signedHereOnly')
  const heading = isDecrypted ? <Heading result={result} outerSubject={outerSubject} /> : undefined
  const missing = speech.wording('taskpane/no-text')
  return (
    <div ref={place} className="shown">
      {documents.length === 0 && isDecrypted ? <section className="frame"><header>{headline}</header>{heading}</section> : null}
      {documents.length === 0 ? <p className="cap"><b>{missing.title}</b><br />{missing.body}</p> : null}
      {documents.map(({ text, html, notes }, index) => (
        <div key={index} className="shown">
          <MailContent
            text={text}
            html={html}
            images={images}
            linksAllowed={!couldBeChanged(result)}
            headline={headline}
            {...(index === 0 && heading ? { heading } : {})}
          />
          {notes.map(({ code, values }, note) => (
            <p className="cap" key={note}><b>{speech.wording(code).title}</b><br />{fillNodes(speech.wording(code).body, values)}</p>
          ))}
        </div>
      ))}
      <Attachments
        files={files}
        loadPart={loadPart}
        onOpenMessage={onOpenMessage}
        loadMessage={isDecrypted ? () => Promise.resolve(decryptedFile(result.innermost.slice(), result.verdict.headers)) : null}
        locked={locked}
      />
      {isDecrypted && onWrite ? <Answers result={result} loadPart={loadPart} onWrite={onWrite} /> : null}
    </div>
  )
}

/** An answer is written in the protected editor, and starts encrypted (SEC-83). */
function Answers({ result, loadPart, onWrite }: Required<Pick<MessageContentProps, 'result' | 'loadPart' | 'onWrite'>>) {
  const { language } = useSpeech()
  return (
    <div className="actions" data-area="answers">
      {(['reply', 'reply-all', 'forward'] as const).map(kind => (
        <button key={kind} type="button" className="btn small" data-answer={kind} onClick={() => { onWrite({ kind, result, loadPart }) }}>{mailLabel(language, kind)}</button>
      ))}
    </div>
  )
}

/** SEC-34: an encryption that notices no change, and no signature inside that holds. */
const couldBeChanged = ({ verdict: { layers } }: OpenResult) =>
  layers.some(layer => layer.kind === 'enveloped' && layer.notes?.some(({ code }) => code === 'smime/cbc-unsigned'))

/** Aborted when the content leaves the screen: locking, another message, another level. */
function useLock(isDecrypted: boolean): AbortSignal | null {
  const [lock] = useState(() => new AbortController())
  useEffect(() => () => { lock.abort() }, [lock])
  return isDecrypted ? lock.signal : null
}

function Heading({ result: { verdict }, outerSubject }: Pick<MessageContentProps, 'result' | 'outerSubject'>) {
  const { label, language } = useSpeech()
  const { subject, to, date } = verdict.headers
  const { changed = [], fields = [] } = verdict.headerProtection ?? {}
  // A subject that the author hid is no change on the way, and still a reader wants to know what everybody else has seen.
  const isSubjectHidden = fields.includes('subject') && outerSubject !== null && outerSubject !== subject
  const others = changed.filter(name => name !== 'from' && !(name === 'subject' && isSubjectHidden))
  const lines: readonly (ReactNode | null)[] = [
    to.length === 0 ? null : <Recipients key="to" to={to} />,
    date === null ? null : formatTime(date, language),
    isSubjectHidden ? label('outsideSubject', { outer: outerSubject }) : null,
    others.length === 0 ? null : label('outsideDiffers', { fields: others.map(fieldName).join(', ') }),
  ]
  return (
    <div className="mail-head">
      <h2 dir="auto" lang="">{revealHidden(subject)}</h2>
      {lines.map((line, index) => (line === null ? null : <p className="cap" key={index}>{line}</p>))}
    </div>
  )
}

function Recipients({ to }: { readonly to: readonly string[] }) {
  const { label } = useSpeech()
  const [before = '', after = ''] = label('sentTo').split('{recipients}')
  return <>{before}{to.map((address, index) => <span key={index}>{index > 0 ? ', ' : null}<Address value={address} /></span>)}{after}</>
}

/** `reply-to` as `Reply-To`. */
const fieldName = (name: string) => name.replace(/(?:^|-)[a-z]/gu, letter => letter.toUpperCase())
