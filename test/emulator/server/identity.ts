/** The reader's keys and encrypted letters, made once on this computer and kept in `.cache/`. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const cache = join(root, '.cache')

export interface IdentityLetter {
  readonly id: string
  readonly file: string
  readonly form: 'encrypted' | 'clear-signed'
  readonly title: { readonly en: string; readonly ja: string }
  /** What the pane says when the key is there. */
  readonly standing: string
  /** Name of the key file that opens it, without `.p12`; null when none here does. */
  readonly needs: string | null
  /** Why it stays closed, when `needs` is null. */
  readonly reason?: string
}

export interface Identity {
  readonly folder: string
  /** The authority behind these letters, in PEM. */
  readonly anchor: string
  readonly keys: { readonly files: readonly string[]; readonly password: string }
  readonly messages: readonly IdentityLetter[]
  /** The other mailboxes of the demo, each with its owner's keys. */
  readonly people: readonly IdentityPerson[]
}

export interface IdentityPerson {
  readonly name: string
  readonly address: string
  readonly keys: Identity['keys']
  readonly messages: readonly IdentityLetter[]
}

interface IdentityMaker {
  makeIdentity(folder: string): void
}

const readIdentity = (folder: string): Identity => ({
  ...(JSON.parse(readFileSync(join(folder, 'identity.json'), 'utf8')) as Omit<Identity, 'folder'>),
  folder,
})

/**
 * Gives the kept identity, or makes one.
 *
 * @returns null when this computer has no openssl that can make one; the demo then has signed letters only.
 */
export async function localIdentity(): Promise<Identity | null> {
  const folder = join(cache, 'demo-identity-2')
  if (existsSync(join(folder, 'identity.json'))) return readIdentity(folder)
  mkdirSync(cache, { recursive: true })
  const made = mkdtempSync(join(cache, 'demo-identity-'))
  try {
    const maker = (await import(new URL('../mailbox/make-identity.mjs', import.meta.url).href)) as IdentityMaker
    maker.makeIdentity(made)
    renameSync(made, folder)
  } catch {
    rmSync(made, { recursive: true, force: true })
    // Another process may have been faster: a folder with something in it cannot be replaced.
    if (!existsSync(join(folder, 'identity.json'))) return null
  }
  return readIdentity(folder)
}
