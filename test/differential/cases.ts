/**
 * Generated messages and paths, half of them as they were made, half damaged. What OpenSSL is asked is CMS and content
 * without MIME around them, so that both judge exactly the same octets.
 */
import {
  anEndEntity, anIntermediate, aRootCa, basicConstraints, type CertificateOptions, dnsName, emailName, extension, extKeyUsage, type Holder,
  keyUsage, nameConstraints, NOW, subjectAltName,
} from '../make/certificate-authority.ts'
import { octetString, sequence } from '../make/der.ts'
import { aSignedData, attribute, ENTITY, type SignerOptions } from '../make/signed-message.ts'
import { mutate } from './mutate.ts'
import type { Chance } from './random.ts'

export interface Case {
  readonly name: string
  readonly cms: Uint8Array
  /** Undefined for an opaque message. */
  readonly content: Uint8Array | undefined
}

export interface Ground {
  readonly root: Holder
  readonly seeds: readonly Case[]
}

const YEAR = 365 * 86_400_000
const past = new Date(NOW.getTime() - YEAR)

/** What a leaf may differ in. */
const LEAVES: Readonly<Record<string, CertificateOptions>> = {
  'good': {},
  'P-384': { keyKind: 'P-384' },
  'RSA': { keyKind: 'RSA-2048' },
  'RSA-PSS': { keyKind: 'RSA-PSS' },
  'Ed25519': { keyKind: 'Ed25519' },
  'expired': { notBefore: new Date(past.getTime() - YEAR), notAfter: new Date(NOW.getTime() - 86_400_000) },
  'not yet valid': { notBefore: new Date(NOW.getTime() + 86_400_000) },
  'forged': { forged: true },
  'no purpose': { extensions: { extKeyUsage: null } },
  'server purpose': { extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.1') } },
  'any purpose': { extensions: { extKeyUsage: extKeyUsage('2.5.29.37.0') } },
  'encipherment only': { extensions: { keyUsage: keyUsage(2) } },
  'non-repudiation only': { extensions: { keyUsage: keyUsage(1) } },
  'no key usage': { extensions: { keyUsage: null } },
  'unknown critical extension': { extensions: { extra1: extension('1.2.3.4', octetString(new Uint8Array(2)), true) } },
  'unknown extension': { extensions: { extra1: extension('1.2.3.4', octetString(new Uint8Array(2))) } },
  'authority as leaf': { extensions: { basicConstraints: basicConstraints(true) } },
  'no mailbox': { extensions: { subjectAltName: null } },
  'host name only': { extensions: { subjectAltName: subjectAltName(dnsName('mail.example.com')) } },
  'other domain': { mailboxes: ['alice@elsewhere.example'] },
}

/** What the authority between may differ in. */
const AUTHORITIES: Readonly<Record<string, CertificateOptions>> = {
  'good': {},
  'path length 0': { pathLength: 0 },
  'no authority': { extensions: { basicConstraints: basicConstraints(false) } },
  'no basic constraints': { extensions: { basicConstraints: null } },
  'no certificate signing': { extensions: { keyUsage: keyUsage(0) } },
  'expired': { notBefore: new Date(past.getTime() - YEAR), notAfter: new Date(NOW.getTime() - 86_400_000) },
  'forged': { forged: true },
  'permits the domain': { extensions: { nameConstraints: nameConstraints({ permitted: [emailName('example.com')] }) } },
  'excludes the domain': { extensions: { nameConstraints: nameConstraints({ excluded: [emailName('example.com')] }) } },
  'permits another': { extensions: { nameConstraints: nameConstraints({ permitted: [emailName('elsewhere.example')] }) } },
  'server purpose': { extensions: { extra1: extKeyUsage('1.3.6.1.5.5.7.3.1') } },
  'unknown critical extension': { extensions: { extra1: extension('1.2.3.4', octetString(new Uint8Array(2)), true) } },
}

/** What a signature may differ in. */
const SIGNATURES: Readonly<Record<string, Partial<SignerOptions>>> = {
  'good': {},
  'by key identifier': { identifiedBy: 'key-identifier' },
  'SHA-512': { digest: 'SHA-512' },
  'no attributes': { withoutAttributes: true },
  'no signing time': { signingTime: null },
  'broken': { breakSignature: true },
  'other digest': { digestOver: new Uint8Array(3) },
  'attribute twice': { attributes: attributes => [...attributes, ...attributes.slice(0, 1)] },
  'no content type': { attributes: attributes => attributes.slice(1) },
  'unsorted': { unsorted: true, attributes: attributes => [...attributes].reverse() },
  'unknown attribute': { attributes: attributes => [...attributes, attribute('1.2.3.4', sequence())] },
}

const content = new TextEncoder().encode(ENTITY)

/** Every deviation of a leaf, an authority and a signature, each detached and opaque, DER and BER: the seeds. */
export async function prepareGround(): Promise<Ground> {
  const root = await aRootCa({ keyKind: 'RSA-2048' })
  const seeds: Case[] = []
  const add = async (name: string, holder: Holder, others: readonly Holder[], options: Partial<SignerOptions>) => {
    const common = { content, signers: [{ holder, ...options }], certificates: [holder, ...others].map(each => each.certificate) }
    seeds.push({ name: `${name}, detached`, cms: await aSignedData(common), content })
    seeds.push({ name: `${name}, opaque`, cms: await aSignedData({ ...common, encapsulated: content }), content: undefined })
    seeds.push({ name: `${name}, opaque BER`, cms: await aSignedData({ ...common, encapsulated: content, chunk: 16 }), content: undefined })
  }
  const good = await anIntermediate(root)
  for (const [name, options] of Object.entries(LEAVES)) await add(`leaf: ${name}`, await anEndEntity(good, options), [good], {})
  for (const [name, options] of Object.entries(AUTHORITIES)) {
    const authority = await anIntermediate(root, options)
    await add(`authority: ${name}`, await anEndEntity(authority), [authority], {})
    const below = await anIntermediate(authority, { commonName: 'Lower CA' })
    await add(`upper authority: ${name}`, await anEndEntity(below), [authority, below], {})
  }
  const leaf = await anEndEntity(good)
  for (const [name, options] of Object.entries(SIGNATURES)) await add(`signature: ${name}`, leaf, [good], options)
  await add('authority missing', leaf, [], {})
  return { root, seeds }
}

/** The `index`-th case: the seeds first, then damaged ones. */
export function caseAt({ seeds }: Ground, index: number, chance: Chance): Case {
  const seed = seeds[index]
  if (seed) return seed
  const chosen = chance.of(seeds.slice(0, 12).concat(seeds))
  const contentAlone = chance.below(5) === 0 ? chosen.content : undefined
  return {
    name: `${chosen.name}, damaged (${index})`,
    cms: contentAlone ? chosen.cms : mutate(chosen.cms, chance),
    content: contentAlone ? mutate(contentAlone, chance) : chosen.content,
  }
}
