/** A chosen key file: its password, the store's passphrase, and what came of it. */
import { type SubmitEvent, useState } from 'react'
import type { KeysImportResult, KeyStoreStatus } from '../../engine/key-protocol.ts'
import { Icon } from '../icons.tsx'
import { failureWording, keyLabel } from '../sentences/keys.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import { useSpeech } from '../speech.ts'
import { foreignText } from '../text/foreign-text.ts'
import type { ChosenFile } from './KeyFileZone.tsx'
import { useKeys } from './keys-context.ts'
import { isAgreed, NewPassphrase, NO_SECRET } from './NewPassphrase.tsx'
import { Notice } from './Notice.tsx'
import { PassphraseField } from './PassphraseField.tsx'

interface ImportFormProps {
  readonly file: ChosenFile
  readonly status: KeyStoreStatus
  readonly onImported: (result: KeysImportResult) => void
  readonly onCancel: () => void
}

const ABOUT_PASSPHRASE: ReadonlySet<FailureCode> = new Set([
  'engine/wrong-passphrase', 'engine/passphrase-wait', 'engine/passphrase-short', 'engine/passphrase-guessable',
])

export function ImportForm({ file, status, onImported, onCancel }: ImportFormProps) {
  const { keys } = useKeys()
  const { language } = useSpeech()
  const isFirst = status.lock === 'empty'
  const [filePassword, setFilePassword] = useState('')
  const [secret, setSecret] = useState(NO_SECRET)
  const [code, setCode] = useState<FailureCode | null>(null)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (isBusy || (isFirst && !isAgreed(secret))) return
    setBusy(true)
    // An empty password and none at all are two things to PKCS #12; the store tries both.
    void keys.importFile(file.bytes.slice(), filePassword === '' ? null : filePassword, secret.value).then(outcome => {
      setBusy(false)
      if (outcome.ok) onImported(outcome.result)
      else setCode(outcome.code)
    })
  }
  const passphraseProblem = code !== null && ABOUT_PASSPHRASE.has(code) ? failureWording(language, code) : null
  const fileProblem = code === 'engine/p12-wrong-password' ? failureWording(language, code) : null
  const other = code !== null && !passphraseProblem && !fileProblem ? code : null
  return (
    <form className="card form" onSubmit={submit} data-form="import" data-failure-code={code ?? undefined}>
      <p className="chosen"><Icon name="key" /><span><span className="cap">{keyLabel(language, 'file')}</span><br /><bdi>{foreignText(file.name)}</bdi></span></p>
      {other ? <Notice name={other} wording={failureWording(language, other)} tone="bad" isAnswer /> : null}
      <PassphraseField
        label={keyLabel(language, 'filePassword')}
        value={filePassword}
        onChange={setFilePassword}
        hint={keyLabel(language, 'filePasswordHint')}
        problem={fileProblem}
        purpose="off"
      />
      {isFirst ? (
        <NewPassphrase
          label="newPassphrase"
          againLabel="repeatPassphrase"
          differs="passphrases-differ"
          secret={secret}
          onChange={setSecret}
          problem={passphraseProblem}
          isTried={isTried}
        />
      ) : (
        <PassphraseField
          label={keyLabel(language, 'passphrase')}
          value={secret.value}
          onChange={value => { setSecret({ value, again: value }) }}
          problem={passphraseProblem}
          purpose="current-password"
        />
      )}
      <div className="actions">
        <button type="submit" className="btn primary" aria-disabled={isBusy}>{keyLabel(language, isBusy ? 'importing' : 'import')}</button>
        <button type="button" className="btn" onClick={onCancel}>{keyLabel(language, other ? 'chooseOther' : 'cancel')}</button>
      </div>
    </form>
  )
}
