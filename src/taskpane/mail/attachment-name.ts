/** A name under which an attachment may be saved (SEC-47). What it says it is and what the system will take it for are to be one. */

export interface AttachmentName {
  /** One path segment, at most 255 octets of UTF-8, without characters that hide, turn or are special to a file system. */
  readonly name: string
  /** The part after the last dot in lower case, without the dot; empty when there is none. It decides what opens the file. */
  readonly extension: string
  /** True when characters were taken out that show nothing or turn the text: they could disguise the type. */
  readonly isCleaned: boolean
  /** True when opening a file of this type can run a program. */
  readonly runs: boolean
}

const LONGEST = 255

/** Controls, bidi controls, zero-width and other characters that show nothing. */
// eslint-disable-next-line no-control-regex, no-misleading-character-class
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}]/gu

/** Types with which systems start programs, scripts, installers, shortcuts or macros, or that mount or unpack into such. */
const RUNNING: ReadonlySet<string> = new Set([
  'exe', 'com', 'scr', 'pif', 'bat', 'cmd', 'msi', 'msp', 'mst', 'msix', 'msixbundle', 'appx', 'appxbundle', 'appinstaller', 'application', 'appref-ms',
  'ps1', 'ps1xml', 'ps2', 'psc1', 'psd1', 'psm1', 'cdxml', 'vb', 'vbs', 'vbe', 'vbp', 'js', 'jse', 'mjs', 'ws', 'wsc', 'wsf', 'wsh', 'sct', 'shb', 'shs',
  'hta', 'htm', 'html', 'xht', 'xhtml', 'mht', 'mhtml', 'svg', 'xsl', 'xslt', 'xml', 'cpl', 'dll', 'ocx', 'sys', 'drv', 'jar', 'jnlp', 'class', 'lnk', 'url', 'website', 'webloc',
  'scf', 'reg', 'inf', 'ins', 'isp', 'its', 'chm', 'hlp', 'gadget', 'msc', 'mcf', 'mad', 'maf', 'mag', 'mam', 'maq', 'mar', 'mas', 'mat', 'mau', 'mav', 'maw', 'ade', 'adp', 'mda', 'mdb',
  'mde', 'mdt', 'mdw', 'mdz', 'accda', 'accde', 'accdr', 'docm', 'dotm', 'xlsm', 'xltm', 'xlam', 'xla', 'xll', 'pptm', 'potm', 'ppsm', 'ppam', 'sldm', 'iqy', 'slk', 'one', 'onepkg', 'library-ms',
  'search-ms', 'searchconnector-ms', 'settingcontent-ms', 'theme', 'themepack', 'desktopthemepackfile', 'diagcab', 'iso', 'img', 'vhd', 'vhdx', 'wim', 'cab', 'rdp', 'sh', 'bash', 'csh', 'ksh',
  'zsh', 'command', 'app', 'action', 'workflow', 'scpt', 'applescript', 'terminal', 'dmg', 'pkg', 'mpkg', 'deb', 'rpm', 'run', 'appimage', 'desktop', 'py', 'pyc', 'pyw', 'pyz', 'pl', 'rb', 'php', 'apk', 'xpi', 'crx',
])

/** Names of devices that Windows takes for the device, whatever follows the first dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)(?=\.|$)/iu

/** @param fallback a name for an attachment whose own leaves nothing over. */
export function attachmentName(given: string, fallback: string): AttachmentName {
  const seen = given.replace(UNSEEN, '')
  const segment = seen.normalize('NFC').split(/[/\\]/u).findLast(piece => piece.replace(/[.\s]/gu, '') !== '') ?? ''
  const plain = segment
    .replace(/[<>:"|?*%~]/gu, '_')
    .replace(/\s+/gu, ' ')
    .replace(/ +(?=\.)/gu, '')
    .replace(/^[. ]+|[. ]+$/gu, '')
    .replace(DEVICE, device => `_${device}`)
  const name = shortened(plain === '' ? fallback : plain)
  const extension = extensionOf(name)
  return { name, extension, isCleaned: seen !== given, runs: RUNNING.has(extension) }
}

/** Names of several files beside each other: a name that comes again gets a number before its extension. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map(name => {
    const extension = extensionOf(name)
    const stem = extension === '' ? name : name.slice(0, -extension.length - 1)
    let free = name
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = shortened(extension === '' ? `${stem} (${n})` : `${stem} (${n}).${name.slice(-extension.length)}`)
    taken.add(free.toLowerCase())
    return free
  })
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** Cuts the stem, never the extension, at whole characters. */
function shortened(name: string): string {
  const octets = (text: string) => new TextEncoder().encode(text).length
  if (octets(name) <= LONGEST) return name
  const dot = name.lastIndexOf('.')
  const end = dot > 0 && octets(name.slice(dot)) <= 32 ? name.slice(dot) : ''
  const stem = Array.from(end === '' ? name : name.slice(0, dot))
  let left = LONGEST - octets(end)
  const kept = stem.findIndex(sign => (left -= octets(sign)) < 0)
  return stem.slice(0, kept < 0 ? stem.length : kept).join('').trimEnd() + end
}
