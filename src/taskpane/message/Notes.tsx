/** Quiet lines under the checks: at most three, then a button. They never change the standing's colour. */
import { useState } from 'react'
import type { Note, SignerVerdict } from '../../smime/verdict.ts'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { noteValues } from './reason-values.ts'

const SHOWN_AT_FIRST = 3

/** Each note once. A note that is a reason as well stands in the checks already. */
export function notesOf(signers: readonly SignerVerdict[]): readonly Note[] {
  const byText = new Map<string, Note>()
  for (const note of signers.flatMap(signer => signer.notes)) {
    if (note.code !== 'smime/signing-time-far') byText.set(JSON.stringify(note), note)
  }
  return [...byText.values()]
}

export function Notes({ signers }: { readonly signers: readonly SignerVerdict[] }) {
  const speech = useSpeech()
  const [isWhole, setWhole] = useState(false)
  const notes = notesOf(signers)
  if (notes.length === 0) return null
  const shown = isWhole ? notes : notes.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <h2 className="sec">{speech.label('notes')}</h2>
      <ul className="card notes">
        {shown.map((note, index) => {
          const { title, body } = speech.wording(note.code)
          const values = noteValues(note.values, speech.language)
          return <li key={index}><p>{fillNodes(title, values)}</p><p className="cap">{fillNodes(body, values)}</p></li>
        })}
      </ul>
      {shown.length === notes.length ? null : (
        <button type="button" className="btn quiet small" onClick={() => { setWhole(true) }}>
          {speech.label('moreNotes', { n: String(notes.length - shown.length) })}
        </button>
      )}
    </>
  )
}
