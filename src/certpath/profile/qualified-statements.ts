/** SBR section 7.1.2.3 (k): qcStatements "MAY be present and SHALL NOT be marked critical". */
import { holdsIf, type ProfileRule } from './profile-rule.ts'

const QC_STATEMENTS = '1.3.6.1.5.5.7.1.3'

export const qualifiedStatements: ProfileRule = {
  code: 'certpath/profile-qc-critical',
  section: '7.1.2.3 (k)',
  needsClaim: true,
  judge({ extensions }) {
    const statements = extensions.get(QC_STATEMENTS)
    return statements ? holdsIf(!statements.critical) : 'not-applicable'
  },
}
