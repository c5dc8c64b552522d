/** The reader's keys: whether they are open, which there are, and everything that can be done with them. Loaded when it is first opened. */
import { lazy, Suspense, useState } from 'react'
import type { KeysImportResult, KeyStoreStatus, StoredKey } from '../../engine/key-protocol.ts'
import { Disclosure } from '../Disclosure.tsx'
import { failureWording, keyLabel, type KeySentence, keyWording } from '../sentences/keys.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import { shellLabels } from '../sentences/shell-labels.ts'
import { useSpeech } from '../speech.ts'
import { formatDay } from '../text/dates.ts'
import type { Values } from '../text/fill-text.ts'
import { ImportForm } from './ImportForm.tsx'
import { KeyFileZone, type ChosenFile } from './KeyFileZone.tsx'
import { KeyList } from './KeyList.tsx'
import { lastBackup } from './key-words.ts'
import './keys.css'
import { useKeys } from './keys-context.ts'
import { KeyWarnings } from './KeyWarnings.tsx'
import { LockBar } from './LockBar.tsx'
import { LockedBar } from './LockedBar.tsx'
import { Notice } from './Notice.tsx'
import { RequestForm } from './RequestForm.tsx'

const BackupDialog = lazy(async () => ({ default: (await import(/* webpackChunkName: 'keys-dialogs' */ './BackupDialog.tsx')).BackupDialog }))
const RemoveDialog = lazy(async () => ({ default: (await import(/* webpackChunkName: 'keys-dialogs' */ './RemoveDialog.tsx')).RemoveDialog }))

interface KeysTabProps {
  readonly now: () => Date
  /** The key that opened the message on the Message tab, null when none did. */
  readonly openedWith: string | null
}

type Asked = { readonly kind: 'backup'; readonly first: 'make' | 'decline' } | { readonly kind: 'remove'; readonly key: StoredKey } | null

/** What came of the last thing that was done. */
interface Said {
  readonly sentence: KeySentence
  readonly values: Values
}

export function KeysTab({ now, openedWith }: KeysTabProps) {
  const { keys, state } = useKeys()
  const { language } = useSpeech()
  const { status, failure } = state
  return (
    <>
      <h1 className="sr">{shellLabels[language].keys}</h1>
      {status ? <Keys status={status} now={now} openedWith={openedWith} /> : null}
      {failure && !status ? <Unavailable code={failure} onTryAgain={() => { void keys.refresh() }} /> : null}
    </>
  )
}

function Keys({ status, now, openedWith }: KeysTabProps & { readonly status: KeyStoreStatus }) {
  const { keys } = useKeys()
  const { language } = useSpeech()
  const [asked, setAsked] = useState<Asked>(null)
  const [said, setSaid] = useState<Said | null>(null)
  const [problem, setProblem] = useState<FailureCode | null>(null)
  const [isRequesting, setRequesting] = useState(false)
  const say = (sentence: KeySentence | null, values: Values = {}) => {
    setProblem(null)
    setSaid(sentence === null ? null : { sentence, values })
  }
  const fail = (code: FailureCode) => {
    setSaid(null)
    setProblem(code)
  }
  const takeAnswer = (chosen: ChosenFile | null) => {
    if (!chosen) return fail('taskpane/file-unreadable')
    void keys.takeAnswer(chosen.bytes).then(outcome => { if (outcome.ok) say('answer-taken'); else fail(outcome.code) })
  }
  const close = () => { setAsked(null) }
  const inState = (wanted: StoredKey['state']) => status.keys.filter(key => key.state === wanted)
  const pending = inState('pending')
  const [first] = inState('current')
  const list = { now: now(), openedWith, onRemove: (key: StoredKey) => { setAsked({ kind: 'remove', key }) } }
  return (
    <>
      {status.lock === 'locked' ? <LockedBar /> : <LockBar />}
      {said ? <Notice name={said.sentence} wording={keyWording(language, said.sentence)} values={said.values} isAnswer /> : null}
      {problem ? <Notice name={problem} wording={failureWording(language, problem)} tone="bad" isAnswer /> : null}
      <KeyWarnings status={status} now={now()} onRenew={() => { setRequesting(true) }} onBackup={step => { setAsked({ kind: 'backup', first: step }) }} />
      <KeySection title="inUse" keys={inState('current')} {...list} />
      <KeySection title="waiting" keys={pending} {...list} />
      {pending.length > 0 ? <KeyFileZone sentence="drop-answer" choose="chooseFile" accept=".cer,.crt,.der,.p7b,.p7c,.pem" onFile={takeAnswer} /> : null}
      <KeySection title="olderKeys" keys={inState('older')} {...list} />
      <ul className="card rows" data-area="content">
        {pending.length === status.keys.length ? null : <BackupRow status={status} onOpen={() => { setAsked({ kind: 'backup', first: 'make' }) }} />}
        <Disclosure icon="certificate" title={keyLabel(language, 'request')} isOpen={isRequesting} onToggle={() => { setRequesting(!isRequesting) }}>
          <RequestForm
            status={status}
            name={first?.certificate?.label ?? ''}
            address={first?.addresses[0] ?? ''}
            onMade={() => { setRequesting(false); say('request-ready') }}
          />
        </Disclosure>
      </ul>
      <Import status={status} onSaid={say} onFailed={fail} />
      <Dialogs asked={asked} status={status} now={now} onDone={sentence => { close(); say(sentence) }} onClose={close} />
    </>
  )
}

interface ImportProps {
  readonly status: KeyStoreStatus
  /** Null: what was said before is over. */
  readonly onSaid: (sentence: KeySentence | null, values?: Values) => void
  readonly onFailed: (code: FailureCode) => void
}

/** The place for a key file, and the form that takes its place once there is one. */
function Import({ status, onSaid, onFailed }: ImportProps) {
  const { language } = useSpeech()
  const [file, setFile] = useState<ChosenFile | null>(null)
  const choose = (chosen: ChosenFile | null) => {
    setFile(chosen)
    if (chosen) onSaid(null)
    else onFailed('taskpane/file-unreadable')
  }
  const imported = (result: KeysImportResult) => {
    setFile(null)
    const key = result.status.keys.find(({ id }) => id === result.added[0])
    if (!key) onSaid('already-here')
    else if (!key.certificate) onSaid('imported-waiting')
    else onSaid('imported', { key: key.certificate.label, date: formatDay(key.certificate.notAfter, language) })
  }
  if (file) return <ImportForm key={file.name} file={file} status={status} onImported={imported} onCancel={() => { setFile(null) }} />
  return <KeyFileZone sentence="drop-key" choose={status.loss === null ? 'chooseFile' : 'restore'} accept=".p12,.pfx,.pem,.key,application/x-pkcs12" onFile={choose} />
}

interface DialogsProps {
  readonly asked: Asked
  readonly status: KeyStoreStatus
  readonly now: () => Date
  readonly onDone: (said: KeySentence) => void
  readonly onClose: () => void
}

function Dialogs({ asked, status, now, onDone, onClose }: DialogsProps) {
  return (
    <Suspense fallback={null}>
      {asked?.kind === 'backup' ? (
        <BackupDialog
          ids={status.keys.filter(key => key.state !== 'pending').map(({ id }) => id)}
          first={asked.first}
          fileName={`sealpane-keys-${now().toISOString().slice(0, 10)}.p12`}
          onDone={onDone}
          onClose={onClose}
        />
      ) : null}
      {asked?.kind === 'remove' ? <RemoveDialog stored={asked.key} onClose={onClose} /> : null}
    </Suspense>
  )
}

interface KeySectionProps {
  readonly title: 'inUse' | 'waiting' | 'olderKeys'
  readonly keys: readonly StoredKey[]
  readonly now: Date
  readonly openedWith: string | null
  readonly onRemove: (key: StoredKey) => void
}

function KeySection({ title, ...list }: KeySectionProps) {
  const { language } = useSpeech()
  if (list.keys.length === 0) return null
  return (
    <>
      <h2 className="sec">{keyLabel(language, title)}</h2>
      <KeyList {...list} />
    </>
  )
}

function BackupRow({ status, onOpen }: { readonly status: KeyStoreStatus; readonly onOpen: () => void }) {
  const { language } = useSpeech()
  const last = lastBackup(status)
  const aside = last === null ? keyLabel(language, 'backupNone') : keyLabel(language, last.kind === 'made' ? 'backupMade' : 'backupDeclined', { date: formatDay(last.at, language) })
  return <Disclosure icon="save" title={keyLabel(language, 'backup')} aside={aside} isOpen={false} onToggle={onOpen}>{null}</Disclosure>
}

function Unavailable({ code, onTryAgain }: { readonly code: FailureCode; readonly onTryAgain: () => void }) {
  const { language } = useSpeech()
  return (
    <Notice name={code} wording={failureWording(language, code)} tone="bad">
      <button type="button" className="btn" onClick={onTryAgain}>{keyLabel(language, 'tryAgain')}</button>
    </Notice>
  )
}
