#!/usr/bin/env node
/**
 * The engine on the command line: the same verdicts as the pane, one JSON object per line and file on standard output,
 * prose on standard error. Composition root: the clock and the file system are read here and nowhere below.
 */
import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises'
import type { SmimeEngine } from '../engine/engine.ts'
import { createInProcessEngine, describeError } from '../engine/in-process.ts'
import type { JudgePathRequest } from '../engine/protocol.ts'
import { roomForMaking } from '../engine/room-for-making.ts'
import { makeMessage, type MessageFile } from './make.ts'
import { type MakeArguments, readMakeArguments } from './make-usage.ts'
import { openKeys, readSharedKeys } from './opening-keys.ts'
import { type Line, reportKeys, reportOpened, reportPath, reportUnopened } from './report.ts'
import { type Arguments, readArguments, USAGE, UsageError } from './usage.ts'

const WRONG_USAGE = 64

async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === '--help' || argv[0] === '-h' || argv[0] === 'help') {
    process.stderr.write(USAGE)
    return 0
  }
  try {
    const [verb, ...words] = argv
    if (verb === 'sign' || verb === 'encrypt') return await make(readMakeArguments(verb, words))
    const args = readArguments(argv)
    const passphrases = [...args.passphrases, ...(await Promise.all(args.passphraseFiles.map(readPassphrase)))]
    const certificates = await readAll(args.certs, '--certs')
    const keys = await openKeys(args.keys, passphrases, certificates, file => readOne(file, '--key'))
    const engine = createInProcessEngine({ ownsBytes: true, keyProviders: keys.providers })
    const acceptsBareSignatures = args.bareSignatures === 'attention'
    if (args.anchors.length > 0 || acceptsBareSignatures) {
      const organisation = await readAll(args.anchors, '--anchors')
      await engine.ask({ kind: 'trust', builtIn: organisation.length === 0, organisation, user: [], acceptsBareSignatures })
    }
    try {
      return await run(engine, args, certificates, passphrases)
    } finally {
      keys.close()
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`sealpane: ${error.message}\n`)
    return WRONG_USAGE
  }
}

async function make(args: MakeArguments): Promise<number> {
  const files = { read: readOne, readMessage, readPassphrase, write: (file: string, bytes: Uint8Array) => writeFile(file, bytes) }
  const line = await makeMessage(createInProcessEngine({ ownsBytes: true }), args, files, new Date())
  process.stdout.write(`${JSON.stringify(line.json)}\n`)
  return line.status
}

async function run(engine: SmimeEngine, args: Arguments, extraCertificates: readonly Uint8Array[], passphrases: readonly string[]): Promise<number> {
  const evidence = {
    at: args.at === undefined ? new Date().toISOString() : new Date(args.at).toISOString(),
    extraCertificates,
    revocation: args.revocation,
    crls: await readAll(args.crl, '--crl'),
    ocspResponses: await readAll(args.ocsp, '--ocsp'),
  }
  const content = args.content === undefined ? null : await readOne(args.content, '--content')
  let status: Line['status'] = 0
  for (const [index, file] of args.files.entries()) {
    const line = await judgeFile(engine, args, file, evidence, content, passphrases[index] ?? null)
    process.stdout.write(`${JSON.stringify(line.json)}\n`)
    status = worse(status, line.status)
  }
  return status
}

type Evidence = Parameters<typeof judgeFile>[3]

async function judgeFile(
  engine: SmimeEngine,
  args: Arguments,
  file: string,
  evidence: {
    readonly at: string
    readonly extraCertificates: readonly Uint8Array[]
    readonly revocation: Arguments['revocation']
    readonly crls: readonly Uint8Array[]
    readonly ocspResponses: readonly Uint8Array[]
  },
  content: Uint8Array | null,
  passphrase: string | null,
): Promise<Line> {
  const bytes = await readOne(file, 'FILE')
  try {
    switch (args.verb) {
      case 'open':
      case 'verify':
        return await openFile(engine, args, file, bytes, evidence, content)
      case 'path': {
        const { purpose, address } = args
        const result = await engine.ask({ kind: 'judge-path', leaf: bytes, purpose, policy: policyOf(args), address: address ?? null, ...evidence })
        return reportPath(file, result)
      }
      case 'keys':
        return reportKeys(file, await engine.ask({ kind: 'list-keys', bytes, passphrase }))
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    const described = describeError(error)
    process.stderr.write(`sealpane: ${file}: ${described.message}\n`)
    if (args.verb === 'path') return { json: { file, outcome: 'invalid', failure: described.code, revocation: 'not-checked', path: [] }, status: 1 }
    if (args.verb === 'keys') return { json: { file, certificates: [], privateKeys: 0, error: described }, status: 1 }
    return reportUnopened(file, described)
  }
}

/** What is asked about certificate policies: without an option any policy, nothing demanded. */
function policyOf({ policyOids, explicitPolicy, inhibitMapping, inhibitAny }: Arguments): NonNullable<JudgePathRequest['policy']> {
  return { initialPolicies: policyOids, requireExplicit: explicitPolicy, inhibitMapping, inhibitAny }
}

async function openFile(engine: SmimeEngine, args: Arguments, file: string, bytes: Uint8Array, evidence: Evidence, content: Uint8Array | null): Promise<Line> {
  const secrets = { recipientPasswords: args.recipientPasswords, sharedKeys: readSharedKeys(args.sharedKeys) }
  const result = await engine.ask({ kind: 'open', bytes, form: 'auto', content, host: null, ...evidence, ...secrets })
  if (args.out !== undefined) await writeFile(args.out, result.innermost)
  return reportOpened(file, result)
}

/** 1 (invalid, unopened) outweighs 2 (needs a human), which outweighs 0. */
function worse(a: Line['status'], b: Line['status']): Line['status'] {
  if (a === 1 || b === 1) return 1
  return a === 2 || b === 2 ? 2 : 0
}

async function readAll(files: readonly string[], option: string): Promise<Uint8Array[]> {
  return Promise.all(files.map(file => readOne(file, option)))
}

/** With room around it where its length was known: a pipe has none beforehand and is read as it comes, from where it was opened. */
async function readMessage(file: string, verb: MakeArguments['verb']): Promise<MessageFile> {
  try {
    const handle = await open(file)
    try {
      const status = await handle.stat()
      if (!status.isFile()) return { message: new Uint8Array(await handle.readFile()), isRoomAround: false }
      const message = await readInto(handle, roomForMaking(verb, status.size))
      if (message !== undefined) return { message, isRoomAround: true }
    } finally {
      await handle.close()
    }
  } catch {
    throw new UsageError(`MESSAGE: cannot read "${file}"`)
  }
  return { message: await readOne(file, 'MESSAGE'), isRoomAround: false }
}

/** What there is of the file; undefined when that is more than fits. A file that shrinks meanwhile is as long as it was when it was read. */
async function readInto(handle: FileHandle, message: Uint8Array): Promise<Uint8Array | undefined> {
  let filled = 0
  for (let read = -1; read !== 0 && filled < message.length; filled += read) ({ bytesRead: read } = await handle.read(message, filled, message.length - filled))
  const { bytesRead: surplus } = await handle.read(new Uint8Array(1), 0, 1)
  return surplus > 0 ? undefined : message.subarray(0, filled)
}

/** A file's bytes as an array of their own. @throws UsageError naming the file when it cannot be read. */
async function readOne(file: string, option: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file))
  } catch {
    throw new UsageError(`${option}: cannot read "${file}"`)
  }
}

async function readPassphrase(file: string): Promise<string> {
  return new TextDecoder().decode(await readOne(file, '--passphrase-file')).replace(/\r?\n$/u, '')
}

process.exitCode = await main(process.argv.slice(2))
