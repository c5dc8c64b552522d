/** `sign` and `encrypt`: one message in, one message out, one line of JSON. */
import type { SmimeEngine } from '../engine/engine.ts'
import { describeError } from '../engine/in-process.ts'
import type { SigningWish } from '../engine/make-protocol.ts'
import type { MakeArguments } from './make-usage.ts'
import type { Line } from './report.ts'

export interface Files {
  read(file: string, option: string): Promise<Uint8Array>
  /** The message, with room around it where its length is known before it is read. */
  readMessage(file: string, verb: MakeArguments['verb']): Promise<MessageFile>
  readPassphrase(file: string): Promise<string>
  write(file: string, bytes: Uint8Array): Promise<void>
}

export interface MessageFile {
  readonly message: Uint8Array
  readonly isRoomAround: boolean
}

/** Nothing is written unless the whole message was made. */
export async function makeMessage(engine: SmimeEngine, args: MakeArguments, files: Files, now: Date): Promise<Line> {
  const { input: file, out, protectsHeader } = args
  const at = args.at === undefined ? now.toISOString() : new Date(args.at).toISOString()
  const { message, isRoomAround } = await files.readMessage(file, args.verb)
  const signing = await readSigning(args, files)
  try {
    if (args.verb === 'sign' && signing) {
      const { bytes } = await engine.ask({ kind: 'sign', message, isRoomAround, at, protectsHeader, signing })
      await files.write(out, bytes)
      return { json: { file, out }, status: 0 }
    }
    const { cipher, naming, transport, tripleWrap, hidesSubject } = args
    const recipients = await Promise.all(args.recipients.map(recipient => files.read(recipient, '--to')))
    const choices = { cipher, naming, transport, tripleWrap, hidesSubject, protectsHeader }
    const made = await engine.ask({ kind: 'encrypt', message, isRoomAround, at, recipients, signing: signing ?? null, ...choices })
    await files.write(out, made.bytes)
    const reported = made.recipients.map(({ subject, addresses, notAfter }) => ({ subject, addresses, notAfter, expired: Date.parse(notAfter) < Date.parse(at) }))
    return { json: { file, out, recipients: reported }, status: 0 }
  } catch (error) {
    return { json: { file, out: null, error: describeError(error) }, status: 1 }
  }
}

async function readSigning(args: MakeArguments, files: Files): Promise<SigningWish | undefined> {
  if (args.key === undefined) return undefined
  const passphrase = args.passphrase ?? (args.passphraseFile === undefined ? null : await files.readPassphrase(args.passphraseFile))
  return {
    key: { bytes: await files.read(args.key, 'key'), passphrase },
    certificates: await Promise.all(args.certs.map(certificate => files.read(certificate, '--certs'))),
    form: args.form,
    ...(args.digest === undefined ? {} : { digest: args.digest }),
    ...(args.signature === undefined ? {} : { rsa: args.signature }),
  }
}
