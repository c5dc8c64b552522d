/** Asking a recipient for a certificate: in a window of Outlook's, or, where it opens none, as words to copy. */
import { type RefObject, useId, useRef, useState } from 'react'
import type { MessageStart } from '../../outlook/message-start.ts'
import { copyText } from '../save-file.ts'
import { certificateRequest } from '../sentences/certificate-request.ts'
import { type WritingLabel, writingLabel } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { plain } from '../text/fill-text.ts'
import { useCompose } from './compose-context.ts'
import type { ComposeController } from './compose-controller.ts'

/** `opened`: Outlook shows it. `words`: they are shown here. */
type Asking = 'not' | 'opened' | 'words'

export function CertificateRequest({ address }: { readonly address: string }) {
  const { language } = useSpeech()
  const { compose } = useCompose()
  const [asking, setAsking] = useState<Asking>('not')
  const ask = async () => {
    if (asking === 'words') setAsking('not')
    else setAsking((await openBeside(compose, certificateRequest(address, language))) ? 'opened' : 'words')
  }
  return (
    <div className="request" data-request={asking}>
      <button type="button" className="btn quiet small" aria-expanded={asking === 'words'} aria-label={plain(writingLabel(language, 'askFor', { address }))} data-ask onClick={() => void ask()}>
        {writingLabel(language, 'ask')}
      </button>
      <p className="cap" role="status">{asking === 'not' ? '' : writingLabel(language, asking === 'opened' ? 'askOpened' : 'askByHand')}</p>
      {asking === 'words' ? <Words address={address} /> : null}
    </div>
  )
}

/** Whether Outlook opened a window with it. What is in the editor is kept first: the pane may go with the window. */
async function openBeside(compose: ComposeController, start: MessageStart): Promise<boolean> {
  const { newMessage } = compose.options
  if (!newMessage) return false
  await compose.keep()
  try {
    await newMessage(start, new AbortController().signal)
    return true
  } catch {
    return false
  }
}

function Words({ address }: { readonly address: string }) {
  const { language } = useSpeech()
  const id = useId()
  const [told, setTold] = useState<WritingLabel | null>(null)
  const subjectField = useRef<HTMLTextAreaElement>(null)
  const textField = useRef<HTMLTextAreaElement>(null)
  const { subject, paragraphs } = certificateRequest(address, language)
  const text = paragraphs.join('\n\n')
  const copy = async (words: string, field: RefObject<HTMLTextAreaElement | null>) => {
    const isCopied = await copyText(words)
    // Whoever may not have it copied can do it with the keyboard.
    if (!isCopied) field.current?.select()
    setTold(isCopied ? 'copied' : 'copyMarked')
  }
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}s`}>{writingLabel(language, 'subject')}</label>
        <textarea id={`${id}s`} ref={subjectField} readOnly rows={2} value={subject} />
      </div>
      <div className="field">
        <label htmlFor={id}>{writingLabel(language, 'message')}</label>
        <textarea id={id} ref={textField} readOnly rows={7} value={text} />
      </div>
      <div className="actions">
        <button type="button" className="btn small" data-copy="subject" onClick={() => { void copy(subject, subjectField) }}>{writingLabel(language, 'copySubject')}</button>
        <button type="button" className="btn small" data-copy="text" onClick={() => { void copy(text, textField) }}>{writingLabel(language, 'copyMessage')}</button>
      </div>
      <p className="cap" role="status" data-copied={told ?? ''}>{told === null ? '' : writingLabel(language, told)}</p>
    </>
  )
}
