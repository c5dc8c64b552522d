/** What a reader should know of how an opened message was encrypted. Warm where somebody could have changed it, else quiet. */
import type { MessageVerdict } from '../../smime/verdict.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { noteValues } from './reason-values.ts'

export function EncryptionNotes({ verdict }: { readonly verdict: MessageVerdict }) {
  const speech = useSpeech()
  const notes = verdict.layers.flatMap(layer => (layer.kind === 'enveloped' && layer.opened ? (layer.notes ?? []) : []))
  return (
    <>
      {notes.map(({ code, values }, index) => {
        const { title, body } = speech.wording(code)
        const isWarning = code === 'smime/cbc-unsigned'
        const filled = noteValues(values, speech.language)
        return (
          <section className={isWarning ? 'bar warn' : 'bar'} key={index} data-note={code}>
            <Icon name={isWarning ? 'seal-attention' : 'info'} />
            <div><b>{fillNodes(title, filled)}</b><p>{fillNodes(body, filled)}</p></div>
          </section>
        )
      })}
    </>
  )
}
