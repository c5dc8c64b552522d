import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { storeMessage } from './stored-message.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'mailbox')

interface Entry {
  readonly id: string
  readonly file: string
  readonly form: string
  readonly standing: string
}

const { messages } = JSON.parse(readFileSync(join(folder, 'mailbox.json'), 'utf8')) as { messages: Entry[] }
const organisation = JSON.parse(readFileSync(join(folder, 'organisation.json'), 'utf8')) as { name: string; anchors: string[] }

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test('the index names every letter that lies beside it, and no other', () => {
  expect(messages.map(({ file }) => file).sort()).toEqual(readdirSync(folder).filter(name => name.endsWith('.eml')).sort())
})

test.each(messages)('$id arrives with the line endings that were signed and in the form that the index names', ({ id, file, form }) => {
  const bytes = readFileSync(join(folder, file))
  expect(bytes.toString('latin1')).not.toMatch(/[^\r]\n/)
  const stored = storeMessage(id, bytes)
  expect(stored.form).toBe(form === 'clear-signed' || form === 'opaque-signed' ? form : 'ordinary')
  expect(stored.from.address).toMatch(/@/)
  expect(stored.subject).not.toBe('')
})

test('the organisation trusts the demo root and nothing else, for years to come', () => {
  expect(organisation.anchors).toHaveLength(1)
  const root = new X509Certificate(organisation.anchors[0] ?? '')
  expect(root.ca).toBe(true)
  expect(root.checkIssued(root)).toBe(true)
  expect(Date.parse(root.validTo)).toBeGreaterThan(Date.parse('2045-01-01'))
})

test.skipIf(!hasOpenssl()).each(messages)(`openssl says of $id what fits $standing${hasOpenssl() ? '' : ' (skipped: no openssl here)'}`, ({ id, file, standing }) => {
  const workshop = mkdtempSync(join(tmpdir(), 'demo-check-'))
  writeFileSync(join(workshop, 'root.pem'), organisation.anchors.join('\n'))
  const verify = (...more: string[]): boolean => {
    try {
      const parameters = ['cms', '-verify', '-in', join(folder, file), '-purpose', 'smimesign', '-CAfile', join(workshop, 'root.pem'), ...more]
      execFileSync('openssl', [...parameters, '-out', join(workshop, 'out')], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  const intact = verify('-noverify')
  const whole = verify()
  rmSync(workshop, { recursive: true, force: true })
  if (standing === 'valid') expect(whole).toBe(true)
  // An attention's mathematics hold; whether the path does depends on the lesson.
  if (standing === 'attention') expect([intact, whole]).toEqual([true, id === 'wrong-sender' || id === 'two-signers'])
  if (standing === 'invalid' || standing === 'none') expect([intact, whole]).toEqual([false, false])
})
