/** What needs the reader's hand: lost or damaged keys, a window that forgets, certificates that end, a missing backup. Most urgent first. */
import type { KeyStoreStatus } from '../../engine/key-protocol.ts'
import { keyLabel, type KeySentence, keyWording } from '../sentences/keys.ts'
import { useSpeech } from '../speech.ts'
import { formatDay } from '../text/dates.ts'
import { expiriesOf, type Expiry, withoutBackup } from './key-words.ts'
import { Notice } from './Notice.tsx'

interface KeyWarningsProps {
  readonly status: KeyStoreStatus
  readonly now: Date
  readonly onRenew: () => void
  readonly onBackup: (first: 'make' | 'decline') => void
}

export function KeyWarnings({ status, now, onRenew, onBackup }: KeyWarningsProps) {
  const { language } = useSpeech()
  const wording = (sentence: KeySentence) => keyWording(language, sentence)
  const { loss, storage, damaged = [], keys } = status
  const isEmpty = keys.length === 0
  const due = withoutBackup(status)
  return (
    <>
      {loss === null ? null : <Notice name={`storage-${loss}`} wording={wording(`storage-${loss}`)} tone="warn" />}
      {storage === 'none' ? <Notice name="storage-none" wording={wording('storage-none')} tone="warn" /> : null}
      {damaged.length > 0 ? <Notice name="damaged" wording={wording('damaged')} tone="bad" /> : null}
      {isEmpty && loss === null ? <Notice name="no-keys" wording={wording('no-keys')} icon="key" /> : null}
      {expiriesOf(status, now).map(expiry => <ExpiryNotice key={expiry.key.id} expiry={expiry} onRenew={onRenew} />)}
      {due.length === 0 ? null : (
        <Notice name="backup-due" wording={wording('backup-due')} icon="save">
          <button type="button" className="btn primary" onClick={() => { onBackup('make') }}>{keyLabel(language, 'backUp')}</button>
          <button type="button" className="btn" onClick={() => { onBackup('decline') }}>{keyLabel(language, 'decline')}</button>
        </Notice>
      )}
    </>
  )
}

function ExpiryNotice({ expiry: { key, kind, days }, onRenew }: { readonly expiry: Expiry; readonly onRenew: () => void }) {
  const { language } = useSpeech()
  const date = key.certificate ? formatDay(key.certificate.notAfter, language) : ''
  return (
    <Notice name={kind} wording={keyWording(language, kind)} values={{ n: String(days), date }} tone="warn">
      <button type="button" className="btn primary" onClick={onRenew}>{keyLabel(language, 'renew')}</button>
    </Notice>
  )
}
