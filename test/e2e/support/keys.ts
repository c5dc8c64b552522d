/** What a reader does with keys in the pane, for browser tests. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import { localIdentity, type Identity } from '../../emulator/server/identity.ts'

/** The passphrase that the tests choose for the store. */
export const PASSPHRASE = 'seven quiet kites over Kobe'

/** @throws where there is no openssl to make it with. */
export async function demoIdentity(): Promise<Identity> {
  const identity = await localIdentity()
  if (identity === null) throw new Error('these tests need the openssl program, 3.0 or later')
  return identity
}

export const keyFile = async ({ folder }: Identity, name: string) => ({
  name: `${name}.p12`,
  mimeType: 'application/x-pkcs12',
  buffer: await readFile(join(folder, `${name}.p12`)),
})

interface ImportOptions {
  readonly name?: string
  readonly filePassword?: string
  readonly passphrase?: string
}

/** Chooses a key file on the Keys tab and fills in the form; the first import asks for the passphrase twice. */
export async function fillImport(frame: Frame, identity: Identity, { name = 'yuki-mori', filePassword, passphrase = PASSPHRASE }: ImportOptions = {}): Promise<void> {
  await frame.setInputFiles('[data-drop="drop-key"] input[type=file]', await keyFile(identity, name))
  const fields = frame.locator('[data-form="import"] input')
  await fields.nth(0).fill(filePassword ?? identity.keys.password)
  await fields.nth(1).fill(passphrase)
  if ((await fields.count()) > 2) await fields.nth(2).fill(passphrase)
}

/** Imports a key of the demo, from whatever tab is open. The Keys tab is open afterwards. */
export async function importKey(frame: Frame, identity: Identity, options: ImportOptions = {}): Promise<void> {
  await frame.click('#tab-keys')
  await fillImport(frame, identity, options)
  await frame.click('[data-form="import"] [type=submit]')
  await frame.waitForSelector('[data-notice="imported"]')
}

/** Types the passphrase where the content will be. */
export async function unlock(frame: Frame, passphrase = PASSPHRASE): Promise<void> {
  await frame.fill('.unlock input', passphrase)
  await frame.press('.unlock input', 'Enter')
}
