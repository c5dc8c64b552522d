/** The message as it will be signed, drawn from the very data that the engine is given (SEC-84). Folded; read when it is opened. */
import { useMemo } from 'react'
import { Disclosure } from '../Disclosure.tsx'
import { estimatedHeight } from '../mail/frame-document.ts'
import '../mail/mail.css'
import { MailFrame } from '../mail/MailFrame.tsx'
import { PlainText } from '../mail/PlainText.tsx'
import { sanitizeHtml } from '../mail/sanitize-html.ts'
import { writingLabel, writingPhrase } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { revealHidden } from '../text/foreign-text.ts'
import { formatSize } from '../text/sizes.ts'
import { useCompose } from './compose-context.ts'
import type { Preview } from './compose-state.ts'

export function WhatWillBeSent() {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  const { preview } = state
  return (
    <ul className="card rows" data-area="content">
      <Disclosure icon="document" title={writingLabel(language, 'whatIsSent')} isOpen={preview !== null} onToggle={() => { if (preview) compose.closePreview(); else void compose.readPreview() }}>
        {preview ? <Shown preview={preview} /> : null}
      </Disclosure>
    </ul>
  )
}

function Shown({ preview: { message, leftOut } }: { readonly preview: Preview }) {
  const { language } = useSpeech()
  const { compose } = useCompose()
  const title = writingLabel(language, 'whatIsSent')
  const mail = useMemo(() => (message.html === null ? null : sanitizeHtml(message.html, { images: picturesOf(message.attachments), linksAllowed: false, pictureNotice: () => '' })), [message])
  const files = message.attachments.filter(({ contentId }) => contentId === null)
  const note = writingPhrase(language, 'left-out')
  return (
    <div data-preview>
      <section className="frame" aria-label={title}>
        <div className="mail-head"><h3 dir="auto" lang="">{revealHidden(message.subject)}</h3></div>
        {mail ? <MailFrame mail={mail} title={title} height={Math.min(320, estimatedHeight(mail))} /> : <PlainText text={message.text === '' ? writingLabel(language, 'nothingWritten') : message.text} search={null} title={title} />}
      </section>
      {files.map((file, index) => <p className="cap" key={index}><bdi>{revealHidden(file.name)}</bdi> · {formatSize(file.content.length)}</p>)}
      {leftOut === 0 ? null : <p className="cap" data-left-out={leftOut}><b>{note.title}</b><br />{note.body}</p>}
      <div className="actions"><button type="button" className="btn quiet small" onClick={() => { void compose.readPreview() }}>{writingLabel(language, 'refresh')}</button></div>
    </div>
  )
}

const picturesOf = (attachments: Preview['message']['attachments']) =>
  new Map(attachments.flatMap(({ contentId, content }) => (contentId === null ? [] : [[contentId, content] as const])))
