/** SBR section 7.1.4.2.2 (d), note 1: the country of the registration scheme is the one of `subject:countryName`. */
import { noneOf, type ProfileRule } from './profile-rule.ts'
import { ATTRIBUTE } from './subject-attribute-table.ts'
import { subjectValues } from './subject-values.ts'

/** Scheme, country, perhaps a subdivision, then the reference; GOV has none (note 2). */
const IDENTIFIER = /^(?<scheme>[A-Z]{3})(?<country>[A-Z]{2})(?:\+[A-Z0-9]{1,3})?(?:-.+)?$/u

/** Prefixes of VAT numbers that are no ISO 3166-1 codes (Article 215 of Directive 2006/112/EC as amended). */
const VAT_PREFIX: Readonly<Record<string, string>> = { EL: 'GR', XI: 'GB' }

export const registrationCountry: ProfileRule = {
  code: 'certpath/profile-registration-country',
  section: '7.1.4.2.2 (d)',
  needsClaim: true,
  judge(certificate, { validation }) {
    const [country] = subjectValues(certificate, ATTRIBUTE.countryName)
    if ((validation !== 'organization' && validation !== 'sponsor') || country === undefined) return 'not-applicable'
    const identifiers = subjectValues(certificate, ATTRIBUTE.organizationIdentifier).flatMap(text => {
      const { scheme = '', country: of = '' } = IDENTIFIER.exec(text)?.groups ?? {}
      return scheme === '' || scheme === 'LEI' || scheme === 'INT' ? [] : [{ text, country: scheme === 'VAT' ? (VAT_PREFIX[of] ?? of) : of }]
    })
    if (identifiers.length === 0) return 'not-applicable'
    return noneOf(identifiers.filter(identifier => identifier.country !== country).map(({ text }) => text))
  },
}
