/** Everything below the tabs once there is a verdict. */
import { lazy, type ReactNode, Suspense, useContext, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { MessageVerdict, SignerVerdict } from '../../smime/verdict.ts'
import type { WritingStart } from '../compose/writing-start.ts'
import { isDecrypted } from '../read/opened-by-keys.ts'
import type { VerdictState } from '../read/reading-controller.ts'
import { Disclosure } from '../Disclosure.tsx'
import { KeysContext } from '../keys/keys-context.ts'
import { Icon } from '../icons.tsx'
import { saveFile } from '../save-file.ts'
import { useSpeech } from '../speech.ts'
import { answersOf, type CheckName } from './answers.ts'
import { cardContent } from './card-content.ts'
import { closedBy } from './closed.ts'
import { CheckedAt } from './CheckedAt.tsx'
import { EncryptionNotes } from './EncryptionNotes.tsx'
import { FourChecks } from './FourChecks.tsx'
import { Notes } from './Notes.tsx'
import { pathOf } from './path-of.ts'
import { signerName } from './reason-values.ts'
import { reportName, reportOf } from './report.ts'
import { shownContent } from './shown-documents.ts'
import { VerdictCard } from './VerdictCard.tsx'
import { VerdictStrip } from './VerdictStrip.tsx'

type RowName = 'checks' | 'path' | 'content' | 'technical'

const MessageContent = lazy(async () => ({ default: (await import(/* webpackChunkName: 'mail' */ './MessageContent.tsx')).MessageContent }))
const CertificatePath = lazy(async () => ({ default: (await import(/* webpackChunkName: 'path' */ './CertificatePath.tsx')).CertificatePath }))
const AttachedMessages = lazy(async () => ({ default: (await import(/* webpackChunkName: 'attached' */ './AttachedMessages.tsx')).AttachedMessages }))
const TechnicalDetails = lazy(async () => ({ default: (await import(/* webpackChunkName: 'details' */ './TechnicalDetails.tsx')).TechnicalDetails }))
const Layers = lazy(async () => ({ default: (await import(/* webpackChunkName: 'details' */ './Layers.tsx')).Layers }))
const UnlockCard = lazy(async () => ({ default: (await import(/* webpackChunkName: 'unlock' */ '../keys/UnlockCard.tsx')).UnlockCard }))
const LockBar = lazy(async () => ({ default: (await import(/* webpackChunkName: 'unlock' */ '../keys/LockBar.tsx')).LockBar }))

interface VerdictViewProps {
  readonly state: VerdictState
  readonly now: () => Date
  /** The subject outside the protection, null when it is not known. */
  readonly outerSubject: string | null
  readonly onCheckAgain: () => void
  readonly onImportKey: () => void
  readonly onWrite: (start: WritingStart) => void
  readonly onOpenPart: (index: number) => void
  readonly loadPart: (index: number) => Promise<Uint8Array>
}

export function VerdictView(props: VerdictViewProps) {
  const { state, onImportKey } = props
  const { verdict } = state.result
  const [check, setCheck] = useState(() => openAtFirst(state))
  const card = useRef<HTMLDivElement>(null)
  const firstBad = failedCheck(state)
  const showReason = () => {
    // The row has to be open before it can be brought into view.
    flushSync(() => { setCheck(firstBad) })
    const row = document.querySelector<HTMLElement>('.answers button[aria-expanded="true"]')
    row?.focus()
    row?.parentElement?.scrollIntoView({ block: 'nearest' })
  }
  const closed = closedBy(verdict)
  const hasKeys = useContext(KeysContext) !== null
  const isOpened = isDecrypted(verdict) && closed === null
  const verdictCard = (
    <VerdictCard
      verdict={verdict}
      onShowReason={firstBad === null ? null : showReason}
      onImportKey={closed === 'smime/no-key' || closed === 'smime/no-keys-yet' ? onImportKey : null}
      takesFocus={state.focus?.on === 'heading'}
    />
  )
  const checks = <Checks verdict={verdict} open={check} onOpen={setCheck} isBelowTitle={isQuiet(state)} />
  return (
    <>
      <VerdictStrip card={card} verdict={verdict} />
      <div ref={card} data-area="verdict">
        {closed === 'smime/encrypted-locked' && hasKeys ? <Suspense fallback={verdictCard}><UnlockCard verdict={verdict} /></Suspense> : verdictCard}
      </div>
      {isOpened ? <Decrypted {...props} /> : null}
      {isQuiet(state) ? null : checks}
      <Notes signers={verdict.signers} />
      {verdict.signers.length === 0 && !verdict.encrypted && state.result.parts.some(({ isMessage }) => isMessage) ? (
        <Suspense fallback={null}><AttachedMessages result={state.result} onOpen={props.onOpenPart} focus={state.focus} /></Suspense>
      ) : null}
      <Rows {...props} checks={isQuiet(state) ? checks : null} />
      <Footer {...props} />
    </>
  )
}

/** A decrypted message whose checks all passed: they stand in a row, and the text has the place. */
const isQuiet = ({ result: { verdict } }: VerdictState) => isDecrypted(verdict) && verdict.standing === 'valid'

/** Until when it can be read, what is to be known of its encryption, and what is in it. */
function Decrypted(props: VerdictViewProps) {
  const { verdict } = props.state.result
  const { label } = useSpeech()
  const hasKeys = useContext(KeysContext) !== null
  return (
    <>
      {hasKeys ? <Suspense fallback={null}><LockBar /></Suspense> : null}
      {verdict.reasons.includes('smime/outer-signature-ignored') ? (
        <>
          <h2 className="sec">{label('layersOutsideIn')}</h2>
          <div className="card padded"><Suspense fallback={null}><Layers verdict={verdict} /></Suspense></div>
        </>
      ) : null}
      <EncryptionNotes verdict={verdict} />
      <Content {...props} isDecrypted />
    </>
  )
}

function Content({ state, outerSubject, loadPart, onOpenPart, onWrite, isDecrypted: wasSecret }: VerdictViewProps & { readonly isDecrypted: boolean }) {
  const { label } = useSpeech()
  return (
    <Suspense fallback={<p className="cap" role="status">{label('loading')}</p>}>
      <MessageContent result={state.result} isDecrypted={wasSecret} outerSubject={outerSubject} loadPart={loadPart} onOpenMessage={onOpenPart} onWrite={onWrite} focus={state.focus} />
    </Suspense>
  )
}

interface ChecksProps {
  readonly verdict: MessageVerdict
  readonly open: OpenCheck | null
  readonly onOpen: (check: OpenCheck | null) => void
  /** Whether what is around them says already what they are. */
  readonly isBelowTitle: boolean
}

function Checks({ verdict, open, onOpen, isBelowTitle }: ChecksProps) {
  const speech = useSpeech()
  const { signers } = verdict
  return signers.map((signer, index) => (
    <div className="checks" key={index} data-area="checks">
      {isBelowTitle ? null : (
        <h2 className="sec">
          {signers.length === 1 ? speech.label('fourChecks') : <bdi>{speech.label('checksOf', { address: signerName(signer) })}</bdi>}
        </h2>
      )}
      {isAltered(signer) ? <p className="cap aside">{speech.wording('smime/describes-certificate-only').body}</p> : null}
      <FourChecks
        signer={signer}
        verdict={verdict}
        open={open?.signer === index ? open.name : null}
        onOpen={name => { onOpen(name === null ? null : { signer: index, name }) }}
      />
    </div>
  ))
}

/** Everything that is looked at one by one. */
function Rows(props: VerdictViewProps & { readonly checks: ReactNode }) {
  const { state, checks } = props
  const { verdict } = state.result
  const { label, wording } = useSpeech()
  // Whoever comes back from a message among what was signed finds it open.
  const [row, setRow] = useState<RowName | null>(state.focus?.on === 'part' && !isDecrypted(verdict) ? 'content' : null)
  const toggle = (name: RowName) => () => { setRow(row === name ? null : name) }
  const [only, ...others] = verdict.signers
  const single = others.length === 0 ? only : undefined
  const path = single ? pathOf(single) : []
  return (
    <ul className="card rows" data-area="content">
      {checks === null ? null : (
        <Disclosure icon="shield" title={label('fourChecks')} aside={label('allPassed')} isOpen={row === 'checks'} onToggle={toggle('checks')}>{checks}</Disclosure>
      )}
      {single && path.length > 0 ? (
        <Disclosure icon="certificate" title={label('certificatePath')} aside={<PathLength length={path.length} />} isOpen={row === 'path'} onToggle={toggle('path')}>
          <Suspense fallback={null}><CertificatePath signer={single} /></Suspense>
        </Disclosure>
      ) : null}
      {verdict.signers.length === 0 || isDecrypted(verdict) ? null : (
        <Disclosure icon="document" title={label('whatWasSigned')} aside={<ContentAside state={state} />} isOpen={row === 'content'} onToggle={toggle('content')}>
          {isWithheld(state) ? <p>{wording('taskpane/content-withheld').body}</p> : <Content {...props} isDecrypted={false} />}
        </Disclosure>
      )}
      <Disclosure icon="layers" title={label('technical')} isOpen={row === 'technical'} onToggle={toggle('technical')}>
        <Suspense fallback={null}><TechnicalDetails verdict={verdict} route={state.route} /></Suspense>
      </Disclosure>
    </ul>
  )
}

function Footer({ state, now, onCheckAgain }: Pick<VerdictViewProps, 'state' | 'now' | 'onCheckAgain'>) {
  const speech = useSpeech()
  const [isSaved, setSaved] = useState(false)
  const { verdict } = state.result
  const save = () => {
    saveFile(reportName(verdict.at), reportOf(state.result, state.attempts), 'application/json')
    setSaved(true)
  }
  return (
    <div className="meta" data-area="footer">
      <CheckedAt at={verdict.at} now={now} />
      <div className="actions">
        <button type="button" className="btn quiet small" onClick={onCheckAgain}><Icon name="refresh" size={16} />{speech.label('checkAgain')}</button>
        <button type="button" className="btn quiet small" onClick={save}><Icon name="save" size={16} />{speech.label('saveReport')}</button>
      </div>
      <span role="status" className={isSaved ? undefined : 'sr'}>{isSaved ? speech.wording('taskpane/report-saved').title : ''}</span>
    </div>
  )
}

interface OpenCheck {
  readonly signer: number
  readonly name: CheckName
}

/** The first check that did not pass, of the signer who has one. */
function failedCheck({ result: { verdict } }: VerdictState): OpenCheck | null {
  for (const [index, signer] of verdict.signers.entries()) {
    const failed = answersOf(signer, verdict, 'en').find(({ tone }) => tone === 'bad' || tone === 'warn')
    if (failed) return { signer: index, name: failed.name }
  }
  return null
}

/** A failed check is open from the start only when the card says something else. */
function openAtFirst(state: VerdictState): OpenCheck | null {
  const { verdict } = state.result
  const said = cardContent(verdict, 'en').code
  for (const [index, signer] of verdict.signers.entries()) {
    const unsaid = answersOf(signer, verdict, 'en').find(answer => (answer.tone === 'bad' || answer.tone === 'warn') && answer.said.code !== said)
    if (unsaid) return { signer: index, name: unsaid.name }
  }
  return null
}

const isAltered = ({ content }: SignerVerdict) => content.outcome === 'altered' || content.outcome === 'malformed'

const isWithheld = ({ result: { verdict } }: VerdictState) => verdict.signers.some(({ content }) => content.outcome !== 'intact')

function PathLength({ length }: { readonly length: number }) {
  const { label } = useSpeech()
  return <>{length === 1 ? label('oneCertificate') : label('certificates', { n: String(length) })}</>
}

function ContentAside({ state }: { readonly state: VerdictState }) {
  const { label } = useSpeech()
  if (isWithheld(state)) return <>{label('nothingShown')}</>
  const { documents, files } = shownContent(state.result.parts)
  const text = documents.some(document => document.text !== null) ? label('text') : documents.length > 0 ? 'HTML' : ''
  const count = files.length === 0 ? '' : files.length === 1 ? label('oneFile') : label('files', { n: String(files.length) })
  return <>{[text, count].filter(piece => piece !== '').join(', ')}</>
}
