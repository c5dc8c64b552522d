/** Removing a key is for ever: its address is typed, the passphrase asked again, and a missing backup has to be accepted (SEC-94). */
import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { type SubmitEvent, useState } from 'react'
import type { StoredKey } from '../../engine/key-protocol.ts'
import { FluentScope } from '../fluent/FluentScope.tsx'
import { failureWording, keyLabel, keyWording } from '../sentences/keys.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import { useSpeech } from '../speech.ts'
import { keyName } from './key-words.ts'
import { useKeys } from './keys-context.ts'
import { Notice } from './Notice.tsx'
import { PassphraseField, TextField } from './PassphraseField.tsx'

interface RemoveDialogProps {
  readonly stored: StoredKey
  readonly onClose: () => void
}

export function RemoveDialog({ stored, onClose }: RemoveDialogProps) {
  const { keys } = useKeys()
  const { language } = useSpeech()
  const [typed, setTyped] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [isAccepted, setAccepted] = useState(false)
  const [isTried, setTried] = useState(false)
  const [code, setCode] = useState<FailureCode | null>(null)
  const { title, body } = keyWording(language, 'key-delete')
  const name = keyName(stored)
  const isNamed = typed.trim().toLowerCase() === name.toLowerCase()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isNamed) return
    void keys.remove(stored.id, passphrase, isAccepted).then(outcome => {
      if (outcome.ok) onClose()
      else setCode(outcome.code)
    })
  }
  const isAboutPassphrase = code === 'engine/wrong-passphrase' || code === 'engine/passphrase-wait'
  return (
    <FluentScope>
      <Dialog open modalType="alert" onOpenChange={(_event, { open }) => { if (!open) onClose() }}>
        <DialogSurface lang={language} className="keys-dialog">
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>
              <form id={FORM} className="form" onSubmit={submit} data-form="remove" data-failure-code={code ?? undefined}>
                <p>{body}</p>
                {code !== null && !isAboutPassphrase ? <Notice name={code} wording={failureWording(language, code)} tone="bad" isAnswer /> : null}
                <TextField label={keyLabel(language, 'typeAddress', { address: name })} value={typed} onChange={setTyped} problem={isTried && !isNamed ? keyWording(language, 'word-differs') : null} />
                <PassphraseField
                  label={keyLabel(language, 'passphrase')}
                  value={passphrase}
                  onChange={setPassphrase}
                  problem={code !== null && isAboutPassphrase ? failureWording(language, code) : null}
                  purpose="current-password"
                />
                {stored.backup?.kind === 'made' ? null : (
                  <Checkbox checked={isAccepted} label={keyLabel(language, 'evenWithoutBackup')} onChange={(_event, { checked }) => { setAccepted(checked === true) }} />
                )}
              </form>
            </DialogContent>
            <DialogActions fluid>
              <Button appearance="secondary" onClick={onClose}>{keyLabel(language, 'cancel')}</Button>
              <Button appearance="primary" type="submit" form={FORM}>{keyLabel(language, 'removeKey')}</Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </FluentScope>
  )
}

const FORM = 'remove-form'
