/** Keys by address and dates. */
import type { StoredKey } from '../../engine/key-protocol.ts'
import { Icon } from '../icons.tsx'
import { keyLabel } from '../sentences/keys.ts'
import { useSpeech } from '../speech.ts'
import { Address } from '../text/Address.tsx'
import { formatDay } from '../text/dates.ts'
import { foreignText } from '../text/foreign-text.ts'
import { daysLeft, keyName } from './key-words.ts'

interface KeyListProps {
  readonly keys: readonly StoredKey[]
  readonly now: Date
  /** The key that opened the message on the Message tab. */
  readonly openedWith: string | null
  readonly onRemove: (key: StoredKey) => void
}

export function KeyList({ keys, now, openedWith, onRemove }: KeyListProps) {
  return (
    <ul className="card keys">
      {keys.map(key => (
        <KeyRow key={key.id} stored={key} now={now} hasOpened={key.id === openedWith} onRemove={() => { onRemove(key) }} />
      ))}
    </ul>
  )
}

interface KeyRowProps {
  readonly stored: StoredKey
  readonly now: Date
  readonly hasOpened: boolean
  readonly onRemove: () => void
}

function KeyRow({ stored, now, hasOpened, onRemove }: KeyRowProps) {
  const { language } = useSpeech()
  const { state, certificate, addresses, addedAt } = stored
  const names = addresses.length > 0 ? addresses : [keyName(stored)]
  return (
    <li className="key" data-key={state}>
      <Icon name={state === 'current' ? 'key' : 'history'} />
      <div>
        {names.map(name => <b key={name}>{name.includes('@') ? <Address value={name} /> : <bdi>{foreignText(name)}</bdi>}</b>)}
        {certificate ? <p className="cap"><bdi>{foreignText(certificate.issuerLabel)}</bdi> · {certificate.publicKey}</p> : null}
        <p className="cap">{certificate ? <Validity notAfter={certificate.notAfter} now={now} /> : keyLabel(language, 'requestedOn', { date: formatDay(addedAt, language) })}</p>
        <Tags stored={stored} now={now} hasOpened={hasOpened} />
      </div>
      <button type="button" className="btn quiet small" onClick={onRemove}>
        {keyLabel(language, 'remove')}<span className="sr"> {foreignText(keyName(stored))}</span>
      </button>
    </li>
  )
}

function Validity({ notAfter, now }: { readonly notAfter: string; readonly now: Date }) {
  const { language } = useSpeech()
  return <>{keyLabel(language, Date.parse(notAfter) < now.getTime() ? 'expiredOn' : 'validUntil', { date: formatDay(notAfter, language) })}</>
}

function Tags({ stored: { state, uses, certificate }, now, hasOpened }: Omit<KeyRowProps, 'onRemove'>) {
  const { language } = useSpeech()
  const days = certificate && state === 'current' ? daysLeft(certificate.notAfter, now) : null
  const label = (name: Parameters<typeof keyLabel>[1], values = {}) => keyLabel(language, name, values)
  return (
    <div className="tags">
      {state === 'current' && uses.includes('signing') ? <span className="tag brand">{label('signs')}</span> : null}
      {state === 'current' && uses.includes('encryption') ? <span className="tag brand">{label('reads')}</span> : null}
      {state === 'older' ? <span className="tag">{label('readsOlder')}</span> : null}
      {days !== null && days >= 0 && days <= 30 ? <span className="tag warn">{label('daysLeft', { n: String(days) })}</span> : null}
      {hasOpened ? <span className="tag">{label('openedThis')}</span> : null}
    </div>
  )
}
