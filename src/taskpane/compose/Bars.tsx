/** What is to be known, or to be done, before it can go: bars in the order of their weight. */
import { Icon } from '../icons.tsx'
import { useKeys } from '../keys/keys-context.ts'
import { Notice } from '../keys/Notice.tsx'
import { PassphraseField } from '../keys/PassphraseField.tsx'
import { useUnlocking } from '../keys/unlocking.ts'
import { keyLabel } from '../sentences/keys.ts'
import { type WritingPhrase, writingLabel, writingPhrase, writingSentence } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { useCompose } from './compose-context.ts'
import { ComposeIcon } from './compose-icons.tsx'
import { isGroup, isReady } from './recipient-list.ts'

/** 1 of 4 cannot read it: the second of the three places that say so. */
export function MissingBar() {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  const { recipients, protection } = state
  const missing = protection.encrypt ? recipients.filter(recipient => !isReady(recipient) && (recipient.problem !== null || isGroup(recipient))) : []
  if (missing.length === 0) return null
  const mayGoWithout = compose.options.policy.encrypt !== 'always'
  const values = { n: String(missing.length), total: String(recipients.length) }
  return (
    <Notice name="recipients-missing" wording={writingPhrase(language, recipients.length === 1 ? 'recipient-missing' : 'recipients-missing')} values={values} tone="warn">
      {mayGoWithout ? (
        <button type="button" className="btn small" onClick={() => { compose.protect({ encrypt: false, ...(state.edited?.answersEncrypted === true ? {} : { sign: true }) }) }}>
          {writingLabel(language, 'sendSignedOnly')}
        </button>
      ) : null}
    </Notice>
  )
}

/** Where the passphrase is asked for, when a signature is wanted. */
export function UnlockBar({ phrase }: { readonly phrase: Extract<WritingPhrase, 'unlock' | 'unlock-draft'> }) {
  const { language } = useSpeech()
  const { passphrase, setPassphrase, problem, isBusy, isWaiting, field, submit } = useUnlocking()
  const { title, body } = writingPhrase(language, phrase)
  return (
    <section className="bar brand" data-notice={phrase}>
      <Icon name="lock" />
      <div>
        <b>{title}</b>
        <p>{body}</p>
        <form className="unlock" onSubmit={submit}>
          <PassphraseField label={keyLabel(language, 'passphrase')} value={passphrase} onChange={setPassphrase} problem={problem} purpose="current-password" ref={field} />
          <button type="submit" className="btn primary" aria-disabled={isBusy || isWaiting}>{keyLabel(language, isBusy ? 'unlocking' : 'unlock')}</button>
        </form>
      </div>
    </section>
  )
}

/** What is missing for a signature, or for a copy that can be read in Sent Items. */
export function SignerBar({ onKeys }: { readonly onKeys: () => void }) {
  const { language } = useSpeech()
  const { state } = useCompose()
  const { state: keys } = useKeys()
  const { signer, protection, from } = state
  if (signer === null) return null
  const isLocked = signer.problem === 'engine/signing-key-locked'
  if (protection.sign && isLocked) return keys.status?.lock === 'locked' ? <UnlockBar phrase="unlock" /> : null
  const code = protection.sign && signer.problem !== null ? signer.problem : protection.encrypt && signer.encryption === null ? 'engine/no-own-certificate' : null
  if (code === null) return null
  const { title, body, action } = writingSentence(code)[language]
  return (
    <Notice name={code} wording={{ title, body }} values={{ address: from?.address ?? '' }} tone="warn">
      <button type="button" className="btn small" onClick={onKeys}>{action}</button>
    </Notice>
  )
}

/** Where drafts are: on the server in clear, or here, encrypted. */
export function DraftBar() {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  if (state.place === 'editor') return null
  const { title, body } = writingPhrase(language, 'draft-in-clear')
  return (
    <section className="bar" data-notice="draft-in-clear">
      <ComposeIcon name="pen" />
      <div>
        <b>{title}</b>
        <p>{body}</p>
        <div className="actions"><button type="button" className="btn small" onClick={() => { void compose.moveToEditor() }}>{writingLabel(language, 'useEditor')}</button></div>
      </div>
    </section>
  )
}

/** Nothing was taken along of what somebody could have changed, unless the writer wants it (SEC-34). */
export function WithheldBar() {
  const { language } = useSpeech()
  const { compose, state } = useCompose()
  if (!state.isWithheld) return null
  return (
    <Notice name="withheld" wording={writingPhrase(language, 'withheld')} tone="warn">
      <button type="button" className="btn small" onClick={() => { void compose.takeWithheld() }}>{writingLabel(language, 'takeWithheld')}</button>
    </Notice>
  )
}

/** The answer to a certificate file. */
export function CertificatesBar() {
  const { language } = useSpeech()
  const { state } = useCompose()
  const { certificates } = state
  if (certificates === null) return null
  const isFor = certificates.addresses.some(address => address.toLowerCase() === certificates.address.toLowerCase())
  const { title, body } = writingPhrase(language, isFor ? 'certificates-added' : 'certificates-others')
  return (
    <section className="bar" role="status" data-notice={isFor ? 'certificates-added' : 'certificates-others'}>
      <Icon name="certificate" />
      <div><b>{title}</b><p>{fillNodes(body, { addresses: certificates.addresses.join(', '), address: certificates.address })}</p></div>
    </section>
  )
}
