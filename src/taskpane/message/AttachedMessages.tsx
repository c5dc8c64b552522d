/**
 * Messages that an unsigned message carries: a forwarded signature is theirs, so a reader has to be able to look at it. In a signed message they
 * stand among what was signed.
 */
import type { OpenResult } from '../../engine/protocol.ts'
import { Icon } from '../icons.tsx'
import type { FocusWish } from '../read/reading-controller.ts'
import { useSpeech } from '../speech.ts'
import { foreignText } from '../text/foreign-text.ts'

interface AttachedMessagesProps {
  readonly result: OpenResult
  readonly onOpen: (index: number) => void
  readonly focus: FocusWish
}

export function AttachedMessages({ result, onOpen, focus }: AttachedMessagesProps) {
  const { wording, label } = useSpeech()
  const messages = result.parts.flatMap(({ isMessage, name }, index) => (isMessage ? [{ index, name }] : []))
  const { title, body } = wording('smime/attached-message')
  return (
    <ul className="card notes attached">
      {messages.map(({ index, name }) => (
        <li key={index}>
          <Icon name="mail" />
          <div>
            <p>{title}</p>
            {name === '' ? null : <p className="name"><bdi>{foreignText(name)}</bdi></p>}
            <p className="cap">{body}</p>
            <div className="actions">
              <button type="button" className="btn small" autoFocus={focus?.on === 'part' && focus.index === index} onClick={() => { onOpen(index) }}>
                {label('openMessage')}<span className="sr"> {foreignText(name)}</span>
              </button>
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}
