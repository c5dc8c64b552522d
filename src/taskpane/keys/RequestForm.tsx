/** A new key and the request for its certificate (PKCS #10), saved as a file for the authority. */
import { type SubmitEvent, useState } from 'react'
import type { KeyStoreStatus, NewKeyAlgorithm } from '../../engine/key-protocol.ts'
import { saveFile } from '../save-file.ts'
import { failureWording, keyLabel, keyWording } from '../sentences/keys.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import { useSpeech } from '../speech.ts'
import { useKeys } from './keys-context.ts'
import { isAgreed, NewPassphrase, NO_SECRET } from './NewPassphrase.tsx'
import { Notice } from './Notice.tsx'
import { FieldFrame, PassphraseField, TextField } from './PassphraseField.tsx'

const ALGORITHMS: readonly (readonly [NewKeyAlgorithm, string])[] = [
  ['rsa-3072', 'RSA 3072'],
  ['rsa-2048', 'RSA 2048'],
  ['rsa-4096', 'RSA 4096'],
  ['p-256', 'ECC P-256'],
  ['p-384', 'ECC P-384'],
]

interface RequestFormProps {
  readonly status: KeyStoreStatus
  /** Whose certificate is renewed: name and address are taken over. */
  readonly name: string
  readonly address: string
  readonly onMade: () => void
}

export function RequestForm({ status, name: firstName, address: firstAddress, onMade }: RequestFormProps) {
  const { keys } = useKeys()
  const { language } = useSpeech()
  const isFirst = status.lock === 'empty'
  const [name, setName] = useState(firstName)
  const [address, setAddress] = useState(firstAddress)
  const [algorithm, setAlgorithm] = useState<NewKeyAlgorithm>('rsa-3072')
  const [secret, setSecret] = useState(NO_SECRET)
  const [code, setCode] = useState<FailureCode | null>(null)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const isAddress = /^[^\s@]+@[^\s@]+$/u.test(address.trim())
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    if (isBusy || name.trim() === '' || !isAddress || (isFirst && !isAgreed(secret))) return
    setBusy(true)
    void keys.create({ algorithm, name: name.trim(), address: address.trim(), passphrase: secret.value }).then(outcome => {
      setBusy(false)
      if (!outcome.ok) {
        setCode(outcome.code)
        return
      }
      saveFile(REQUEST_NAME, outcome.result.request, 'application/pkcs10')
      onMade()
    })
  }
  const isAboutPassphrase = code?.startsWith('engine/passphrase') === true || code === 'engine/wrong-passphrase'
  const problem = code !== null && isAboutPassphrase ? failureWording(language, code) : null
  return (
    <form className="form" onSubmit={submit} data-form="request" data-failure-code={code ?? undefined}>
      {code !== null && !isAboutPassphrase ? <Notice name={code} wording={failureWording(language, code)} tone="bad" isAnswer /> : null}
      <TextField label={keyLabel(language, 'name')} value={name} onChange={setName} problem={isTried && name.trim() === '' ? keyWording(language, 'needs-name') : null} />
      <TextField
        label={keyLabel(language, 'address')}
        value={address}
        onChange={setAddress}
        kind="email"
        problem={isTried && !isAddress ? keyWording(language, 'needs-address') : null}
      />
      <FieldFrame label={keyLabel(language, 'algorithm')} hint={undefined} problem={null}>
        {about => (
          <span className="input">
            <select {...about} value={algorithm} onChange={event => { setAlgorithm(event.currentTarget.value as NewKeyAlgorithm) }}>
              {ALGORITHMS.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
            </select>
          </span>
        )}
      </FieldFrame>
      {isFirst ? (
        <NewPassphrase
          label="newPassphrase"
          againLabel="repeatPassphrase"
          differs="passphrases-differ"
          secret={secret}
          onChange={setSecret}
          problem={problem}
          isTried={isTried}
        />
      ) : (
        <PassphraseField
          label={keyLabel(language, 'passphrase')}
          value={secret.value}
          onChange={value => { setSecret({ value, again: value }) }}
          problem={problem}
          purpose="current-password"
        />
      )}
      <div className="actions">
        <button type="submit" className="btn primary" aria-disabled={isBusy}>{keyLabel(language, isBusy ? 'making' : 'makeRequest')}</button>
      </div>
    </form>
  )
}

const REQUEST_NAME = 'certificate-request.csr'
