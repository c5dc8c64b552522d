/** Everyone who gets it, each with the certificate that will be used or what is missing. Nobody is ever hidden (SEC-28). */
import { useRef, useState } from 'react'
import type { KnownCertificate } from '../../engine/compose-protocol.ts'
import { Icon } from '../icons.tsx'
import { sourceLabels, type WritingLabel, writingLabel, writingPhrase, writingSentence } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { Address } from '../text/Address.tsx'
import { formatDay } from '../text/dates.ts'
import { fillNodes } from '../text/fill.tsx'
import { plain } from '../text/fill-text.ts'
import { foreignText } from '../text/foreign-text.ts'
import { CertificateChoice } from './CertificateChoice.tsx'
import { CertificateRequest } from './CertificateRequest.tsx'
import { useCompose } from './compose-context.ts'
import { ComposeIcon } from './compose-icons.tsx'
import { certificateOf, isGroup, isReady, sameAddress, type ShownRecipient } from './recipient-list.ts'

export function RecipientList() {
  const { language } = useSpeech()
  const { state } = useCompose()
  const { recipients, protection, isLooking } = state
  const ready = recipients.filter(isReady).length
  const aside = protection.encrypt && !(isLooking && ready === 0) ? writingLabel(language, 'ready', { n: String(ready) }) : isLooking ? writingLabel(language, 'lookingFor') : ''
  const nobody = writingPhrase(language, 'no-recipients')
  return (
    <>
      <h2 className="sec split" id="recipients-title" tabIndex={-1}>
        <span>{writingLabel(language, 'recipients', { n: String(recipients.length) })}</span>
        <span className="cap">{recipients.length === 0 ? '' : aside}</span>
      </h2>
      {recipients.length === 0 && state.place === 'outlook' && !isLooking ? <p className="cap aside">{nobody.title}<br />{nobody.body}</p> : null}
      {recipients.length === 0 ? null : (
        <ul className={protection.encrypt ? 'card' : 'card plain'} data-area="checks" data-recipients={recipients.length} data-ready={ready}>
          {recipients.map(recipient => <Row key={`${recipient.field}-${sameAddress(recipient.address)}`} recipient={recipient} />)}
        </ul>
      )}
    </>
  )
}

function Row({ recipient }: { readonly recipient: ShownRecipient }) {
  const { language } = useSpeech()
  const { compose, state: { protection: { encrypt } } } = useCompose()
  const [isOpen, setOpen] = useState(false)
  const chooser = useRef<HTMLButtonElement>(null)
  const { address, answer, problem } = recipient
  const isMissing = encrypt && problem !== null
  const mayChoose = encrypt && answer !== null && (answer.certificates.length > 1 || isUnaccepted(recipient))
  return (
    <li className={isMissing ? 'rcpt warn' : 'rcpt'} data-address={address} data-problem={isMissing ? problem : undefined}>
      <Glyph recipient={recipient} isMissing={isMissing} encrypts={encrypt} />
      <div>
        <WhoGets recipient={recipient} />
        <Details recipient={recipient} />
      </div>
      <div className="row-actions">
        {mayChoose ? (
          <button type="button" className="btn small" ref={chooser} aria-expanded={isOpen} aria-label={plain(writingLabel(language, 'chooseFor', { address }))} onClick={() => { setOpen(!isOpen) }}>
            {writingLabel(language, 'choose')}
          </button>
        ) : null}
        {isMissing && !isGroup(recipient) ? <AddCertificate address={address} /> : null}
      </div>
      {encrypt && mayBeAsked(recipient) ? <CertificateRequest address={address} /> : null}
      {isOpen && mayChoose ? (
        <CertificateChoice
          answer={answer}
          onChoose={fingerprint => {
            setOpen(false)
            chooser.current?.focus()
            void compose.prefer(address, fingerprint)
          }}
        />
      ) : null}
    </li>
  )
}

const isUnaccepted = ({ problem }: ShownRecipient): boolean => problem === 'smime/recipient-unaccepted'

/** Where another certificate only waits to be accepted, nobody has to be asked for one. */
const mayBeAsked = (recipient: ShownRecipient): boolean => recipient.problem !== null && !isGroup(recipient) && !isUnaccepted(recipient)

function WhoGets({ recipient }: { readonly recipient: ShownRecipient }) {
  const { language } = useSpeech()
  const { address, field, group } = recipient
  return (
    <>
      <p className="who-gets">
        <Address value={address} />
        {field === 'to' ? null : <> <span className="tag">{writingLabel(language, field)}</span></>}
      </p>
      {group === null || isGroup(recipient) ? null : <p className="cap">{fillNodes(writingLabel(language, 'memberOf'), { group })}</p>}
    </>
  )
}

function Glyph({ recipient, isMissing, encrypts }: { readonly recipient: ShownRecipient; readonly isMissing: boolean; readonly encrypts: boolean }) {
  if (isMissing) return <Icon name="seal-attention" />
  return isGroup(recipient) ? <ComposeIcon name="group" /> : <Icon name={encrypts && isReady(recipient) ? 'lock' : 'person'} />
}

/** A certificate that somebody was given as a file. */
function AddCertificate({ address }: { readonly address: string }) {
  const { language } = useSpeech()
  const { compose } = useCompose()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className="btn small" aria-label={plain(writingLabel(language, 'addFor', { address }))} onClick={() => { input.current?.click() }}>
        {writingLabel(language, 'add')}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".cer,.crt,.pem,.p7b,.p7c,.sst,.der,application/pkix-cert,application/x-x509-ca-cert"
        onChange={event => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) void file.arrayBuffer().then(bytes => compose.addCertificates(address, new Uint8Array(bytes)))
        }}
      />
    </>
  )
}

/** The small lines below an address: where the certificate came from, who issued it and until when; or what is wrong. */
function Details({ recipient }: { readonly recipient: ShownRecipient }) {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  const { encrypt, sign } = state.protection
  const certificate = certificateOf(recipient)
  const hidden = recipient.field === 'bcc' && (encrypt || sign) ? <p className="cap">{writingLabel(language, BCC[compose.options.policy.bcc])}</p> : null
  if (!encrypt || (recipient.answer === null && recipient.problem === null)) return hidden
  if (recipient.problem !== null) {
    const { title, body } = writingSentence(recipient.problem)[language]
    const values = { name: recipient.group ?? recipient.address, ...dates(certificate, language) }
    return <p className="cap">{fillNodes(title, values)}<br />{isGroup(recipient) ? writingLabel(language, 'groupUnknown') : body}</p>
  }
  return (
    <>
      <p className="cap">{certificate ? <Origin certificate={certificate} of={recipient} /> : null}</p>
      {certificate?.weakBits ? <p className="cap">{writingLabel(language, 'weak', { n: String(certificate.weakBits) })}</p> : null}
      {hidden}
    </>
  )
}

const BCC: readonly [WritingLabel, WritingLabel, WritingLabel] = ['bccSeparate', 'bccTogether', 'bccNone']

function Origin({ certificate, of }: { readonly certificate: KnownCertificate; readonly of: ShownRecipient }) {
  const { language } = useSpeech()
  const { certificates = [] } = of.answer ?? {}
  const usable = certificates.filter(({ problem }) => problem === null).length
  const newest = certificates[0]?.fingerprint === certificate.fingerprint
  const source = certificate.sources[0]
  const pieces = [
    ...(usable > 1 ? [writingLabel(language, newest ? 'newestOf' : 'chosenOf', { n: String(usable) })] : []),
    ...(source ? [sourceLabels[language][source]] : []),
  ]
  return (
    <>
      {pieces.map((piece, index) => <span key={piece}>{index === 0 ? capitalised(piece) : piece} · </span>)}
      <bdi>{foreignText(certificate.certificate.issuerLabel)}</bdi>
      {' · '}{writingLabel(language, 'until', { date: formatDay(certificate.certificate.notAfter, language) })}
    </>
  )
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

function dates(certificate: KnownCertificate | null, language: 'en' | 'ja'): Readonly<Record<string, string>> {
  return certificate === null ? {} : { from: formatDay(certificate.certificate.notBefore, language), date: formatDay(certificate.certificate.notAfter, language) }
}
