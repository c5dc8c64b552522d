/** Where a message can be dropped or chosen. A `.p7s` alone asks for the file that was signed. */
import { type DragEvent, useRef, useState } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'

interface DropZoneProps {
  /** `signed`: the content of a detached signature is asked for, and any file will do. */
  readonly asksFor: 'message' | 'signed'
  readonly onFile: (file: File) => void
}

const MESSAGE_FILES = '.eml,.msg,.p7m,.p7s,.p7c,message/rfc822,application/pkcs7-mime,application/pkcs7-signature'

export function DropZone({ asksFor, onFile }: DropZoneProps) {
  const speech = useSpeech()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const { title, body } = speech.wording(asksFor === 'message' ? 'taskpane/drop-here' : 'mime/needs-content')
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <div
      className={isOver ? 'drop over' : 'drop'}
      onDragOver={event => { event.preventDefault(); setOver(true) }}
      onDragLeave={() => { setOver(false) }}
      onDrop={drop}
    >
      <Icon name="mail" />
      {asksFor === 'message' ? <p>{title}</p> : null}
      <button type="button" className="btn small" onClick={() => { input.current?.click() }}>
        {speech.label(asksFor === 'message' ? 'chooseFile' : 'chooseSigned')}
      </button>
      {asksFor === 'message' ? <p className="cap">{body}</p> : null}
      <input
        ref={input}
        type="file"
        hidden
        accept={asksFor === 'message' ? MESSAGE_FILES : undefined}
        onChange={event => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </div>
  )
}
