/** In the place of the content as long as the key is locked. Enter unlocks; the message is then opened by itself. */
import type { CertificateSummary } from '../../certpath/verdict.ts'
import type { MessageVerdict } from '../../smime/verdict.ts'
import { Icon } from '../icons.tsx'
import { closedLayer, closedValues } from '../message/closed.ts'
import { keyLabel, keyWording } from '../sentences/keys.ts'
import { useSpeech } from '../speech.ts'
import { formatDay } from '../text/dates.ts'
import { fillNodes } from '../text/fill.tsx'
import './keys.css'
import { useKeys } from './keys-context.ts'
import { PassphraseField } from './PassphraseField.tsx'
import { useUnlocking } from './unlocking.ts'

export function UnlockCard({ verdict }: { readonly verdict: MessageVerdict }) {
  const speech = useSpeech()
  const { language } = speech
  const { state } = useKeys()
  const { passphrase, setPassphrase, problem, isBusy, isWaiting, field, submit } = useUnlocking()
  const { title, body } = speech.wording('smime/encrypted-locked')
  const notKnown = keyWording(language, 'not-known')
  const idle = keyWording(language, 'locked-idle')
  const minutes = String(state.status?.lockAfterMinutes ?? 15)
  const certificate = closedLayer(verdict)?.lockedKey?.certificate
  return (
    <section className="verdict is-locked" aria-labelledby="verdict-title" data-standing={verdict.standing} data-locked>
      <div className="v-top">
        <span className="seal"><Icon name="lock" size={36} /></span>
        <div>
          <p className="eyebrow">{speech.wording('standing/locked').title}</p>
          <h1 id="verdict-title" tabIndex={-1}>{title}</h1>
          <p className="body">{fillNodes(body, closedValues(verdict))}</p>
          {state.wasIdle ? <p className="body"><b>{fillNodes(idle.title, { minutes })}</b><br />{idle.body}</p> : null}
        </div>
        <form className="unlock" onSubmit={submit}>
          <PassphraseField
            label={keyLabel(language, 'passphrase')}
            value={passphrase}
            onChange={setPassphrase}
            problem={problem}
            purpose="current-password"
            ref={field}
          />
          <button type="submit" className="btn primary wide" aria-disabled={isBusy || isWaiting}>{keyLabel(language, isBusy ? 'unlocking' : 'unlock')}</button>
          <p className="cap">{keyLabel(language, 'locksAfter', { minutes })}</p>
        </form>
      </div>
      <div className="facts-below">
        {certificate ? <KeyFact certificate={certificate} at={verdict.at} /> : null}
        <div className="fact">
          <Icon name="certificate" />
          <div><b>{notKnown.title}</b><p className="cap">{notKnown.body}</p></div>
        </div>
      </div>
    </section>
  )
}

function KeyFact({ certificate, at }: { readonly certificate: CertificateSummary; readonly at: string }) {
  const { language } = useSpeech()
  const isOver = Date.parse(certificate.notAfter) < Date.parse(at)
  return (
    <div className="fact">
      <Icon name="key" />
      <div>
        <b>{keyLabel(language, 'yourKey', { key: certificate.label })}</b>
        <p className="cap">
          {keyLabel(language, isOver ? 'keyExpiredOn' : 'keyValidUntil', { issuer: certificate.issuerLabel, date: formatDay(certificate.notAfter, language) })}
        </p>
      </div>
    </div>
  )
}
