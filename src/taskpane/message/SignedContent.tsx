/**
 * What was signed. SECURITY: only parts that came out of the verifier are shown, as text nodes inside a bordered element of their own, so
 * that no mail can draw anything that looks like ours (SEC-01, SEC-22).
 */
import type { ShownPart } from '../../engine/protocol.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { foreignLines, foreignText } from '../text/foreign-text.ts'
import { formatSize } from '../text/sizes.ts'

/** The texts to show and the files beside them. Of a message with plain text the HTML form is left out. */
export function contentOf(parts: readonly ShownPart[]): { texts: readonly ShownPart[]; files: readonly ShownPart[]; hasHtml: boolean } {
  const texts = parts.filter(part => part.text !== null && part.mediaType === 'text/plain')
  const html = parts.filter(part => part.text !== null && part.mediaType === 'text/html')
  return { texts, files: parts.filter(part => part.text === null), hasHtml: html.length > 0 }
}

export function SignedContent({ parts, isWithheld }: { readonly parts: readonly ShownPart[]; readonly isWithheld: boolean }) {
  const speech = useSpeech()
  if (isWithheld) return <p>{speech.wording('taskpane/content-withheld').body}</p>
  const { texts, files, hasHtml } = contentOf(parts)
  const missing = speech.wording(hasHtml ? 'taskpane/html-only' : 'taskpane/no-text')
  return (
    <>
      {texts.length === 0 ? <p><b>{missing.title}</b><br />{missing.body}</p> : null}
      {texts.map((part, index) => (
        <section className="frame" key={index} aria-label={speech.label('shownHereOnly')}>
          <header>{speech.label('shownHereOnly')}</header>
          <div className="mail" dir="auto" lang="" tabIndex={0} role="document">{foreignLines(part.text ?? '')}</div>
        </section>
      ))}
      {texts.flatMap(part => part.notes ?? []).map(({ code, values }, index) => (
        <p className="cap" key={index}><b>{speech.wording(code).title}</b><br />{fillNodes(speech.wording(code).body, values)}</p>
      ))}
      {files.length === 0 ? null : (
        <div>
          <p className="cap">{speech.label('attachments')}</p>
          <ul className="files">{files.map((file, index) => <FileRow key={index} file={file} />)}</ul>
        </div>
      )}
    </>
  )
}

function FileRow({ file }: { readonly file: ShownPart }) {
  const speech = useSpeech()
  const isMessage = file.mediaType === 'message/rfc822'
  const name = file.name === '' ? (isMessage ? speech.wording('smime/attached-message').title : speech.label('unnamed')) : foreignText(file.name)
  return (
    <li>
      <Icon name={isMessage ? 'mail' : 'attachment'} />
      <div>
        <p className="n"><bdi>{name}</bdi></p>
        <p className="cap"><bdi>{foreignText(file.mediaType)}</bdi> · {formatSize(file.size)}</p>
        {isMessage ? <p className="cap">{speech.wording('smime/attached-message').body}</p> : null}
      </div>
    </li>
  )
}
