/** Messages of any maker given to another program, layer by layer, until what was written comes out. */
import { rmSync, writeFileSync } from 'node:fs'
import { decodeBody, entityBytes, type MimeEntity, parseEntity } from '../../src/mime/entity.ts'
import type { Material } from '../bench/material.ts'
import { type Key, RSA_KEYS } from './keys.ts'
import type { Layer } from './peers/peer.ts'
import type { Ready } from './peers/peers.ts'

export interface Sealed {
  /** Fit for a file name, and of this message alone. */
  readonly name: string
  /** Whose key opens it. */
  readonly key: Key
  /** Whose key signed it, where that is another one. */
  readonly signer?: Key
  readonly message: Uint8Array
  /** The recipient is named by key identifier. */
  readonly isByKey: boolean
  readonly isOaep: boolean
  /** Signed with RSASSA-PSS. */
  readonly isPss?: boolean
  /** Somebody else can open it by key agreement. */
  readonly hasAgreement?: boolean
}

export type Peeled =
  | { readonly outcome: 'opened'; readonly entity: MimeEntity }
  /** The program was not asked: it has no such thing. */
  | { readonly outcome: 'cannot'; readonly why: string }
  | { readonly outcome: 'failed'; readonly why: string }

interface Open {
  readonly sealed: Sealed
  readonly entity: MimeEntity
  readonly depth: number
}

/** All messages together, so that a program that is slow to start starts once per depth. Answers by name. */
export async function peel(material: Material, { peer, session }: Ready, all: readonly Sealed[]): Promise<ReadonlyMap<string, Peeled>> {
  const answers = new Map<string, Peeled>()
  let open: Open[] = all.map(sealed => ({ sealed, entity: parseEntity(sealed.message), depth: 0 }))
  while (open.length > 0) {
    const asked = open.flatMap(each => {
      const layer = layerOf(material, each, peer.name)
      if (!layer) {
        answers.set(each.sealed.name, { outcome: 'opened', entity: each.entity })
        return []
      }
      const why = peer.cannot(layer)
      if (why === undefined) return [{ each, layer }]
      answers.set(each.sealed.name, { outcome: 'cannot', why })
      return []
    })
    const opened = await session.open(asked.map(({ layer }) => layer))
    for (const { layer } of asked) for (const ending of ['', '.content', '.out', '.out.why']) rmSync(material.file(`${layer.name}${ending}`), { force: true })
    open = asked.flatMap(({ each, layer }) => {
      const content = opened.get(layer.name) ?? 'no answer'
      if (typeof content !== 'string') return [{ sealed: each.sealed, entity: parseEntity(content), depth: each.depth + 1 }]
      answers.set(each.sealed.name, { outcome: 'failed', why: `layer ${each.depth + 1}: ${content.trim()}` })
      return []
    })
  }
  return answers
}

/** Writes the entity's CMS object for the other program; undefined when the entity is the text itself. */
function layerOf({ file }: Material, { sealed, entity, depth }: Open, program: string): Layer | undefined {
  const name = `${program.replaceAll(' ', '')}-${sealed.name}-${depth}.der`
  const { key, signer = key, isByKey, isOaep, isPss = false } = sealed
  const hasAgreement = sealed.hasAgreement === true || !RSA_KEYS.includes(key)
  const write = (part: MimeEntity) => writeFileSync(file(name), decodeBody(part).bytes)
  switch (entity.contentType.value) {
    case 'multipart/signed': {
      const [content, signature] = entity.children
      if (!content || !signature) return undefined
      write(signature)
      writeFileSync(file(`${name}.content`), entityBytes(content))
      return { name, key: signer, kind: 'detached', isAuthenticated: false, isByKey: false, isOaep: false, isPss, hasAgreement: false }
    }
    case 'application/pkcs7-mime': {
      write(entity)
      const type = entity.contentType.parameters.get('smime-type')?.toLowerCase()
      return { name, key: type === 'signed-data' ? signer : key, kind: type === 'signed-data' ? 'signed' : 'enveloped', isAuthenticated: type === 'authenveloped-data', isByKey, isOaep, isPss, hasAgreement }
    }
    default:
      return undefined
  }
}

/** What was written: the decoded octets of every part that holds no others, in their order. */
export function writtenIn(entity: MimeEntity): Uint8Array[] {
  return entity.children.length > 0 ? entity.children.flatMap(writtenIn) : [decodeBody(entity).bytes]
}
