/**
 * The Outlooks that the emulator can be, as data. What differs is what Microsoft documents or users report; where nothing is known
 * the value is a choice and says so.
 */

export type ProfileId = 'web' | 'classic' | 'mac' | 'onprem'

/** How office.js reaches its host: window messages, `window.external` (Windows), or WebKit message handlers (Mac). */
export type Bridge = 'post-message' | 'external' | 'webkit'

export interface ClientProfile {
  readonly id: ProfileId
  readonly label: { readonly en: string; readonly ja: string }
  readonly bridge: Bridge
  /** Platform and file version as they stand in the host information; the version names the file that office.js loads. */
  readonly platform: 'Web' | 'Win32' | 'Mac'
  readonly fileVersion: string
  /** office.js's number for the application: 8 Outlook, 64 Outlook on the web. */
  readonly appName: 8 | 64
  /** Highest Mailbox requirement set that this Outlook says it has. */
  readonly mailbox: string
  readonly hostVersion: string
  /** Whether `itemClass` of an S/MIME item is told, or everything is called `IPM.Note`. */
  readonly tellsItemClass: boolean
  /**
   * What `item.attachments` holds for an S/MIME item: the one attachment that Exchange stores, attachments without id
   * and size whose content cannot be had, or nothing.
   */
  readonly smimeAttachments: 'stored' | 'unreadable' | 'absent'
  /** Whether S/MIME items have an `itemId`. */
  readonly identifiesSmimeItems: boolean
  readonly accountType: 'office365' | 'enterprise'
  /** Characters of one EWS request or answer. office.js from npm stops at a million by itself. */
  readonly longestEws: number
  /** Where Exchange Web Services are. Microsoft's cloud has switched them off; a server of the organisation's own answers. */
  readonly ews: { readonly url: string; readonly answers: boolean }
  /** Whether the program signs the add-in in by itself (requirement set NestedAppAuth 1.1). */
  readonly nestedAppAuth: boolean
}

export const clientProfiles: Readonly<Record<ProfileId, ClientProfile>> = {
  web: {
    id: 'web',
    label: { en: 'Outlook on the web, new Outlook', ja: 'Outlook on the web・新しい Outlook' },
    bridge: 'post-message',
    platform: 'Web',
    fileVersion: '16.01',
    appName: 64,
    mailbox: '1.16',
    hostVersion: '20261120001.1',
    tellsItemClass: true,
    smimeAttachments: 'stored',
    identifiesSmimeItems: true,
    accountType: 'office365',
    longestEws: 5_000_000,
    ews: { url: 'https://outlook.office365.com/EWS/Exchange.asmx', answers: false },
    nestedAppAuth: true,
  },
  classic: {
    id: 'classic',
    label: { en: 'Classic Outlook, Windows', ja: 'クラシック Outlook（Windows）' },
    bridge: 'external',
    platform: 'Win32',
    fileVersion: '16.02',
    appName: 8,
    mailbox: '1.15',
    hostVersion: '16.0.18730.20000',
    tellsItemClass: false,
    smimeAttachments: 'unreadable',
    identifiesSmimeItems: true,
    accountType: 'office365',
    longestEws: 5_000_000,
    ews: { url: 'https://outlook.office365.com/EWS/Exchange.asmx', answers: false },
    nestedAppAuth: true,
  },
  mac: {
    id: 'mac',
    label: { en: 'Outlook, Mac', ja: 'Outlook（Mac）' },
    bridge: 'webkit',
    platform: 'Mac',
    fileVersion: '16.00',
    appName: 8,
    mailbox: '1.14',
    hostVersion: '16.98.25061500',
    tellsItemClass: true,
    // Not documented for the Mac. Nothing is the harder case for an add-in, so nothing it is.
    smimeAttachments: 'absent',
    identifiesSmimeItems: false,
    accountType: 'office365',
    longestEws: 5_000_000,
    ews: { url: 'https://outlook.office365.com/EWS/Exchange.asmx', answers: false },
    nestedAppAuth: true,
  },
  onprem: {
    id: 'onprem',
    label: { en: 'Outlook on the web, on-premises', ja: 'Outlook on the web（オンプレミス）' },
    bridge: 'post-message',
    platform: 'Web',
    fileVersion: '16.01',
    appName: 64,
    mailbox: '1.5',
    hostVersion: '15.2.2562.20',
    tellsItemClass: true,
    smimeAttachments: 'stored',
    identifiesSmimeItems: true,
    accountType: 'enterprise',
    longestEws: 5_000_000,
    ews: { url: 'https://mail.contoso.co.jp/EWS/Exchange.asmx', answers: true },
    nestedAppAuth: false,
  },
}

/** What office.js reads `isSetSupported` from. */
export function requirementMatrix(profile: ClientProfile): string {
  return JSON.stringify({ Mailbox: profile.mailbox, ...(profile.nestedAppAuth ? { NestedAppAuth: '1.1' } : {}) })
}

/** Whether a requirement set like `1.14` holds another like `1.8`. */
export function includesSet(offered: string, asked: string): boolean {
  const [major = 0, minor = 0] = offered.split('.').map(Number)
  const [askedMajor = 0, askedMinor = 0] = asked.split('.').map(Number)
  return major > askedMajor || (major === askedMajor && minor >= askedMinor)
}
