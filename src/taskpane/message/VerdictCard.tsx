/** The verdict card. Fixed order: standing, title, meaning, who, what to do, secrecy. */
import { type ReactNode, useEffect, useRef } from 'react'
import type { MessageVerdict, SignerVerdict } from '../../smime/verdict.ts'
import { Icon, type IconName } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { Address } from '../text/Address.tsx'
import { fillNodes } from '../text/fill.tsx'
import { foreignText } from '../text/foreign-text.ts'
import { cardContent, type CardLook } from './card-content.ts'
import { secrecyOf } from './closed.ts'

interface VerdictCardProps {
  readonly verdict: MessageVerdict
  /** Opens whatever explains the verdict; null when there is nothing more to show. */
  readonly onShowReason: (() => void) | null
  /** Leads to where a key is brought; null where none would help. */
  readonly onImportKey: (() => void) | null
  /** The heading takes the focus: what had it is gone. */
  readonly takesFocus: boolean
}

export const SEALS: Readonly<Record<CardLook, IconName>> = {
  valid: 'seal-valid',
  attention: 'seal-attention',
  invalid: 'seal-invalid',
  none: 'seal-none',
  unknown: 'seal-unknown',
  locked: 'lock',
}

export function VerdictCard({ verdict, onShowReason, onImportKey, takesFocus }: VerdictCardProps) {
  const speech = useSpeech()
  const content = cardContent(verdict, speech.language)
  const wording = speech.wording(content.code)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { if (takesFocus) heading.current?.focus() }, [takesFocus])
  return (
    <section className={`verdict is-${content.look}`} aria-labelledby="verdict-title" data-standing={verdict.standing}>
      <div className="v-top">
        <span className="seal"><Icon name={SEALS[content.look]} size={36} /></span>
        <div>
          <p className="eyebrow">
            {speech.wording(content.eyebrow).title}
            {content.look === 'valid' ? <span> · {speech.label('signedBy')}</span> : null}
          </p>
          <h1 id="verdict-title" tabIndex={-1} ref={heading}>
            {content.look === 'valid' ? <SignerAddress signer={content.signer} /> : fillNodes(wording.title, content.values)}
          </h1>
          {content.look === 'valid' ? <SignerName signer={content.signer} /> : null}
          <p className="body">{fillNodes(wording.body, content.values)}</p>
          {content.look === 'valid' || content.signer === null ? null : (
            <div className="who">
              <Who label={speech.label(content.look === 'invalid' ? 'signatureNames' : 'signedByLabel')}>
                <p className="strong"><SignerAddress signer={content.signer} /></p>
                <SignerName signer={content.signer} />
              </Who>
              {content.from === null ? null : (
                <Who label={speech.label('fromShows')}><p><Address value={content.from} /></p></Who>
              )}
            </div>
          )}
          {onShowReason === null && onImportKey === null ? null : (
            <div className="actions">
              {onImportKey === null ? null : <button type="button" className="btn primary" onClick={onImportKey}>{speech.label('importKey')}</button>}
              {onShowReason === null ? null : <button type="button" className="btn" onClick={onShowReason}>{speech.label('showReason')}</button>}
            </div>
          )}
        </div>
      </div>
      {content.look === 'locked' ? null : <SecrecyLine verdict={verdict} />}
    </section>
  )
}

function Who({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <p className="label">{label}</p>
      {children}
    </div>
  )
}

function SignerAddress({ signer }: { readonly signer: SignerVerdict | null }) {
  const { label } = useSpeech()
  return signer?.address ? <Address value={signer.address} /> : <>{label('noAddress')}</>
}

function SignerName({ signer }: { readonly signer: SignerVerdict | null }) {
  const certificate = signer?.certificate
  if (!certificate) return null
  const names = [certificate.label, certificate.organization].filter((name): name is string => !!name && name !== signer.address)
  if (names.length === 0) return null
  return (
    <p className="name">
      {names.map((name, index) => <span key={name}>{index > 0 ? ' · ' : null}<bdi>{foreignText(name)}</bdi></span>)}
    </p>
  )
}

function SecrecyLine({ verdict }: { readonly verdict: MessageVerdict }) {
  const { wording, language } = useSpeech()
  const { code, values } = secrecyOf(verdict, language)
  const { title, body } = wording(code)
  return (
    <div className={verdict.encrypted ? 'fact enc' : 'fact'}>
      <Icon name={verdict.encrypted ? 'lock' : 'unlocked'} />
      <div>{verdict.encrypted ? <b>{title}</b> : title}<span className="cap">{fillNodes(body, values)}</span></div>
    </div>
  )
}
