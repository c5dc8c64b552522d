/** Whose certificates count, and who decided it. Read-only. */
import { Icon } from '../icons.tsx'
import { anchorCount, anchorList } from '../product.ts'
import type { TrustSettings } from '../read/trusting-engine.ts'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import { shellLabels } from '../sentences/shell-labels.ts'

export function TrustTab({ settings }: { readonly settings: TrustSettings | null }) {
  const speech = useSpeech()
  const unreadable = speech.wording('taskpane/organisation-unreadable')
  const organisation = settings?.organisation ?? null
  const builtIn = speech.bareLabel(anchorCount === null ? 'builtInPending' : 'builtInDetail')
  return (
    <>
      <h1 className="sr">{shellLabels[speech.language].trust}</h1>
      <h2 className="sec">{speech.label('authorities')}</h2>
      <ul className="card notes sources" data-area="content">
        <li>
          <Icon name="building" />
          <div>
            <p>{speech.label('organisation')}</p>
            <p className="cap">
              {organisation === null
                ? speech.label('organisationNone')
                : fillNodes(speech.bareLabel('organisationSome'), { name: organisation.name, n: String(organisation.anchors.length) })}
            </p>
          </div>
        </li>
        <li>
          <Icon name="certificate" />
          <div>
            <p>{speech.label('builtIn')}</p>
            <p className="cap">{fillNodes(builtIn, { n: String(anchorCount ?? '') })}</p>
            {anchorList === null ? null : <p className="cap">{speech.label('listVersion', { version: anchorList })}</p>}
          </div>
        </li>
      </ul>
      {settings?.isUnreadable === true ? (
        <section className="bar" role="alert">
          <Icon name="info" />
          <div><b>{unreadable.title}</b><p>{unreadable.body}</p></div>
        </section>
      ) : null}
      <p className="cap meta">{speech.label('trustNote')}</p>
    </>
  )
}
