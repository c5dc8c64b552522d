/** The layers of a message from outside in. What does not count is grey and says so; nothing is crossed out. */
import type { EnvelopedLayer, MessageVerdict, SecurityLayer } from '../../smime/verdict.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { foreignText } from '../text/foreign-text.ts'
import { signerName } from './reason-values.ts'

export function Layers({ verdict }: { readonly verdict: MessageVerdict }) {
  const firstEnvelope = verdict.layers.findIndex(layer => layer.kind === 'enveloped')
  return (
    <ol className="layers">
      {verdict.layers.map((layer, index) => (
        <LayerRow key={index} layer={layer} isValid={verdict.standing === 'valid'} isOutside={index < firstEnvelope} />
      ))}
    </ol>
  )
}

interface LayerRowProps {
  readonly layer: SecurityLayer
  readonly isValid: boolean
  /** Outside an encryption, where a signature never counts. */
  readonly isOutside: boolean
}

function LayerRow({ layer, isValid, isOutside }: LayerRowProps) {
  const { label } = useSpeech()
  switch (layer.kind) {
    case 'enveloped':
      return <EnvelopeRow layer={layer} />
    case 'signed':
      return isOutside && !layer.counts ? <OuterSignatureRow /> : <SignatureRow layer={layer} isGood={isValid && layer.counts} />
    case 'compressed':
      return (
        <li>
          <Icon name="layers" />
          <div><b>{label('layerCompressed')}</b></div>
        </li>
      )
    case 'message':
      return (
        <li>
          <Icon name="mail" />
          <div><b>{label('layerMessage')}</b><p className="cap"><Summary layer={layer} /></p></div>
        </li>
      )
  }
}

function EnvelopeRow({ layer: { contentEncryption, openedWith, recipients = [] } }: { readonly layer: EnvelopedLayer }) {
  const { label, wording } = useSpeech()
  const management = openedWith?.keyManagement ?? recipients[0]?.keyManagement
  return (
    <li className="enc">
      <Icon name="lock" />
      <div>
        <b>{openedWith ? wording('smime/decrypted').title : label('layerEncrypted')}</b>
        <p className="cap">{[contentEncryption, management].filter(name => name !== undefined && name !== '').map(name => foreignText(name ?? '')).join(', ')}</p>
      </div>
    </li>
  )
}

function SignatureRow({ layer, isGood }: { readonly layer: Extract<SecurityLayer, { kind: 'signed' }>; readonly isGood: boolean }) {
  const { label } = useSpeech()
  return (
    <li className={isGood ? 'good' : undefined}>
      <Icon name={isGood ? 'seal-valid' : 'certificate'} />
      <div>
        <b>{label('layerSigned')} ({label(layer.counts ? 'layerCounts' : 'layerNotCounted')})</b>
        <p className="cap">{label(layer.form)}</p>
        {layer.signers.map((signer, index) => <p className="cap" key={index}><bdi translate="no">{foreignText(signerName(signer))}</bdi></p>)}
      </div>
    </li>
  )
}

function OuterSignatureRow() {
  const { label, wording } = useSpeech()
  return (
    <li>
      <Icon name="certificate" />
      <div>
        <b>{label('layerOuter')}</b> <span className="tag">{label('layerNotCounted')}</span>
        <p className="cap">{wording('smime/outer-signature-ignored').body}</p>
      </div>
    </li>
  )
}

function Summary({ layer }: { readonly layer: Extract<SecurityLayer, { kind: 'message' }> }) {
  const { label } = useSpeech()
  const { text, html, attachments } = layer.summary
  const n = attachments.length
  const pieces = [text ? label('text') : '', html ? 'HTML' : '', n === 0 ? '' : n === 1 ? label('oneFile') : label('files', { n: String(n) })]
  return <>{pieces.filter(piece => piece !== '').join(', ')}</>
}
