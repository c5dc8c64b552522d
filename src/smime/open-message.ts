/**
 * Opening a message layer by layer (RFC 8551 section 3; SEC-12, SEC-13) and folding what was found into one verdict.
 *
 * Only the outermost signature can count, and only at the root; below it everything is reported as a layer. What is
 * given out for display comes from octets that were hashed, or from a message in which nothing is signed.
 */
import { type ContentInfo, parseContentInfo } from '../cms/content-info.ts'
import { type Envelope as EncryptedEnvelope, isEnveloped, parseEnvelope } from '../cms/enveloped-data.ts'
import { CmsError } from '../cms/errors.ts'
import { parseSignedData, type SignedData } from '../cms/signed-data.ts'
import { consumeBody, decodeBody, entityBytes, type MimeEntity } from '../mime/entity.ts'
import { MimeError } from '../mime/errors.ts'
import { nameOfCipher } from '../x509/algorithm-name.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import { gatherRanges, joinRanges } from '../x509/octet-string.ts'
import { canonicalForm } from './canonical-form.ts'
import { type ProtectedHeader, readProtectedHeader, shownFields, summarizeProtection } from './header-protection.ts'
import { isEnvelopedEntity, parseInner } from './inner-entity.ts'
import { openInput } from './input.ts'
import type { JudgeContext } from './judge-context.ts'
import { readMessageHeaders } from './message-headers.ts'
import { envelopeWith, type Outside, readOutside } from './outside.ts'
import type { HostView, InputForm } from './received-message.ts'
import { hasInnerSecurity, securityOf, signedOctets } from './security-of.ts'
import { readBareText, readShownParts, shownEntity, type ShownPart, summarizeContent } from './shown-parts.ts'
import { MESSAGE_REASON_STANDING, type Reason, reasonsOf, sortReasons, standingOfSigners } from './standing.ts'
import type { MessageReasonCode, MessageVerdict, SecurityLayer, SignerVerdict, Standing } from './verdict.ts'
import { type Envelope, type SignedContent, verifySignedData } from './verify-signed-data.ts'

export interface ReceivedMessage {
  readonly bytes: Uint8Array
  readonly form: InputForm
  /** The signed entity for a detached signature that came alone; null otherwise. */
  readonly content: Uint8Array | null
  readonly host: HostView | null
  /**
   * The bytes are given away: opening may write over them (base64 onto itself, segments moved together), which saves the
   * memory and most of the time that a copy costs. What is given out are then views on them. Never set it for bytes that
   * anybody reads again.
   */
  readonly mayOverwrite?: boolean
}

export interface OpenedMessage {
  readonly verdict: MessageVerdict
  /** Exact octets of the innermost entity: verified when something is signed, else as received. A view or a new array. */
  readonly innermost: Uint8Array
  /** Empty when something is signed and its content is not intact. */
  readonly parts: readonly ShownPart[]
}

/** SEC-75: deeper nesting is nobody's mail. */
const MAXIMAL_LAYERS = 4

/**
 * Opens and judges a message.
 *
 * @throws MimeError when the bytes are no message (`mime/…`), or `mime/needs-content` for a detached signature alone.
 * Everything that is wrong inside a message is in the verdict.
 */
export async function openMessage(message: ReceivedMessage, context: JudgeContext): Promise<OpenedMessage> {
  context.onStep('parsing')
  const input = openInput(message.bytes, message.form)
  const header = input.kind === 'entity' ? (input.header ?? input.entity) : input.header
  const hasOwnHeader = input.kind === 'entity' ? input.hasOwnHeader : input.header !== undefined
  const outside = readOutside(header, hasOwnHeader, message.host)
  const peeling = new Peeling(outside, message, context)
  if (input.kind === 'entity') await peeling.peelEntity(input.entity)
  else await peeling.peelCms(input.bytes, message.mayOverwrite === true)
  const inner = peeling.protectedHeader
  const shown = inner ? shownFields(inner, header?.fields ?? []) : (header?.fields ?? [])
  return peeling.finish(readMessageHeaders(shown, message.host), new Date(context.at).toISOString())
}

class Peeling {
  private readonly layers: SecurityLayer[] = []
  private readonly reasons: MessageReasonCode[] = []
  /** The signature that speaks for the message, if any. */
  private counting: { readonly signers: readonly SignerVerdict[] } | undefined
  private isEncrypted = false
  private innermostEntity: MimeEntity | undefined
  private innermostBytes = new Uint8Array() as Uint8Array
  private protection: ProtectedHeader | undefined
  private readonly outside: Outside
  private readonly content: Uint8Array | null
  private readonly mayOverwrite: boolean
  private readonly context: JudgeContext

  constructor(outside: Outside, { content, mayOverwrite = false }: ReceivedMessage, context: JudgeContext) {
    this.outside = outside
    this.content = content
    this.mayOverwrite = mayOverwrite
    this.context = context
  }

  /** Header fields of the author, from the verified content of the signature that counts. */
  get protectedHeader(): ProtectedHeader | undefined {
    return this.counting && this.protection
  }

  async peelEntity(entity: MimeEntity): Promise<void> {
    const security = securityOf(entity)
    if (this.layers.length >= MAXIMAL_LAYERS && security.kind !== 'none') {
      this.reasons.push('smime/too-many-layers')
      return
    }
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
        await this.peelSigned(signedData, { detached: canonicalForm(signedOctets(security.signed)) }, security.signed)
      }
    }
  }

  /** Octets of a layer above that will be given out are never written over. */
  private peelCmsPart(entity: MimeEntity): Promise<void> {
    const mayOverwrite = this.mayOverwrite && this.innermostBytes.length === 0
    const { bytes } = mayOverwrite ? consumeBody(entity) : decodeBody(entity)
    return this.peelCms(bytes, mayOverwrite || bytes.buffer !== entity.source.buffer)
  }

  /** @param isOurs - Nobody else reads these bytes: segments of the content may be moved together in place. */
  async peelCms(bytes: Uint8Array, isOurs: boolean): Promise<void> {
    let contentInfo
    try {
      contentInfo = parseContentInfo(bytes)
      if (isEnveloped(contentInfo)) return this.addEnvelope(parseEnvelope(contentInfo))
      if (contentInfo.contentType !== OID.signedData) return this.addBrokenLayer('opaque')
    } catch (error) {
      if (error instanceof CmsError || error instanceof X509Error) return this.addBrokenLayer('opaque')
      throw error
    }
    const signedData = this.readSignedData(contentInfo)
    if (!signedData) return this.addBrokenLayer('opaque')
    // Windows writes a present but empty content into its .p7b files.
    const isEmpty = signedData.contentRanges === undefined || signedData.contentRanges.every(({ start, end }) => start === end)
    if (signedData.signers.length === 0 && isEmpty) {
      if (this.layers.length === 0) this.reasons.push('smime/certs-only')
      return
    }
    const { source, contentRanges } = signedData
    const join = isOurs ? gatherRanges : joinRanges
    if (contentRanges) return this.peelSigned(signedData, { encapsulated: join(source, contentRanges) })
    await this.peelDetached(signedData)
  }

  /** A detached signature that came without the message it belongs to. */
  private async peelDetached(signedData: SignedData): Promise<void> {
    if (this.layers.length > 0 || !this.content) {
      if (this.layers.length === 0) throw new MimeError('mime/needs-content', 'detached signature without its content')
      return this.addBrokenLayer('opaque')
    }
    await this.peelSigned(signedData, { detached: canonicalForm(this.content) })
  }

  private readSignedData(cms: Uint8Array | ContentInfo): SignedData | undefined {
    try {
      return parseSignedData(cms instanceof Uint8Array ? parseContentInfo(cms) : cms)
    } catch (error) {
      if (error instanceof CmsError || error instanceof X509Error) return undefined
      throw error
    }
  }

  /**
   * One signed layer. The outermost counts until an encryption turns up below it (`addEnvelope`).
   *
   * What is inside is opened when its octets were verified. An encryption is opened in any case: it stands for itself,
   * and a signature around it says nothing about it (SEC-12).
   */
  private async peelSigned(signedData: SignedData, given: SignedContent, known?: MimeEntity): Promise<void> {
    this.context.onStep('signature')
    const counts = this.layers.length === 0
    let inner: MimeEntity | undefined
    const envelopeOf = (presented: Uint8Array, isVerified: boolean) => {
      inner = parseInner(presented, known)
      return counts && isVerified ? this.readProtected(inner) : this.outside.envelope
    }
    const { signers, content } = await verifySignedData(signedData, given, envelopeOf, this.context)
    this.layers.push({ kind: 'signed', form: given.detached ? 'detached' : 'opaque', counts, signers, contentType: signedData.contentType })
    if (counts) this.counting = { signers }
    if (content) this.innermostBytes = content
    if (inner && (content || isEnvelopedEntity(inner))) await this.peelEntity(inner)
  }

  /** @param inner - The entity inside verified content. */
  private readProtected(inner: MimeEntity | undefined): Envelope {
    this.protection = inner && readProtectedHeader(inner)
    return this.protection ? envelopeWith(this.protection, this.outside) : this.outside.envelope
  }

  private addEnvelope(envelope: EncryptedEnvelope): void {
    this.isEncrypted = true
    this.layers.push({
      kind: 'enveloped',
      authenticated: envelope.isAuthenticated,
      contentEncryption: nameOfCipher(envelope.contentEncryption.oid),
      opened: false,
    })
    if (this.counting) this.reasons.push('smime/outer-signature-ignored')
    this.reasons.push('smime/encrypted-locked')
    this.counting = undefined
    this.innermostBytes = new Uint8Array()
  }

  /** Something that says it is signed and cannot be read counts as a broken signature, not as none. */
  private addBrokenLayer(form: 'detached' | 'opaque'): void {
    const counts = this.layers.length === 0
    this.layers.push({ kind: 'signed', form, counts, signers: [], contentType: '' })
    if (counts) this.counting = { signers: [] }
  }

  private reachInnermost(entity: MimeEntity): void {
    const shown = this.counting ? shownEntity(entity) : entity
    this.innermostEntity = shown
    this.innermostBytes = entityBytes(entity)
    this.layers.push({ kind: 'message', summary: summarizeContent(shown) })
    if (this.layers.length === 1) this.reasons.push(hasInnerSecurity(entity) ? 'smime/inner-part-signed' : 'smime/none')
  }

  finish(headers: MessageVerdict['headers'], at: string): OpenedMessage {
    const { counting } = this
    const signers = counting?.signers ?? []
    if (signers.length > 1) this.reasons.push('smime/several-signers')
    const found = counting ? this.countingReasons(signers) : []
    const reasons = sortReasons([...found, ...this.reasons.map(code => ({ code, standing: MESSAGE_REASON_STANDING[code] }))])
    return {
      verdict: {
        standing: counting ? worseOf(standingOfSigners(signers), reasons) : (reasons[0]?.standing ?? 'none'),
        encrypted: this.isEncrypted,
        reasons: [...new Set(reasons.map(reason => reason.code))],
        signers,
        layers: this.layers.map(layer => (layer.kind === 'signed' && !counting ? { ...layer, counts: false } : layer)),
        headers,
        ...(this.protectedHeader ? { headerProtection: summarizeProtection(this.protectedHeader, this.outside.fields) } : {}),
        at,
      },
      innermost: this.innermostBytes,
      parts: this.shownParts(),
    }
  }

  /** Verified octets that are no MIME entity are shown as the text they are; RFC 8551 section 3.1 wants an entity there. */
  private shownParts(): readonly ShownPart[] {
    if (this.innermostEntity) return readShownParts(this.innermostEntity)
    return this.innermostBytes.length > 0 ? [readBareText(this.innermostBytes)] : []
  }

  private countingReasons(signers: readonly SignerVerdict[]): Reason[] {
    if (signers.length > 0) return signers.flatMap(reasonsOf)
    const layer = this.layers[0]
    return [{ code: layer?.kind === 'signed' && layer.contentType !== '' ? 'smime/no-signer' : 'smime/malformed', standing: 'invalid' }]
  }
}

/** A message-wide reason can only make the standing worse. */
function worseOf(standing: Standing, reasons: readonly Reason[]): Standing {
  return sortReasons([...reasons, { code: 'smime/none', standing }])[0]?.standing ?? standing
}
