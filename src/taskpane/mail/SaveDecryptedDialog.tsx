/** Asks once before decrypted content is written to the disk without protection. Comes with Fluent UI, when it is first needed. */
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { FluentScope } from '../fluent/FluentScope.tsx'
import type { Speech } from '../speech.ts'
import { mailLabel } from './mail-labels.ts'

export interface SaveDecryptedDialogProps {
  /**
   * QUIRK: stays mounted when it is closed. A dialog of Fluent that is unmounted while it is open leaves the rest of the page hidden from screen
   * readers.
   */
  readonly isOpen: boolean
  readonly speech: Speech
  readonly onSave: () => void
  readonly onClose: () => void
}

export function SaveDecryptedDialog({ speech, isOpen, onSave, onClose }: SaveDecryptedDialogProps) {
  const { title, body } = speech.wording('taskpane/save-decrypted')
  return (
    <FluentScope>
      <Dialog open={isOpen} modalType="alert" onOpenChange={(_event, { open }) => { if (!open) onClose() }}>
        <DialogSurface lang={speech.language}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>{body}</DialogContent>
            <DialogActions>
              <Button appearance="secondary" onClick={onClose}>{mailLabel(speech.language, 'cancel')}</Button>
              <Button appearance="primary" onClick={onSave}>{mailLabel(speech.language, 'saveAnyway')}</Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </FluentScope>
  )
}
