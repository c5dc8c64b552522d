/**
 * The files of an open message. They are saved as downloads and never opened here (SEC-47); an attached message can be opened as a document of
 * its own (SEC-48). Loaded like `MailContent.tsx`, in the same chunk.
 */
import { lazy, Suspense, useRef, useState } from 'react'
import type { ShownPart } from '../../engine/protocol.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { revealHidden } from '../text/foreign-text.ts'
import { formatSize } from '../text/sizes.ts'
import { type AttachmentName, attachmentName, distinctNames } from './attachment-name.ts'
import './mail.css'
import { mailLabel } from './mail-labels.ts'
import { offerDownload } from './offer-download.ts'

const SaveDecryptedDialog = lazy(async () => ({ default: (await import(/* webpackChunkName: 'save-decrypted' */ './SaveDecryptedDialog.tsx')).SaveDecryptedDialog }))

export interface AttachedFile {
  /** What `loadPart` knows the part by. */
  readonly index: number
  /** As the mail gives it; empty when it gives none. */
  readonly name: string
  readonly mediaType: string
  /** In octets, as far as known. */
  readonly size: number
  /** What a reader should know of it. */
  readonly notes?: ShownPart['notes']
}

export interface AttachmentsProps {
  readonly files: readonly AttachedFile[]
  /** The part's octets after its transfer encoding. May reject; the row then says so. */
  readonly loadPart: (index: number) => Promise<Uint8Array>
  /** Opens an attached message (message/rfc822) with a verdict of its own. Null where nothing can open it. */
  readonly onOpenMessage: ((index: number) => void) | null
  /** The decrypted message as a whole, for “save as .eml”; null where it may not be saved. */
  readonly loadMessage: (() => Promise<Uint8Array>) | null
  /** Aborted when the keys are locked: every download that was not fetched yet is gone. Null for content that was not encrypted. */
  readonly locked: AbortSignal | null
}

type Question = 'save-all' | 'save-message'

export function Attachments({ files, loadPart, onOpenMessage, loadMessage, locked }: AttachmentsProps) {
  const speech = useSpeech()
  const { language } = speech
  const [question, setQuestion] = useState<Question | null>(null)
  const [wasAsked, setAsked] = useState(false)
  const asker = useRef<HTMLButtonElement>(null)
  const [saved, setSaved] = useState<string>('')
  const [failed, setFailed] = useState<ReadonlySet<number>>(new Set())
  const named = files.map(file => ({ file, ...attachmentName(file.name, fallbackName(file)) }))
  const saveNames = distinctNames(named.map(({ name }) => name))
  const save = async (at: number) => {
    const file = files[at]
    if (!file) return
    try {
      offerDownload(saveNames[at] ?? '', await loadPart(file.index), locked)
      setFailed(others => new Set([...others].filter(index => index !== file.index)))
      setSaved(saveNames[at] ?? '')
    } catch {
      setFailed(others => new Set([...others, file.index]))
    }
  }
  const saveAll = async () => {
    for (const at of files.keys()) await save(at)
  }
  const saveMessage = async () => {
    if (loadMessage === null) return
    try {
      offerDownload(MESSAGE_NAME, await loadMessage(), locked)
      setSaved(MESSAGE_NAME)
    } catch {
      setFailed(others => new Set([...others, WHOLE_MESSAGE]))
    }
  }
  const close = () => {
    setQuestion(null)
    // After the dialog has let the page go.
    setTimeout(() => { asker.current?.focus() }, 0)
  }
  const answer = () => {
    close()
    void (question === 'save-all' ? saveAll() : saveMessage())
  }
  // What was signed only can be read by anyone already; the question is about what was secret.
  const ask = (next: Question) => ({ currentTarget }: { readonly currentTarget: HTMLButtonElement }) => {
    asker.current = currentTarget
    setAsked(locked !== null)
    if (locked === null) void (next === 'save-all' ? saveAll() : saveMessage())
    else setQuestion(next)
  }
  return (
    <div data-area="attachments">
      {files.length === 0 ? null : (
        <>
          <h2 className="sec">{mailLabel(language, 'attachments', { n: String(files.length) })}</h2>
          <ul className="card attachments">
            {named.map(({ file, ...name }, at) => (
              <FileRow
                key={file.index}
                file={file}
                name={name}
                isFailed={failed.has(file.index)}
                onSave={() => { void save(at) }}
                onOpen={onOpenMessage !== null && isMessage(file) ? () => { onOpenMessage(file.index) } : null}
              />
            ))}
          </ul>
        </>
      )}
      <div className="actions">
        {files.length > 1 ? <button type="button" className="btn" onClick={ask('save-all')}><Icon name="save" />{mailLabel(language, 'saveAll')}</button> : null}
        {loadMessage === null ? null : <button type="button" className="btn" onClick={ask('save-message')}><Icon name="save" />{mailLabel(language, 'saveMessage')}</button>}
      </div>
      {failed.has(WHOLE_MESSAGE) ? <p className="cap">{speech.wording('taskpane/attachment-unreadable').title}</p> : null}
      <span role="status" className="sr">{saved === '' ? '' : mailLabel(language, 'saved', { name: saved })}</span>
      {wasAsked ? <Suspense fallback={null}><SaveDecryptedDialog speech={speech} isOpen={question !== null} onSave={answer} onClose={close} /></Suspense> : null}
    </div>
  )
}

/** Says nothing about the message, like every name that we choose. */
const MESSAGE_NAME = 'message.eml'
const WHOLE_MESSAGE = -1

const isMessage = ({ mediaType }: AttachedFile) => mediaType === 'message/rfc822' || mediaType === 'message/global'

function fallbackName(file: AttachedFile): string {
  return isMessage(file) ? `message-${file.index + 1}.eml` : `attachment-${file.index + 1}.bin`
}

interface FileRowProps {
  readonly file: AttachedFile
  readonly name: AttachmentName
  readonly isFailed: boolean
  readonly onSave: () => void
  readonly onOpen: (() => void) | null
}

function FileRow({ file, name: { name, extension, isCleaned, runs }, isFailed, onSave, onOpen }: FileRowProps) {
  const { language, wording } = useSpeech()
  const codes = [
    ...(runs ? ['taskpane/attachment-runs'] as const : []),
    ...(isCleaned ? ['taskpane/attachment-name-cleaned'] as const : []),
    ...(isFailed ? ['taskpane/attachment-unreadable'] as const : []),
  ]
  return (
    <li className="att">
      <Icon name={isMessage(file) ? 'mail' : 'attachment'} />
      <div>
        <p className="n"><bdi>{revealHidden(name)}</bdi></p>
        <p className="cap">
          {isMessage(file) ? mailLabel(language, 'attachedMessage') : extension === '' ? <bdi>{revealHidden(file.mediaType).slice(0, 64)}</bdi> : <bdi>.{extension}</bdi>} · {formatSize(file.size)}
        </p>
        {file.notes?.map(({ code, values }) => <p className="cap" key={code} data-code={code}><b>{wording(code).title}</b><br />{fillNodes(wording(code).body, values)}</p>)}
        {codes.map(code => <p className={code === 'taskpane/attachment-name-cleaned' ? 'cap' : 'cap warn'} key={code} data-code={code}><b>{wording(code).title}</b><br />{wording(code).body}</p>)}
      </div>
      <span className="does">
        {onOpen === null ? null : <button type="button" className="btn small" onClick={onOpen}>{mailLabel(language, 'open')}</button>}
        <button type="button" className="btn quiet small" aria-label={mailLabel(language, 'save', { name })} onClick={onSave}><Icon name="save" size={16} /></button>
      </span>
    </li>
  )
}
