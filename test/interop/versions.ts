/** Which versions of which programs took part. */
const PACKAGES: readonly (readonly [program: string, name: string])[] = [
  ['OpenSSL', 'openssl'],
  ['NSS cmsutil', 'libnss3-tools'],
  ['GnuPG gpgsm', 'gpgsm'],
  ['Bouncy Castle', 'libbcmail-java'],
  ['Postfix', 'postfix'],
  ['Dovecot', 'dovecot-imapd'],
  ['SOGo', 'sogo-activesync'],
  ['PostgreSQL', 'postgresql'],
]

export const PROGRAMS_IN_TABLE: readonly string[] = PACKAGES.map(([program]) => program)

/** @param versionOf - The version of an installed package, as the system says it; empty when it is not installed. */
export function versionsOf(versionOf: (name: string) => string): (readonly [string, string])[] {
  return PACKAGES.map(([program, name]) => [program, versionOf(name).trim() || 'not installed'] as const)
}
