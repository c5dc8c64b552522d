/** Everything below the tabs once there is a verdict. */
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { SignerVerdict } from '../../smime/verdict.ts'
import type { ReadingState } from '../read/reading-controller.ts'
import { Disclosure } from '../Disclosure.tsx'
import { Icon } from '../icons.tsx'
import { saveFile } from '../save-file.ts'
import { useSpeech } from '../speech.ts'
import { answersOf, type CheckName } from './answers.ts'
import { AttachedMessages } from './AttachedMessages.tsx'
import { cardContent } from './card-content.ts'
import { CertificatePath, pathOf } from './CertificatePath.tsx'
import { CheckedAt } from './CheckedAt.tsx'
import { FourChecks } from './FourChecks.tsx'
import { Notes } from './Notes.tsx'
import { signerName } from './reason-values.ts'
import { reportName, reportOf } from './report.ts'
import { contentOf, SignedContent } from './SignedContent.tsx'
import { TechnicalDetails } from './TechnicalDetails.tsx'
import { VerdictCard } from './VerdictCard.tsx'
import { VerdictStrip } from './VerdictStrip.tsx'

export type VerdictState = Extract<ReadingState, { phase: 'verdict' }>
type RowName = 'path' | 'content' | 'technical'

interface VerdictViewProps {
  readonly state: VerdictState
  readonly now: () => Date
  readonly onCheckAgain: () => void
}

export function VerdictView({ state, now, onCheckAgain }: VerdictViewProps) {
  const speech = useSpeech()
  const { verdict, parts } = state.result
  const { signers } = verdict
  const [check, setCheck] = useState(() => openAtFirst(state))
  const [row, setRow] = useState<RowName | null>(null)
  const card = useRef<HTMLDivElement>(null)
  const toggle = (name: RowName) => () => { setRow(row === name ? null : name) }
  const firstBad = failedCheck(state)
  const [only, ...others] = signers
  const single = others.length === 0 ? only : undefined
  const showReason = () => {
    // The row has to be open before it can be brought into view.
    flushSync(() => { setCheck(firstBad) })
    const row = document.querySelector<HTMLElement>('.answers button[aria-expanded="true"]')
    row?.focus()
    row?.parentElement?.scrollIntoView({ block: 'nearest' })
  }
  const [isSaved, setSaved] = useState(false)
  const save = () => {
    saveFile(reportName(verdict.at), reportOf(state.result, state.attempts), 'application/json')
    setSaved(true)
  }
  return (
    <>
      <VerdictStrip card={card} verdict={verdict} />
      <div ref={card} data-area="verdict">
        <VerdictCard verdict={verdict} onShowReason={firstBad === null ? null : showReason} />
      </div>
      {signers.map((signer, index) => {
        const mine = check?.signer === index ? check.name : null
        return (
          <div className="checks" key={index} data-area="checks">
            <h2 className="sec">
              {single ? speech.label('fourChecks') : <bdi>{speech.label('checksOf', { address: signerName(signer) })}</bdi>}
            </h2>
            {isAltered(signer) ? <p className="cap aside">{speech.wording('smime/describes-certificate-only').body}</p> : null}
            <FourChecks signer={signer} verdict={verdict} open={mine} onOpen={name => { setCheck(name === null ? null : { signer: index, name }) }} />
          </div>
        )
      })}
      <Notes signers={signers} />
      {signers.length === 0 ? <AttachedMessages verdict={verdict} /> : null}
      <ul className="card rows" data-area="content">
        {single && pathOf(single).length > 0 ? (
          <Disclosure icon="certificate" title={speech.label('certificatePath')} aside={<PathLength length={pathOf(single).length} />} isOpen={row === 'path'} onToggle={toggle('path')}>
            <CertificatePath signer={single} />
          </Disclosure>
        ) : null}
        {signers.length === 0 ? null : (
          <Disclosure icon="document" title={speech.label('whatWasSigned')} aside={<ContentAside state={state} />} isOpen={row === 'content'} onToggle={toggle('content')}>
            <SignedContent parts={parts} isWithheld={isWithheld(state)} />
          </Disclosure>
        )}
        <Disclosure icon="layers" title={speech.label('technical')} isOpen={row === 'technical'} onToggle={toggle('technical')}>
          <TechnicalDetails verdict={verdict} route={state.route} />
        </Disclosure>
      </ul>
      <div className="meta" data-area="footer">
        <CheckedAt at={verdict.at} now={now} />
        <div className="actions">
          <button type="button" className="btn quiet small" onClick={onCheckAgain}><Icon name="refresh" size={16} />{speech.label('checkAgain')}</button>
          <button type="button" className="btn quiet small" onClick={save}><Icon name="save" size={16} />{speech.label('saveReport')}</button>
        </div>
        <span role="status" className={isSaved ? undefined : 'sr'}>{isSaved ? speech.wording('taskpane/report-saved').title : ''}</span>
      </div>
    </>
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
  const { texts, files, hasHtml } = contentOf(state.result.parts)
  const text = texts.length > 0 ? label('text') : hasHtml ? 'HTML' : ''
  const count = files.length === 0 ? '' : files.length === 1 ? label('oneFile') : label('files', { n: String(files.length) })
  return <>{[text, count].filter(piece => piece !== '').join(', ')}</>
}
