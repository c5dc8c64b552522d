/** Everything below the tabs while a message is written: Outlook's open item, or one in the protected editor. */
import { lazy, Suspense, useContext, useEffect, useState } from 'react'
import { KeysContext, useKeys } from '../keys/keys-context.ts'
import '../keys/keys.css'
import { Notice } from '../keys/Notice.tsx'
import { writingLabel, writingPhrase } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { CertificatesBar, DraftBar, MissingBar, SignerBar, UnlockBar, WithheldBar } from './Bars.tsx'
import './compose.css'
import { ComposeContext, useCompose } from './compose-context.ts'
import type { ComposeController } from './compose-controller.ts'
import type { EditedMessage } from './edited-message.ts'
import { EndCard, FailureBar } from './Outcome.tsx'
import { ProtectedEditor } from './ProtectedEditor.tsx'
import { ProtectionCard } from './ProtectionCard.tsx'
import { RecipientList } from './RecipientList.tsx'
import { SendFoot } from './SendFoot.tsx'
import { WhatWillBeSent } from './WhatWillBeSent.tsx'

const QuestionDialog = lazy(async () => ({ default: (await import(/* webpackChunkName: 'question' */ './QuestionDialog.tsx')).QuestionDialog }))

interface ComposeScreenProps {
  readonly compose: ComposeController
  /** Leads to where a key is brought. */
  readonly onKeys: () => void
  /** Leaves the protected editor; null while Outlook's own item is written, which closes by itself. */
  readonly onClose: (() => void) | null
}

export function ComposeScreen({ compose, onKeys, onClose }: ComposeScreenProps) {
  const keys = useContext(KeysContext)
  useEffect(() => compose.start(), [compose])
  useEffect(() => {
    const look = () => void compose.refresh()
    window.addEventListener('focus', look)
    // Other keys, or unlocked ones: whose certificate signs may be another question now.
    let lock = keys?.getState().status?.lock
    const stop = keys?.subscribe(() => {
      const now = keys.getState().status?.lock
      if (now !== lock) look()
      lock = now
    })
    return () => {
      window.removeEventListener('focus', look)
      stop?.()
    }
  }, [compose, keys])
  return (
    <ComposeContext value={compose}>
      {keys ? <Screen onKeys={onKeys} onClose={onClose} /> : null}
    </ComposeContext>
  )
}

function Screen({ onKeys, onClose }: Omit<ComposeScreenProps, 'compose'>) {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  const { state: keys } = useKeys()
  const [isDiscarding, setDiscarding] = useState(false)
  const { edited } = state
  // SECURITY (SEC-91): what was opened leaves the screen when the keys are locked, a quote of it as well.
  const isClosed = edited?.answersEncrypted === true && edited.quote !== '' && keys.status?.lock === 'locked'
  if (state.end) return <EndCard end={state.end} onClose={onClose} />
  if (isClosed) return <UnlockBar phrase="unlock-draft" />
  return (
    <>
      <h1 className="sr">{writingLabel(language, edited ? 'newMessage' : 'protectMessage')}</h1>
      <ProtectionCard />
      <WithheldBar />
      {edited ? <ProtectedEditor edited={edited} /> : null}
      <RecipientList />
      <CertificatesBar />
      <MissingBar />
      <SignerBar onKeys={onKeys} />
      <SubjectNote />
      <DraftBar />
      <WhatWillBeSent />
      {onClose && edited ? <Leave edited={edited} onClose={onClose} onDiscard={() => { setDiscarding(true) }} /> : null}
      <FoundNotice />
      <FailureBar onKeys={onKeys} />
      <SendFoot />
      <Suspense fallback={null}>
        {state.asksToUnprotect ? <QuestionDialog question="reply-unprotect" isOpen onAnswer={isConfirmed => { compose.unprotect(isConfirmed) }} /> : null}
        {isDiscarding ? (
          <QuestionDialog
            question="discard"
            isOpen
            onAnswer={isConfirmed => {
              setDiscarding(false)
              if (isConfirmed) void compose.discard().then(onClose)
            }}
          />
        ) : null}
      </Suspense>
    </>
  )
}

/** Said once and quietly: what an encrypted message does not hide. */
function SubjectNote() {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  if (!state.protection.encrypt) return null
  const { title, body } = writingPhrase(language, compose.options.policy.hidesSubject ? 'subject-hidden' : 'subject-in-clear')
  return <p className="cap aside">{title}{language === 'ja' ? '。' : '. '}{body}</p>
}

function Leave({ edited, onClose, onDiscard }: { readonly edited: EditedMessage; readonly onClose: () => void; readonly onDiscard: () => void }) {
  const { language } = useSpeech()
  const { compose } = useCompose()
  return (
    <div className="actions leave">
      <button type="button" className="btn quiet small" data-leave onClick={() => void compose.keep().then(onClose)}>{writingLabel(language, 'close')}</button>
      <button type="button" className="btn quiet small" data-discard={edited.id} onClick={onDiscard}>{writingLabel(language, 'discard')}</button>
    </div>
  )
}

function FoundNotice() {
  const { language } = useSpeech()
  const { compose, state: { found } } = useCompose()
  if (found === null || found === 'sent') return null
  if (found === 'not-sent') return <Notice name="not-found-sent" wording={writingPhrase(language, 'not-found-sent')} isAnswer />
  return (
    <Notice name="cannot-look" wording={writingPhrase(language, 'cannot-look')} isAnswer>
      <button type="button" className="btn small" onClick={() => { void compose.send({ evenIfPerhapsSent: true }) }}>{writingLabel(language, 'sendAnyway')}</button>
    </Notice>
  )
}
