/** SBR section 7.1.4.2.2 (n): "SHALL contain the two-letter ISO 3166-1 country code", or XX. */
import { isCountryCode } from './country-codes.ts'
import { noneOf, type ProfileRule } from './profile-rule.ts'
import { ATTRIBUTE } from './subject-attribute-table.ts'
import { subjectValues } from './subject-values.ts'

export const country: ProfileRule = {
  code: 'certpath/profile-country',
  section: '7.1.4.2.2 (n)',
  needsClaim: true,
  judge(certificate, { validation }) {
    const countries = subjectValues(certificate, ATTRIBUTE.countryName)
    if (validation === 'mailbox' || countries.length === 0) return 'not-applicable'
    return noneOf(countries.filter(text => text !== 'XX' && !isCountryCode(text)))
  },
}
