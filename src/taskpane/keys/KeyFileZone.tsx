/** Where a file about keys is dropped or chosen. Files are read here and go nowhere but to the engine. */
import { type DragEvent, useRef, useState } from 'react'
import { Icon } from '../icons.tsx'
import { type KeyLabel, keyLabel, type KeySentence, keyWording } from '../sentences/keys.ts'
import { useSpeech } from '../speech.ts'

/** A file as it was chosen. */
export interface ChosenFile {
  readonly name: string
  readonly bytes: Uint8Array
}

interface KeyFileZoneProps {
  readonly sentence: KeySentence
  readonly choose: KeyLabel
  /** Names that the file dialog offers first. */
  readonly accept: string
  /** Null when the file cannot be read. */
  readonly onFile: (file: ChosenFile | null) => void
}

export function KeyFileZone({ sentence, choose, accept, onFile }: KeyFileZoneProps) {
  const { language } = useSpeech()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const { title, body } = keyWording(language, sentence)
  const take = (file: File | undefined) => { if (file) void readFile(file).then(onFile) }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <div
      className={isOver ? 'drop over' : 'drop'}
      data-drop={sentence}
      onDragOver={event => { event.preventDefault(); setOver(true) }}
      onDragLeave={() => { setOver(false) }}
      onDrop={drop}
    >
      <Icon name="upload" />
      <p>{title}</p>
      <button type="button" className="btn small" onClick={() => { input.current?.click() }}>{keyLabel(language, choose)}</button>
      {body === '' ? null : <p className="cap">{body}</p>}
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        onChange={event => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          take(file)
        }}
      />
    </div>
  )
}

async function readFile(file: File): Promise<ChosenFile | null> {
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    return null
  }
}
