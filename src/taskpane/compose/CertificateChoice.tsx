/** All certificates that are known for one recipient, to choose one of. What cannot be used says why. */
import type { KnownCertificate, RecipientAnswer } from '../../engine/compose-protocol.ts'
import { sourceLabels, writingLabel, writingSentence } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { formatDay } from '../text/dates.ts'
import { fillNodes } from '../text/fill.tsx'
import { foreignText } from '../text/foreign-text.ts'

interface CertificateChoiceProps {
  readonly answer: RecipientAnswer
  readonly onChoose: (fingerprint: string) => void
}

export function CertificateChoice({ answer, onChoose }: CertificateChoiceProps) {
  return (
    <ul className="choices" data-choices={answer.address}>
      {answer.certificates.map(known => (
        <li key={known.fingerprint}><One known={known} isChosen={known.fingerprint === answer.chosen} onChoose={() => { onChoose(known.fingerprint) }} /></li>
      ))}
    </ul>
  )
}

function One({ known, isChosen, onChoose }: { readonly known: KnownCertificate; readonly isChosen: boolean; readonly onChoose: () => void }) {
  const { language } = useSpeech()
  const { certificate, problem, sources, fingerprint } = known
  const values = { from: formatDay(certificate.notBefore, language), date: formatDay(certificate.notAfter, language) }
  const mayUse = !isChosen && (problem === null || problem === 'smime/recipient-unaccepted')
  return (
    <>
      <p><bdi>{foreignText(certificate.label)}</bdi> {isChosen ? <span className="tag">{writingLabel(language, 'inUse')}</span> : null}</p>
      <p className="cap">
        <bdi>{foreignText(certificate.issuerLabel)}</bdi>{' · '}{writingLabel(language, 'until', { date: values.date })}
        {sources.map(source => <span key={source}> · {sourceLabels[language][source]}</span>)}
      </p>
      {problem === null ? null : <p className="cap problem">{fillNodes(writingSentence(problem)[language].title, values)}</p>}
      <p className="mono" translate="no" dir="ltr">{(fingerprint.toUpperCase().match(/.{1,4}/gu) ?? []).join(' ')}</p>
      {mayUse ? <button type="button" className="btn small" onClick={onChoose}>{writingLabel(language, 'use')}</button> : null}
    </>
  )
}
