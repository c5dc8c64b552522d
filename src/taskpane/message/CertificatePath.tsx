/** The certificate path from the root down, with what can be done with each certificate. */
import { lazy, Suspense, useState } from 'react'
import type { CertificateSummary } from '../../certpath/verdict.ts'
import type { SignerVerdict } from '../../smime/verdict.ts'
import { encodePem } from '../../x509/pem.ts'
import { Icon, type IconName } from '../icons.tsx'
import { copyText, saveFile } from '../save-file.ts'
import type { Label } from '../sentences/labels.ts'
import { useSpeech } from '../speech.ts'
import { Address } from '../text/Address.tsx'
import { formatDay } from '../text/dates.ts'
import { foreignText } from '../text/foreign-text.ts'
import { pathOf } from './path-of.ts'

const CertificateDialog = lazy(async () => ({ default: (await import(/* webpackChunkName: 'certificate' */ '../fluent/CertificateDialog.tsx')).CertificateDialog }))

export function CertificatePath({ signer }: { readonly signer: SignerVerdict }) {
  const fromRoot = [...pathOf(signer)].reverse()
  if (fromRoot.length === 0) return null
  return (
    <ol className="path">
      {fromRoot.map((certificate, index) => (
        <PathStep key={certificate.sha256Fingerprint} certificate={certificate} trust={trustOf(signer, index)} isLeaf={index === fromRoot.length - 1} />
      ))}
    </ol>
  )
}

/** Why the certificate at this place, counted from the root, stands in the path. */
function trustOf({ path }: SignerVerdict, index: number): Label {
  if (path.outcome !== 'valid' || index > 0) return 'cameWithMessage'
  const sources = { 'built-in': 'anchorBuiltIn', organisation: 'anchorOrganisation', user: 'anchorUser' } as const
  return sources[path.anchorSource]
}

interface PathStepProps {
  readonly certificate: CertificateSummary
  readonly trust: Label
  readonly isLeaf: boolean
}

function PathStep({ certificate, trust, isLeaf }: PathStepProps) {
  const speech = useSpeech()
  const [isViewed, setViewed] = useState(false)
  const [isCopied, setCopied] = useState(false)
  const icon: IconName = isLeaf ? 'person' : trust === 'cameWithMessage' ? 'building' : 'root'
  const name = foreignText(certificate.label)
  const pem = () => encodePem('CERTIFICATE', certificate.der)
  const copy = async () => {
    setCopied(await copyText(pem()))
  }
  return (
    <li>
      <Icon name={icon} />
      <div>
        <b><bdi>{name}</bdi></b>
        {isLeaf ? certificate.addresses.map(address => <p className="cap" key={address}><Address value={address} /></p>) : null}
        <p className="cap">
          {isLeaf ? `${formatDay(certificate.notBefore, speech.language)} – ${formatDay(certificate.notAfter, speech.language)}` : (
            <>{speech.label(trust)} · {speech.label('until', { date: formatDay(certificate.notAfter, speech.language) })}</>
          )}
        </p>
        <div className="actions">
          <button type="button" className="btn small" onClick={() => { setViewed(true) }}>
            {speech.label('view')}<span className="sr"> {name}</span>
          </button>
          <button type="button" className="btn small" onClick={() => { void copy() }}>
            <Icon name="copy" size={16} />
            <span role="status">{isCopied ? speech.wording('taskpane/copied').title : speech.label('copy')}</span>
            <span className="sr"> {name}</span>
          </button>
          <button type="button" className="btn small" onClick={() => { saveFile(pemName(certificate), pem(), 'application/x-pem-file') }}>
            {speech.label('saveAsPem')}<span className="sr"> {name}</span>
          </button>
        </div>
        {isViewed ? (
          <Suspense fallback={<p className="cap" role="status">{speech.label('loading')}</p>}>
            <CertificateDialog certificate={certificate} speech={speech} onClose={() => { setViewed(false) }} />
          </Suspense>
        ) : null}
      </div>
    </li>
  )
}

/** From the fingerprint: a name out of the certificate could be anything. */
function pemName(certificate: CertificateSummary): string {
  return `certificate-${certificate.sha256Fingerprint.replace(/[^0-9a-f]/giu, '').slice(0, 16).toLowerCase()}.pem`
}
