/**
 * The law of the house: which rooms there are, on which floor they stand, and what each may import. Imports point down
 * only. `rooms.test.ts` checks the source against this table; to change the law, change this table and say why in the commit.
 */

export interface Room {
  /** 0 is the ground. The gateway is a house of its own beside the doors on floor 4. */
  readonly floor: 0 | 1 | 2 | 3 | 4 | 5
  /** Other rooms (`x509`) or single files of them (`smime/verdict.ts`). A room may always import itself. */
  readonly mayImport: readonly string[]
  /** npm packages; `@scope/*` stands for all of a scope. */
  readonly packages: readonly string[]
  /** Whether `node:` modules may be used. Everything else also runs in a browser. */
  readonly node: boolean
}

const CODEC = ['pkijs', 'asn1js']

/** The pane and the ribbon see the engine through its seam, and verdicts and codes as data. They derive no trust. */
const ENGINE_SEAM = ['engine/engine.ts', 'engine/client.ts', 'engine/protocol.ts', 'engine/key-protocol.ts', 'engine/compose-protocol.ts']
const VERDICTS_AND_CODES = [
  // What is written, before it has octets, and what the organisation asks of it.
  'mime/outgoing-message.ts', 'smime/compose-policy.ts',
  'smime/verdict.ts', 'smime/received-message.ts', 'smime/known-signers.ts', 'certpath/verdict.ts',
  // How grave each failure code is, as a table: the screen and the fold must not disagree about one answer.
  'certpath/severity.ts',
  // The text form in which a certificate is saved; nothing is read with it.
  'x509/pem.ts',
  'mime/errors.ts', 'x509/errors.ts', 'cms/errors.ts', 'certpath/errors.ts', 'webcrypto/errors.ts', 'smime/errors.ts',
]

export const ROOMS: Readonly<Record<string, Room>> = {
  bytes: { floor: 0, mayImport: [], packages: [], node: false },

  mime: { floor: 1, mayImport: ['bytes'], packages: [], node: false },
  x509: { floor: 1, mayImport: ['bytes'], packages: CODEC, node: false },

  cms: { floor: 2, mayImport: ['bytes', 'x509'], packages: [], node: false },
  // Judges with the mathematics it is handed (`crypto-ops.ts`), so that it can be tested with any.
  certpath: { floor: 2, mayImport: ['bytes', 'x509'], packages: [], node: false },
  webcrypto: { floor: 2, mayImport: ['bytes', 'x509'], packages: ['@noble/*'], node: false },

  smime: { floor: 3, mayImport: ['bytes', 'mime', 'x509', 'cms', 'certpath', 'webcrypto'], packages: [], node: false },

  engine: { floor: 4, mayImport: ['bytes', 'mime', 'x509', 'cms', 'certpath', 'webcrypto', 'smime'], packages: [], node: false },
  outlook: { floor: 4, mayImport: ['bytes', 'mime', 'smime/received-message.ts', 'smime/compose-policy.ts'], packages: ['@azure/msal-browser'], node: false },
  directory: { floor: 4, mayImport: ['bytes', 'x509', 'gateway/contract.ts'], packages: [], node: false },
  gateway: { floor: 4, mayImport: ['bytes'], packages: ['ldapts'], node: true },

  taskpane: {
    floor: 5,
    mayImport: ['bytes', 'outlook', 'directory', ...ENGINE_SEAM, ...VERDICTS_AND_CODES],
    packages: ['react', 'react-dom', '@fluentui/*', '@griffel/*', 'dompurify'],
    node: false,
  },
  // Runs without a page, and holds no mathematics (SEC-81): nothing of the engine, and of Outlook only what it is made for.
  commands: {
    floor: 5,
    mayImport: ['outlook/guard', 'outlook/compose/protection-mark.ts', 'outlook/compose/sealed-notice.ts', 'smime/compose-policy.ts'],
    packages: [],
    node: false,
  },
  // The binding to tokens is native and optional: loaded when a token is named.
  cli: { floor: 5, mayImport: ['bytes', 'engine', 'directory', ...VERDICTS_AND_CODES], packages: ['pkcs11js'], node: true },
}
