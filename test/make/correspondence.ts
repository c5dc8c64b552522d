/** Alice, who signs, and her authorities: what every story of a signed message begins with. */
import { anEndEntity, anIntermediate, aRootCa, type Holder } from './certificate-authority.ts'
import { aSignedData, bytesOf, ENTITY, type SignedDataOptions, type SignerOptions } from './signed-message.ts'

type MakeSignature = (signer?: Partial<SignerOptions>, options?: Partial<SignedDataOptions>) => Promise<Uint8Array>

export interface Correspondence {
  readonly root: Holder
  readonly issuing: Holder
  readonly alice: Holder
  /** A detached CMS object over the standard entity by Alice, with deviations. */
  readonly signature: MakeSignature
  /** The same with its content inside. */
  readonly opaque: MakeSignature
}

export async function aCorrespondence(): Promise<Correspondence> {
  const root = await aRootCa()
  const issuing = await anIntermediate(root)
  const alice = await anEndEntity(issuing)
  const content = bytesOf(ENTITY)
  const signature: MakeSignature = (signer = {}, options = {}) => {
    const holder = signer.holder ?? alice
    return aSignedData({ content, signers: [{ ...signer, holder }], certificates: [holder.certificate, issuing.certificate], ...options })
  }
  const opaque: MakeSignature = (signer = {}, options = {}) => signature(signer, { encapsulated: options.content ?? content, ...options })
  return { root, issuing, alice, signature, opaque }
}
