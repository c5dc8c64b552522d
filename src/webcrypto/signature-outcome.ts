/** What a check of a signature says. `unsupported`: nothing is known, as if it had not been asked. */
export type SignatureOutcome = 'valid' | 'invalid' | 'unsupported'
