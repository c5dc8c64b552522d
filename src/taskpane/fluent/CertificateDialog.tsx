/** One certificate with all its fields. */
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { CertificateSummary } from '../../certpath/verdict.ts'
import { CertificateProfile } from '../message/CertificateProfile.tsx'
import type { Label } from '../sentences/labels.ts'
import type { Speech } from '../speech.ts'
import { formatExactTime } from '../text/dates.ts'
import { foreignText, revealHidden } from '../text/foreign-text.ts'
import { FluentScope } from './FluentScope.tsx'

interface CertificateDialogProps {
  readonly certificate: CertificateSummary
  readonly speech: Speech
  readonly onClose: () => void
}

export function CertificateDialog({ certificate, speech, onClose }: CertificateDialogProps) {
  return (
    <FluentScope>
      <Dialog open onOpenChange={(_event, { open }) => { if (!open) onClose() }}>
        <DialogSurface className="certificate" lang={speech.language}>
          <DialogBody>
            <DialogTitle><bdi>{foreignText(certificate.label)}</bdi></DialogTitle>
            <DialogContent>
              <dl className="facts">
                {fieldsOf(certificate, speech).map(([label, value]) => (
                  <Field key={label} name={speech.label(label)}>{value}</Field>
                ))}
                <CertificateProfile certificate={certificate} />
              </dl>
            </DialogContent>
            <DialogActions>
              <Button appearance="secondary" onClick={onClose}>{speech.label('close')}</Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </FluentScope>
  )
}

function Field({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd translate="no"><bdi>{children}</bdi></dd>
    </>
  )
}

/** Whole values: this is where a reader looks at them in full. Deceptive characters are shown as □. */
function fieldsOf(certificate: CertificateSummary, { label, language }: Speech): readonly (readonly [Label, ReactNode])[] {
  const list = (values: readonly string[]) => (values.length === 0 ? label('none') : values.map(revealHidden).join(', '))
  return [
    ['subject', revealHidden(certificate.subject)],
    ['addresses', list(certificate.addresses)],
    ['organisationName', certificate.organization === null ? label('none') : revealHidden(certificate.organization)],
    ['issuer', revealHidden(certificate.issuer)],
    ['validFrom', formatExactTime(certificate.notBefore, language)],
    ['validUntil', formatExactTime(certificate.notAfter, language)],
    ['serial', <span className="mono" key="serial">{certificate.serialNumber}</span>],
    ['publicKey', certificate.publicKey],
    ['signatureMethod', certificate.signatureAlgorithm],
    ['keyUsage', list(certificate.keyUsage)],
    ['extendedKeyUsage', list(certificate.extendedKeyUsage)],
    ['authority', label(certificate.isCertificateAuthority ? 'yes' : 'no')],
    ['fingerprint', <span className="mono" key="fingerprint">{inFours(certificate.sha256Fingerprint)}</span>],
  ]
}

const inFours = (hex: string) => (hex.replace(/[^0-9a-f]/giu, '').toUpperCase().match(/.{1,4}/gu) ?? []).join(' ')
