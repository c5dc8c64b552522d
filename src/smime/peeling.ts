/**
 * Taking a message apart layer by layer (RFC 8551 section 3; SEC-12, SEC-13) and folding what was found into one verdict.
 *
 * A signature counts at the root, or directly inside an encryption that we opened; a compression in between hides nothing.
 * One around an encryption never counts. Below the signature that counts everything is reported as a layer. What is given
 * out for display comes from octets that were hashed, or from a message in which nothing is signed.
 */
import { type ContentInfo, parseContentInfo } from '../cms/content-info.ts'
import { parseCompressedData } from '../cms/compressed-data.ts'
import { isEnveloped, parseEnvelope } from '../cms/enveloped-data.ts'
import { CmsError } from '../cms/errors.ts'
import { parseSignedData, type SignedData } from '../cms/signed-data.ts'
import { consumeBody, decodeBody, entityBytes, type MimeEntity } from '../mime/entity.ts'
import { MimeError } from '../mime/errors.ts'
import { Asn1Reader } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import { gatherRanges, joinRanges } from '../x509/octet-string.ts'
import { canonicalForm } from './canonical-form.ts'
import { decompress } from './decompress.ts'
import type { HashedAhead } from './hash-ahead.ts'
import { type ProtectedHeader, protectionNotes, readProtectedHeader } from './header-protection.ts'
import { isEnvelopedEntity, parseInner } from './inner-entity.ts'
import type { JudgeContext } from './judge-context.ts'
import { envelopeWith, type Outside } from './outside.ts'
import { brokenEnvelope, type EnvelopeAnswer, openEnvelope } from './peel-envelope.ts'
import type { ReceivedMessage } from './received-message.ts'
import { hasInnerSecurity, securityOf, signedOctets } from './security-of.ts'
import { readBareText, readShownParts, shownEntity, type ShownPart, summarizeContent } from './shown-parts.ts'
import type { EnvelopedLayer, MessageReasonCode, MessageVerdict, Note, SecurityLayer, SignerVerdict } from './verdict.ts'
import { foldVerdict } from './fold-verdict.ts'
import { type Envelope, type SignedContent, verifySignedData } from './verify-signed-data.ts'

export interface OpenedMessage {
  readonly verdict: MessageVerdict
  /**
   * Exact octets of the innermost entity: verified when something is signed, else as received or decrypted. Empty when an
   * encryption stays closed, or what was signed is not intact. A view or a new array.
   */
  readonly innermost: Uint8Array
  /** Empty when something is signed and its content is not intact. */
  readonly parts: readonly ShownPart[]
}

/** SEC-75: deeper nesting is nobody's mail. */
const MAXIMAL_LAYERS = 4

/** RFC 3274 section 2: id-alg-zlibCompress. */
const ZLIB = '1.2.840.113549.1.9.16.3.8'

/** Types that are peeled when they stand inside another one without MIME between them. */
const CMS_TYPES: ReadonlySet<string> = new Set([OID.signedData, OID.envelopedData, OID.authEnvelopedData, OID.compressedData])

/** A message on its way from the outside in. Every layer is peeled once, and then the verdict is asked for once. */
export class Peeling {
  private readonly layers: SecurityLayer[] = []
  private readonly reasons: MessageReasonCode[] = []
  /** The signature that speaks for the message, if any. */
  private counting: { readonly signers: readonly SignerVerdict[]; readonly isReadable: boolean } | undefined
  private isEncrypted = false
  private isDecrypted = false
  private isMalleable = false
  private innermostEntity: MimeEntity | undefined
  private innermostBytes = new Uint8Array() as Uint8Array
  private protection: ProtectedHeader | undefined
  private readonly outside: Outside
  private readonly content: Uint8Array | null
  /** The octets of the entity at hand are ours alone. */
  private mayOverwrite: boolean
  private readonly context: JudgeContext

  constructor(outside: Outside, { content, mayOverwrite = false }: Pick<ReceivedMessage, 'content' | 'mayOverwrite'>, context: JudgeContext) {
    this.outside = outside
    this.content = content
    this.mayOverwrite = mayOverwrite
    this.context = context
  }

  /** Header fields of the author, from the verified content of the signature that counts. */
  get protectedHeader(): ProtectedHeader | undefined {
    return this.counting && this.protection
  }

  /** Header fields that were encrypted and not signed. */
  get decryptedHeader(): ProtectedHeader | undefined {
    return this.counting ? undefined : this.protection
  }

  /**
   * @param ahead - A digest that was begun over a part of this very entity. SECURITY: for the outermost one only; below it the same memory may hold
   * other octets by now.
   */
  async peelEntity(entity: MimeEntity, ahead?: HashedAhead): Promise<void> {
    const security = securityOf(entity)
    if (security.kind !== 'none' && this.isTooDeep()) return
    switch (security.kind) {
      case 'none':
        return this.reachInnermost(entity)
      case 'broken':
        return this.addBrokenLayer('detached')
      case 'cms':
        return this.peelCmsPart(entity)
      case 'detached': {
        const signedData = this.readSignedData(decodeBody(security.signature).bytes)
        if (!signedData) return this.addBrokenLayer('detached')
        await this.peelSigned(signedData, { detached: canonicalForm(signedOctets(security.signed)), ahead }, security.signed)
      }
    }
  }

  /** Octets of a layer above that will be given out are never written over. */
  private peelCmsPart(entity: MimeEntity): Promise<void> {
    const mayOverwrite = this.mayOverwrite && this.innermostBytes.length === 0
    const { bytes } = mayOverwrite ? consumeBody(entity) : decodeBody(entity)
    return this.peelCms(bytes, mayOverwrite || bytes.buffer !== entity.source.buffer)
  }

  /** @param isOurs - Nobody else reads these bytes: they may be written over. */
  async peelCms(bytes: Uint8Array, isOurs: boolean): Promise<void> {
    const contentInfo = readOrNothing(() => parseContentInfo(bytes))
    return contentInfo ? this.peelContent(contentInfo, isOurs) : this.addBrokenLayer('opaque')
  }

  private async peelContent(contentInfo: ContentInfo, isOurs: boolean): Promise<void> {
    if (isEnveloped(contentInfo)) return this.peelEnvelope(contentInfo, isOurs)
    if (contentInfo.contentType === OID.compressedData) return this.peelCompressed(contentInfo, isOurs)
    const signedData = contentInfo.contentType === OID.signedData ? this.readSignedData(contentInfo) : undefined
    if (!signedData) return this.addBrokenLayer('opaque')
    // Windows writes a present but empty content into its .p7b files.
    const isEmpty = signedData.contentRanges === undefined || signedData.contentRanges.every(({ start, end }) => start === end)
    if (signedData.signers.length === 0 && isEmpty) {
      if (!this.counting) this.reasons.push('smime/certs-only')
      return
    }
    if (signedData.contentRanges) {
      const join = isOurs ? gatherRanges : joinRanges
      return this.peelSigned(signedData, { encapsulated: join(signedData.source, signedData.contentRanges) })
    }
    if (this.layers.length > 0 || !this.content) {
      if (this.layers.length === 0) throw new MimeError('mime/needs-content', 'detached signature without its content')
      return this.addBrokenLayer('opaque')
    }
    await this.peelSigned(signedData, { detached: canonicalForm(this.content) })
  }

  private readSignedData(cms: Uint8Array | ContentInfo): SignedData | undefined {
    return readOrNothing(() => parseSignedData(cms instanceof Uint8Array ? parseContentInfo(cms) : cms))
  }

  /**
   * One signed layer. The outermost counts until an encryption turns up below it (`peelEnvelope`).
   *
   * What is inside is opened when its octets were verified. An encryption is opened in any case: it stands for itself,
   * and a signature around it says nothing about it (SEC-12).
   */
  private async peelSigned(signedData: SignedData, given: SignedContent, known?: MimeEntity): Promise<void> {
    this.context.onStep('signature')
    const counts = !this.counting
    let inner: MimeEntity | undefined
    const envelopeOf = (presented: Uint8Array, isVerified: boolean) => {
      inner = parseInner(presented, known)
      return counts && isVerified ? this.readProtected(inner) : this.outside.envelope
    }
    const { signers, content } = await verifySignedData(signedData, given, envelopeOf, this.context)
    this.layers.push({ kind: 'signed', form: given.detached ? 'detached' : 'opaque', counts, signers, contentType: signedData.contentType })
    if (counts) this.counting = { signers, isReadable: true }
    if (content) this.innermostBytes = content
    if (inner && (content || isEnvelopedEntity(inner))) await this.peelEntity(inner)
  }

  /** @param inner - The entity inside verified content. */
  private readProtected(inner: MimeEntity | undefined): Envelope {
    this.protection = inner && readProtectedHeader(inner)
    return this.protection ? envelopeWith(this.protection, this.outside) : this.outside.envelope
  }

  /** A signature that was found around it counts no more: whoever made it need not have known the content (SEC-12). */
  private async peelEnvelope(contentInfo: ContentInfo, isOurs: boolean): Promise<void> {
    if (this.isTooDeep()) return
    const answer = await this.openEnvelope(contentInfo, isOurs)
    this.isEncrypted = true
    if (this.counting) this.reasons.push('smime/outer-signature-ignored')
    this.counting = undefined
    this.protection = undefined
    this.innermostBytes = new Uint8Array()
    for (const [index, layer] of this.layers.entries()) if (layer.kind === 'signed') this.layers[index] = { ...layer, counts: false }
    this.layers.push(answer.layer)
    if (answer.outcome === 'closed') this.reasons.push(answer.reason)
    else await this.peelDecrypted(answer)
  }

  private async openEnvelope(contentInfo: ContentInfo, isOurs: boolean): Promise<EnvelopeAnswer> {
    const envelope = readOrNothing(() => parseEnvelope(contentInfo))
    return envelope ? openEnvelope(envelope, isOurs, this.context) : brokenEnvelope(contentInfo.contentType === OID.authEnvelopedData)
  }

  private async peelDecrypted({ content, contentType, isMalleable }: Extract<EnvelopeAnswer, { outcome: 'opened' }>): Promise<void> {
    this.isDecrypted = true
    this.isMalleable ||= isMalleable
    this.mayOverwrite = true
    await this.peelTyped(content, contentType)
  }

  /** SEC-76: nothing is shown of what grows too much. */
  private async peelCompressed(contentInfo: ContentInfo, isOurs: boolean): Promise<void> {
    if (this.isTooDeep()) return
    const compressed = readOrNothing(() => parseCompressedData(contentInfo))
    if (compressed?.compressionOid !== ZLIB || compressed.hasTrailingData) return this.addBrokenLayer('opaque')
    const answer = await decompress((isOurs ? gatherRanges : joinRanges)(compressed.source, compressed.contentRanges))
    if (answer.outcome === 'malformed') return this.addBrokenLayer('opaque')
    this.layers.push({ kind: 'compressed' })
    this.innermostBytes = new Uint8Array()
    if (answer.outcome === 'too-much') {
      this.reasons.push('smime/expands-too-much')
      return
    }
    await this.peelTyped(answer.bytes, compressed.contentType)
  }

  /** What was inside an encryption or a compression: an entity, or another CMS type without MIME around it (RFC 5652 section 4). */
  private async peelTyped(content: Uint8Array, contentType: string): Promise<void> {
    if (CMS_TYPES.has(contentType)) {
      const contentInfo = readOrNothing((): ContentInfo => {
        const reader = new Asn1Reader(content)
        return { contentType, reader, content: reader.read(0), hasTrailingData: false }
      })
      return contentInfo ? this.peelContent(contentInfo, true) : this.addBrokenLayer('opaque')
    }
    const inner = parseInner(content)
    if (inner) return this.peelEntity(inner)
    this.innermostBytes = content
    if (!this.counting) this.reasons.push('smime/none')
  }

  private isTooDeep(): boolean {
    const isTooDeep = this.layers.length >= MAXIMAL_LAYERS
    if (isTooDeep) this.reasons.push('smime/too-many-layers')
    return isTooDeep
  }

  /** Something that says it is signed and cannot be read counts as a broken signature, not as none. */
  private addBrokenLayer(form: 'detached' | 'opaque'): void {
    const counts = !this.counting
    this.layers.push({ kind: 'signed', form, counts, signers: [], contentType: '' })
    if (counts) this.counting = { signers: [], isReadable: false }
  }

  private reachInnermost(entity: MimeEntity): void {
    if (!this.counting && this.isDecrypted) this.protection = readProtectedHeader(entity)
    const shown = this.counting || this.isDecrypted ? shownEntity(entity) : entity
    this.innermostEntity = shown
    this.innermostBytes = entityBytes(entity)
    this.layers.push({ kind: 'message', summary: summarizeContent(shown) })
    if (!this.counting) this.reasons.push(hasInnerSecurity(entity) ? 'smime/inner-part-signed' : 'smime/none')
  }

  finish(headers: MessageVerdict['headers'], at: string): OpenedMessage {
    const { counting, protection, reasons, isEncrypted, outside } = this
    const verdict = foldVerdict({ counting, protection, reasons, isEncrypted, outerFields: outside.fields, headers, at })
    const isOpenToChange = this.isMalleable && verdict.standing !== 'valid'
    return {
      verdict: { ...verdict, layers: this.layers.map(layer => (layer.kind === 'enveloped' ? this.withNotes(layer, isOpenToChange) : layer)) },
      innermost: this.innermostBytes,
      parts: this.shownParts(),
    }
  }

  private withNotes(layer: EnvelopedLayer, isOpenToChange: boolean): EnvelopedLayer {
    if (!layer.opened) return layer
    const { fields, ownAddress } = this.outside
    const changed = this.decryptedHeader ? protectionNotes(this.decryptedHeader, fields, ownAddress).filter(({ code }) => code === 'smime/header-protection-differs') : []
    const notes: Note[] = [...(layer.notes ?? []), ...(isOpenToChange && !layer.authenticated ? [CBC_UNSIGNED] : []), ...changed]
    return { ...layer, notes }
  }

  /** Verified octets that are no MIME entity are shown as the text they are; RFC 8551 section 3.1 wants an entity there. */
  private shownParts(): readonly ShownPart[] {
    if (this.innermostEntity) return readShownParts(this.innermostEntity)
    return this.innermostBytes.length > 0 ? [readBareText(this.innermostBytes)] : []
  }
}

const CBC_UNSIGNED: Note = { code: 'smime/cbc-unsigned', values: {} }

/** What a parser makes of the octets; undefined when they are not what they say. Nothing but parsing belongs in `read`. */
function readOrNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof CmsError || error instanceof X509Error) return undefined
    throw error
  }
}
