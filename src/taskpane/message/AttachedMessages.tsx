/**
 * Messages that an unsigned message carries: a forwarded signature is theirs, so a reader has to know how to check it. In a signed message they
 * stand among what was signed.
 */
import type { MessageVerdict } from '../../smime/verdict.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { foreignText } from '../text/foreign-text.ts'

export function AttachedMessages({ verdict }: { readonly verdict: MessageVerdict }) {
  const { wording } = useSpeech()
  const attachments = verdict.layers.flatMap(layer => (layer.kind === 'message' ? layer.summary.attachments : []))
  const messages = attachments.filter(({ isMessage }) => isMessage)
  if (messages.length === 0) return null
  const { title, body } = wording('smime/attached-message')
  return (
    <ul className="card notes attached">
      {messages.map(({ name }, index) => (
        <li key={index}>
          <Icon name="mail" />
          <div>
            <p>{title}</p>
            {name === '' ? null : <p className="name"><bdi>{foreignText(name)}</bdi></p>}
            <p className="cap">{body}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
