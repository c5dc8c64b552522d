/** One fuzz target per parser, and whole messages through the engine. */
import { encodeUtf8 } from '../../src/bytes/encoding.ts'
import { parseContentInfo } from '../../src/cms/content-info.ts'
import { parseSignedData } from '../../src/cms/signed-data.ts'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { anEndEntity, anIntermediate, aRootCa, type Holder, NOW } from '../make/certificate-authority.ts'
import { anOutlookMessage } from '../make/compound-file.ts'
import { aClearSignedMessage, anOpaqueMessage, aSignedData, ENTITY, HEADER } from '../make/signed-message.ts'
import { cmsTargets } from './cms-targets.ts'
import { mimeTargets } from './mime-targets.ts'
import type { FuzzTarget } from './target.ts'
import { x509Targets } from './x509-targets.ts'

export async function fuzzTargets(): Promise<readonly FuzzTarget[]> {
  const root = await aRootCa()
  const authority = await anIntermediate(root)
  const holder = await anEndEntity(authority)
  const content = encodeUtf8(ENTITY)
  const common = { content, signers: [{ holder }], certificates: [holder.certificate, authority.certificate] }
  const detached = await aSignedData(common)
  const opaque = await aSignedData({ ...common, encapsulated: content, chunk: 8 })
  const messages = [aClearSignedMessage(detached), anOpaqueMessage(opaque)]
  const signedAttributes = parseSignedData(parseContentInfo(detached)).signers[0]?.encodedSignedAttributes ?? new Uint8Array()
  const stored = anOutlookMessage({
    messageClass: 'IPM.Note.SMIME',
    header: `${HEADER.join('\r\n')}\r\n\r\n`,
    attachments: [{ type: 'application/pkcs7-mime', name: 'smime.p7m', data: opaque }],
  })
  return [
    ...mimeTargets(messages),
    ...(await x509Targets(root, authority, holder, detached, signedAttributes)),
    ...(await cmsTargets(holder, [detached, opaque])),
    { name: 'whole message', seeds: [...messages, stored], run: await opener(root), rooms: ['mime/', 'engine/'] },
  ]
}

/** The message as it was made is valid; a damaged one may only be if what was signed, the signer and the address stayed. */
async function opener(root: Holder): Promise<FuzzTarget['run']> {
  const engine = createInProcessEngine()
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [root.certificate], user: [] })
  return async bytes => {
    const { verdict, innermost } = await engine.ask({
      kind: 'open', bytes: bytes.slice(), form: 'auto', content: null, host: null, at: NOW.toISOString(), extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [],
    })
    if (verdict.standing !== 'valid') return
    if (Buffer.compare(innermost, encodeUtf8(ENTITY)) !== 0) throw new Error('valid, and shows other octets than were signed')
    if (verdict.signers[0]?.address !== 'alice@example.com') throw new Error('valid, and in another name')
  }
}
