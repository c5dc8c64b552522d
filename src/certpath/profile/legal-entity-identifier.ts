/** SBR section 7.1.2.3 (l): the LEI extensions by class, never critical. */
import { holdsIf, type ProfileRule } from './profile-rule.ts'

const LEI = '1.3.6.1.4.1.52266.1'
const ROLE = '1.3.6.1.4.1.52266.2'

export const legalEntityIdentifier: ProfileRule = {
  code: 'certpath/profile-lei',
  section: '7.1.2.3 (l)',
  needsClaim: true,
  judge({ extensions }, { validation }) {
    const [identifier, role] = [extensions.get(LEI), extensions.get(ROLE)]
    if (validation === 'mailbox' || validation === 'individual') return holdsIf(!identifier && !role)
    return holdsIf(identifier?.critical !== true && role?.critical !== true && (validation === 'sponsor' || !role))
  },
}
