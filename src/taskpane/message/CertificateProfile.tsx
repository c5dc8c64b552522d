/** Class and profile of the signer's certificate: members of a list of facts. Quiet: nothing here changes a colour. */
import type { CertificateSummary } from '../../certpath/verdict.ts'
import { generationWords, profileLabels, profileSentences, validationWords } from '../sentences/profile.ts'
import type { Language } from '../sentences/sentence.ts'
import { useSpeech } from '../speech.ts'
import { fillNodes } from '../text/fill.tsx'
import type { Values } from '../text/fill-text.ts'

export function CertificateProfile({ certificate }: { readonly certificate: CertificateSummary }) {
  const { language } = useSpeech()
  const { profile = [] } = certificate
  // An authority's policies say what it may issue, not how it was checked itself.
  const identityClass = certificate.isCertificateAuthority ? null : certificate.identityClass
  return (
    <>
      {identityClass === null ? null : (
        <>
          <dt>{profileLabels.identityClass[language]}</dt>
          <dd>{claimText(identityClass, language)}</dd>
        </>
      )}
      {profile.length === 0 ? null : (
        <>
          <dt>{profileLabels.findings[language]}</dt>
          <dd>
            {profile.map(({ code, section, detail }) => (
              <p key={code}>
                {fillNodes(profileSentences[code][language], { detail })}{' '}
                <span className="cap">{fillNodes(profileLabels.section[language], { section })}</span>
              </p>
            ))}
            <p className="cap">{profileLabels.meaning[language]}</p>
          </dd>
        </>
      )}
    </>
  )
}

function claimText({ validation, generation }: NonNullable<CertificateSummary['identityClass']>, language: Language): string {
  const words: Values = { checked: validationWords[validation][language], rules: generationWords[generation][language] }
  return profileLabels.claim[language].replace(/\{(\w+)\}/gu, (_, name: string) => words[name] ?? '')
}
