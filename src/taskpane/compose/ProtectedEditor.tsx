/**
 * The editor in the pane: plain text, because what is signed has to be what was seen (SEC-84), and kept here, because what Outlook's editor
 * is given reaches the server (SEC-78).
 */
import { type DragEvent, type SubmitEvent, useEffect, useId, useRef, useState } from 'react'
import type { OutgoingAttachment } from '../../mime/outgoing-message.ts'
import type { Addressee } from '../../outlook/compose/compose-item.ts'
import { Icon } from '../icons.tsx'
import { FieldFrame, TextField } from '../keys/PassphraseField.tsx'
import { writingLabel, writingPhrase } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { Address } from '../text/Address.tsx'
import { formatClock } from '../text/dates.ts'
import { fillNodes } from '../text/fill.tsx'
import { revealHidden } from '../text/foreign-text.ts'
import { formatSize } from '../text/sizes.ts'
import { useCompose } from './compose-context.ts'
import { ComposeIcon } from './compose-icons.tsx'
import { type EditedMessage, readMailboxes } from './edited-message.ts'
import { sameAddress } from './recipient-list.ts'

export function ProtectedEditor({ edited }: { readonly edited: EditedMessage }) {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  const id = useId()
  const words = useRef<HTMLTextAreaElement>(null)
  // Whoever asked for the editor, or for an answer, is about to write.
  useEffect(() => { words.current?.focus({ preventScroll: true }) }, [])
  const { title, body } = writingPhrase(language, 'draft-protected')
  return (
    <section className="card form editor" aria-label={title} data-area="content" data-editor>
      <p className="cap protected"><Icon name="lock" size={16} /><span><b>{title}</b> {body}</span></p>
      {state.hasItem ? null : <Recipients edited={edited} />}
      <TextField label={writingLabel(language, 'subject')} value={edited.subject} onChange={subject => { compose.edit({ subject: subject.replace(/[\r\n]+/gu, ' ') }) }} />
      <div className="field">
        <label htmlFor={id}>{writingLabel(language, 'message')}</label>
        <textarea id={id} ref={words} dir="auto" lang="" rows={8} value={edited.text} onChange={event => { compose.edit({ text: event.currentTarget.value }) }} />
        <KeptLine />
      </div>
      {edited.quote === '' ? null : <div className="quote" dir="auto" lang="" data-quote tabIndex={0} role="group" aria-label={edited.quote.split('\n')[0]}>{edited.quote}</div>}
      <Files edited={edited} />
    </section>
  )
}

function KeptLine() {
  const { language } = useSpeech()
  const { state: { kept } } = useCompose()
  const text = kept.state === 'saved' && kept.at !== null ? writingLabel(language, 'saved', { time: formatClock(kept.at, language) }) : writingLabel(language, kept.state === 'saving' ? 'saving' : 'notSaved')
  return <p className="cap" data-kept={kept.state}>{text}</p>
}

const FIELDS: readonly Addressee['field'][] = ['to', 'cc', 'bcc']

/** Recipients of a message that has no item in Outlook: added here, removed here. */
function Recipients({ edited }: { readonly edited: EditedMessage }) {
  const { language } = useSpeech()
  const { compose } = useCompose()
  const [typed, setTyped] = useState('')
  const [field, setField] = useState<Addressee['field']>('to')
  const [isWrong, setWrong] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const mailboxes = readMailboxes(typed)
    setWrong(mailboxes === null)
    input.current?.focus()
    if (mailboxes === null) return
    const known = new Set(FIELDS.flatMap(each => edited[each]).map(({ address }) => sameAddress(address)))
    compose.edit({ [field]: [...edited[field], ...mailboxes.filter(({ address }) => !known.has(sameAddress(address)))] })
    setTyped('')
  }
  const problem = isWrong ? writingPhrase(language, 'not-an-address') : null
  return (
    <>
      {FIELDS.flatMap(each => edited[each]).length === 0 ? null : (
        <ul className="chips">
          {FIELDS.flatMap(each => edited[each].map(({ address }) => (
            <li key={`${each}-${address}`}>
              <span className="tag">{writingLabel(language, each)}</span> <Address value={address} />
              <button type="button" className="icon-btn" aria-label={writingLabel(language, 'removeRecipient', { address })} onClick={() => { compose.edit({ [each]: edited[each].filter(mailbox => mailbox.address !== address) }) }}>
                <ComposeIcon name="bin" />
              </button>
            </li>
          )))}
        </ul>
      )}
      <form className="add-recipient" onSubmit={add} data-form="recipient">
        <FieldFrame label={writingLabel(language, 'recipientAddress')} hint={undefined} problem={problem}>
          {about => (
            <span className="input">
              <input {...about} ref={input} type="text" inputMode="email" autoComplete="email" spellCheck={false} value={typed} onChange={event => { setWrong(false); setTyped(event.currentTarget.value) }} />
              <select aria-label={writingLabel(language, 'recipientField')} value={field} onChange={event => { setField(event.currentTarget.value as Addressee['field']) }}>
                {FIELDS.map(each => <option key={each} value={each}>{writingLabel(language, each)}</option>)}
              </select>
            </span>
          )}
        </FieldFrame>
        <button type="submit" className="btn">{writingLabel(language, 'addRecipient')}</button>
      </form>
    </>
  )
}

function Files({ edited }: { readonly edited: EditedMessage }) {
  const { language } = useSpeech()
  const { compose } = useCompose()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const files = edited.attachments.filter(({ contentId }) => contentId === null)
  const take = async (chosen: readonly File[]) => {
    setUnreadable(null)
    const read = await Promise.all(chosen.map(readFile))
    const failed = chosen.find((_file, index) => read[index] === null)
    if (failed) setUnreadable(failed.name)
    compose.attach(read.filter(file => file !== null))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }
  const problem = writingPhrase(language, 'attachment-unreadable')
  return (
    <div className="files-to-send" data-files={files.length}>
      {files.length === 0 ? null : (
        <>
          <p className="label" id="files-title">{writingLabel(language, 'attachments', { n: String(files.length) })}</p>
          <ul aria-labelledby="files-title">
            {files.map((file, index) => (
              <li key={index}>
                <Icon name="attachment" />
                <span><bdi>{revealHidden(file.name)}</bdi> <span className="cap">{formatSize(file.content.length)}</span></span>
                <button type="button" className="icon-btn" aria-label={writingLabel(language, 'removeFile', { name: file.name })} onClick={() => { compose.edit({ attachments: edited.attachments.filter(each => each !== file) }) }}>
                  <ComposeIcon name="bin" />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {unreadable === null ? null : <p className="cap problem" role="status"><b>{problem.title}</b> {fillNodes(problem.body, { name: unreadable })}</p>}
      <div className={isOver ? 'drop over' : 'drop'} data-drop="attachment" onDragOver={event => { event.preventDefault(); setOver(true) }} onDragLeave={() => { setOver(false) }} onDrop={drop}>
        <button type="button" className="btn small" onClick={() => { input.current?.click() }}><Icon name="attachment" size={16} />{writingLabel(language, 'attach')}</button>
        <p className="cap">{writingLabel(language, 'dropFiles')}</p>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          onChange={event => {
            const chosen = [...(event.currentTarget.files ?? [])]
            event.currentTarget.value = ''
            void take(chosen)
          }}
        />
      </div>
    </div>
  )
}

/** What the browser says of a type goes along only where it has the form of one. */
async function readFile(file: File): Promise<OutgoingAttachment | null> {
  try {
    const mediaType = /^[a-z\d.+-]+\/[a-z\d.+-]+$/iu.test(file.type) && file.type !== 'message/rfc822' ? file.type.toLowerCase() : 'application/octet-stream'
    return { name: file.name, mediaType, content: new Uint8Array(await file.arrayBuffer()), contentId: null }
  } catch {
    return null
  }
}
