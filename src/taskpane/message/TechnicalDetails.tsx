/** Level 4: layers from outside in, algorithms, times, digests, codes. */
import { lazy, Suspense } from 'react'
import type { ReadingRoute } from '../../outlook/mailbox-host.ts'
import type { MessageVerdict, SignerVerdict } from '../../smime/verdict.ts'
import { useSpeech } from '../speech.ts'
import { formatExactTime } from '../text/dates.ts'
import { foreignText } from '../text/foreign-text.ts'
import { Layers } from './Layers.tsx'
import { signerName } from './reason-values.ts'

const CertificateProfile = lazy(async () => ({ default: (await import(/* webpackChunkName: 'profile' */ './CertificateProfile.tsx')).CertificateProfile }))

export function TechnicalDetails({ verdict, route }: { readonly verdict: MessageVerdict; readonly route: ReadingRoute }) {
  const speech = useSpeech()
  return (
    <>
      <Layers verdict={verdict} />
      {verdict.signers.map((signer, index) => <SignerFacts key={index} signer={signer} />)}
      <dl className="facts">
        <dt>{speech.label('reasons')}</dt>
        <dd translate="no">{verdict.reasons.length === 0 ? speech.label('none') : verdict.reasons.join(', ')}</dd>
        <dt>{speech.label('gotBy')}</dt>
        <dd>{speech.route(route)}</dd>
        <dt>{speech.label('judgedAt')}</dt>
        <dd>{formatExactTime(verdict.at, speech.language)}</dd>
      </dl>
    </>
  )
}

function SignerFacts({ signer }: { readonly signer: SignerVerdict }) {
  const { label, language } = useSpeech()
  const { certificate, claimedSigningTime: time } = signer
  return (
    <dl className="facts">
      <dt>{label('signedByLabel')}</dt>
      <dd translate="no"><bdi>{foreignText(signerName(signer))}</bdi></dd>
      <dt>{label('signingTime')}</dt>
      <dd>{time === null ? label('none') : formatExactTime(time, language)}</dd>
      <dt>{label('signatureMethod')}</dt>
      <dd translate="no">{foreignText(signer.signatureAlgorithm)}</dd>
      <dt>{label('digestMethod')}</dt>
      <dd translate="no">{foreignText(signer.digestAlgorithm)}</dd>
      {signer.contentDigest === null ? null : (
        <>
          <dt>{label('digest')}</dt>
          <dd className="mono" translate="no">{groupsOfFour(signer.contentDigest)}</dd>
        </>
      )}
      {certificate && (certificate.identityClass !== null || (certificate.profile ?? []).length > 0) ? (
        <Suspense fallback={null}><CertificateProfile certificate={certificate} /></Suspense>
      ) : null}
    </dl>
  )
}

/** As people compare it. */
export function groupsOfFour(hex: string): string {
  return (hex.replace(/[^0-9a-f]/giu, '').toLowerCase().match(/.{1,4}/gu) ?? []).join(' ')
}
