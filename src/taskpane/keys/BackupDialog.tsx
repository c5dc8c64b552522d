/**
 * Makes a backup, or takes the word that none is wanted (SEC-95). A backup is one only after the saved file was chosen again, read and found to
 * hold the keys: a download that went nowhere protects nobody.
 */
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { type SubmitEvent, useState } from 'react'
import { FluentScope } from '../fluent/FluentScope.tsx'
import { offerDownload } from '../mail/offer-download.ts'
import { failureWording, type KeyLabel, keyLabel, type KeySentence, keyWording } from '../sentences/keys.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import { useSpeech } from '../speech.ts'
import { fillText } from '../text/fill-text.ts'
import { KeyFileZone, type ChosenFile } from './KeyFileZone.tsx'
import { useKeys } from './keys-context.ts'
import { isAgreed, NewPassphrase, NO_SECRET } from './NewPassphrase.tsx'
import { Notice } from './Notice.tsx'
import { PassphraseField, TextField } from './PassphraseField.tsx'

type Step = 'make' | 'check' | 'decline'

interface BackupDialogProps {
  readonly ids: readonly string[]
  readonly first: 'make' | 'decline'
  /** A name that says when, for the file. */
  readonly fileName: string
  readonly onDone: (said: KeySentence) => void
  readonly onClose: () => void
}

export function BackupDialog({ ids, first, fileName, onDone, onClose }: BackupDialogProps) {
  const { language } = useSpeech()
  const [step, setStep] = useState<Step>(first)
  const [filePassword, setFilePassword] = useState('')
  const saved = (password: string) => {
    setFilePassword(password)
    setStep('check')
  }
  const titles: Readonly<Record<Step, KeySentence>> = { make: 'backup-make', check: 'backup-check', decline: 'backup-decline' }
  return (
    <FluentScope>
      <Dialog open modalType="alert" onOpenChange={(_event, { open }) => { if (!open) onClose() }}>
        <DialogSurface lang={language} className="keys-dialog" data-step={step}>
          <DialogBody>
            <DialogTitle>{keyWording(language, titles[step]).title}</DialogTitle>
            {step === 'make' ? <MakeStep ids={ids} fileName={fileName} onSaved={saved} onDecline={() => { setStep('decline') }} onClose={onClose} /> : null}
            {step === 'check' ? <CheckStep ids={ids} filePassword={filePassword} onDone={onDone} onClose={onClose} /> : null}
            {step === 'decline' ? <DeclineStep ids={ids} onDone={onDone} onClose={onClose} /> : null}
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </FluentScope>
  )
}

interface StepProps {
  readonly ids: readonly string[]
  readonly onClose: () => void
}

interface MakeStepProps extends StepProps {
  readonly fileName: string
  readonly onSaved: (filePassword: string) => void
  readonly onDecline: () => void
}

function MakeStep({ ids, fileName, onSaved, onDecline, onClose }: MakeStepProps) {
  const { keys } = useKeys()
  const { language } = useSpeech()
  const [passphrase, setPassphrase] = useState('')
  const [secret, setSecret] = useState(NO_SECRET)
  const [code, setCode] = useState<FailureCode | null>(null)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (isBusy || !isAgreed(secret)) return
    setBusy(true)
    void keys.exportKeys(ids, passphrase, secret.value).then(outcome => {
      setBusy(false)
      if (!outcome.ok) {
        setCode(outcome.code)
        return
      }
      offerDownload(fileName, outcome.result, null)
      onSaved(secret.value)
    })
  }
  const isAboutPassword = code === 'engine/passphrase-short' || code === 'engine/passphrase-guessable'
  const isAboutPassphrase = code === 'engine/wrong-passphrase' || code === 'engine/passphrase-wait'
  return (
    <>
      <DialogContent>
        <form id={FORM} className="form" onSubmit={submit} data-form="backup" data-failure-code={code ?? undefined}>
          <p>{keyWording(language, 'backup-make').body}</p>
          {code !== null && !isAboutPassword && !isAboutPassphrase ? <Notice name={code} wording={failureWording(language, code)} tone="bad" isAnswer /> : null}
          <PassphraseField
            label={keyLabel(language, 'passphrase')}
            value={passphrase}
            onChange={setPassphrase}
            problem={code !== null && isAboutPassphrase ? failureWording(language, code) : null}
            purpose="current-password"
          />
          <NewPassphrase
            label="newFilePassword"
            againLabel="repeatFilePassword"
            differs="passwords-differ"
            secret={secret}
            onChange={setSecret}
            problem={code !== null && isAboutPassword ? failureWording(language, code) : null}
            isTried={isTried}
          />
        </form>
      </DialogContent>
      <DialogActions fluid>
        <Button appearance="subtle" onClick={onDecline}>{keyLabel(language, 'decline')}</Button>
        <Button appearance="secondary" onClick={onClose}>{keyLabel(language, 'cancel')}</Button>
        <Button appearance="primary" type="submit" form={FORM}>{keyLabel(language, isBusy ? 'keysBusy' : 'saveBackup')}</Button>
      </DialogActions>
    </>
  )
}

interface DoneProps extends StepProps {
  readonly onDone: (said: KeySentence) => void
}

function CheckStep({ ids, filePassword, onDone, onClose }: DoneProps & { readonly filePassword: string }) {
  const { keys } = useKeys()
  const { language } = useSpeech()
  const [code, setCode] = useState<FailureCode | null>(null)
  const check = (file: ChosenFile | null) => {
    if (!file) {
      setCode('taskpane/file-unreadable')
      return
    }
    void keys.confirmBackup(ids, file.bytes, filePassword).then(outcome => {
      if (outcome.ok) onDone('backup-made')
      else setCode(outcome.code)
    })
  }
  return (
    <>
      <DialogContent>
        <div className="form" data-form="backup-check" data-failure-code={code ?? undefined}>
          {code === null ? null : <Notice name={code} wording={failureWording(language, code)} tone="bad" isAnswer />}
          <KeyFileZone sentence="backup-check" choose="chooseSaved" accept=".p12,.pfx" onFile={check} />
        </div>
      </DialogContent>
      <DialogActions><Button appearance="secondary" onClick={onClose}>{keyLabel(language, 'cancel')}</Button></DialogActions>
    </>
  )
}

function DeclineStep({ ids, onDone, onClose }: DoneProps) {
  const { keys } = useKeys()
  const { language } = useSpeech()
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const [code, setCode] = useState<FailureCode | null>(null)
  const word = keyLabel(language, 'declineWord' satisfies KeyLabel)
  const isSaid = typed.trim().toLowerCase() === word.toLowerCase()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isSaid) return
    void keys.confirmBackup(ids, null, null).then(outcome => {
      if (outcome.ok) onDone('backup-declined')
      else setCode(outcome.code)
    })
  }
  return (
    <>
      <DialogContent>
        <form id={FORM} className="form" onSubmit={submit} data-form="backup-decline" data-failure-code={code ?? undefined}>
          {code === null ? null : <Notice name={code} wording={failureWording(language, code)} tone="bad" isAnswer />}
          <p>{fillText(keyWording(language, 'backup-decline').body, { word })}</p>
          <TextField label={keyLabel(language, 'confirmWord')} value={typed} onChange={setTyped} problem={isTried && !isSaid ? keyWording(language, 'word-differs') : null} />
        </form>
      </DialogContent>
      <DialogActions fluid>
        <Button appearance="secondary" onClick={onClose}>{keyLabel(language, 'cancel')}</Button>
        <Button appearance="primary" type="submit" form={FORM}>{keyLabel(language, 'declineAction')}</Button>
      </DialogActions>
    </>
  )
}

const FORM = 'backup-form'
