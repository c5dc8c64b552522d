/** Asks before something that cannot be undone: taking the encryption from an answer, throwing a message away. Comes with Fluent UI. */
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { FluentScope } from '../fluent/FluentScope.tsx'
import { type WritingLabel, writingLabel, writingPhrase } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'

const QUESTIONS = {
  'reply-unprotect': { keep: 'keepEncrypted', go: 'dropQuote' },
  discard: { keep: 'keepWriting', go: 'discard' },
} as const satisfies Readonly<Record<string, { readonly keep: WritingLabel; readonly go: WritingLabel }>>

interface QuestionDialogProps {
  readonly question: keyof typeof QUESTIONS
  /** QUIRK: stays mounted when it is closed; a dialog of Fluent that is unmounted while it is open leaves the page hidden from screen readers. */
  readonly isOpen: boolean
  readonly onAnswer: (isConfirmed: boolean) => void
}

export function QuestionDialog({ question, isOpen, onAnswer }: QuestionDialogProps) {
  const { language } = useSpeech()
  const { title, body } = writingPhrase(language, question)
  const { keep, go } = QUESTIONS[question]
  return (
    <FluentScope>
      <Dialog open={isOpen} modalType="alert" onOpenChange={(_event, { open }) => { if (!open) onAnswer(false) }}>
        <DialogSurface lang={language} data-question={question}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>{body}</DialogContent>
            <DialogActions fluid>
              <Button appearance="primary" onClick={() => { onAnswer(false) }}>{writingLabel(language, keep)}</Button>
              <Button appearance="secondary" onClick={() => { onAnswer(true) }}>{writingLabel(language, go)}</Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </FluentScope>
  )
}
