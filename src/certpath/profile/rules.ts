/** The rules of the profile, as a table: what a reader learns most from stands first. */
import { adobeExtensions } from './adobe-extensions.ts'
import { authorityKeyIdentifier } from './authority-key-identifier.ts'
import { commonName } from './common-name.ts'
import { country } from './country.ts'
import { directoryAttributes } from './directory-attributes.ts'
import { extendedKeyUsage } from './extended-key-usage.ts'
import { generationCurrent } from './generation-current.ts'
import { issuerAccess } from './issuer-access.ts'
import { keyAlgorithm } from './key-algorithm.ts'
import { keySize } from './key-size.ts'
import { keyUsageCriticality } from './key-usage-criticality.ts'
import { keyUsagePresent } from './key-usage-present.ts'
import { keyUsagePurpose } from './key-usage-purpose.ts'
import { keyUsageSurplus } from './key-usage-surplus.ts'
import { legalEntityIdentifier } from './legal-entity-identifier.ts'
import { mailboxPresent } from './mailbox-present.ts'
import { mailboxSingle } from './mailbox-single.ts'
import { onePolicy } from './one-policy.ts'
import type { ProfileRule } from './profile-rule.ts'
import { qualifiedStatements } from './qualified-statements.ts'
import { registrationCountry } from './registration-country.ts'
import { revocationListPresent } from './revocation-list-present.ts'
import { revocationListScheme } from './revocation-list-scheme.ts'
import { signatureAlgorithm } from './signature-algorithm.ts'
import { subjectAltNameCriticality } from './subject-alt-name-criticality.ts'
import { subjectAltNamePresent } from './subject-alt-name-present.ts'
import { subjectEmail } from './subject-email.ts'
import { subjectMailboxRepeated } from './subject-mailbox-repeated.ts'
import { subjectMissing } from './subject-missing.ts'
import { subjectSurplus } from './subject-surplus.ts'
import { validityPeriod } from './validity-period.ts'

export const PROFILE_RULES: readonly ProfileRule[] = [
  onePolicy,
  generationCurrent,
  validityPeriod,
  keySize,
  keyAlgorithm,
  signatureAlgorithm,
  subjectAltNamePresent,
  subjectAltNameCriticality,
  mailboxPresent,
  mailboxSingle,
  subjectMailboxRepeated,
  subjectEmail,
  commonName,
  subjectSurplus,
  subjectMissing,
  country,
  registrationCountry,
  keyUsagePresent,
  keyUsageCriticality,
  keyUsagePurpose,
  keyUsageSurplus,
  extendedKeyUsage,
  authorityKeyIdentifier,
  revocationListPresent,
  revocationListScheme,
  issuerAccess,
  directoryAttributes,
  qualifiedStatements,
  legalEntityIdentifier,
  adobeExtensions,
]
