/** SEC-47: the name under which a decrypted attachment is saved. */
import { describe, expect, it } from 'vitest'
import { attachmentName, distinctNames } from '../../../src/taskpane/mail/attachment-name.ts'

const nameOf = (given: string) => attachmentName(given, 'attachment-1.bin')

describe('the name of an attachment', () => {
  it.each([
    ['is kept when it is harmless', 'Offer_Osaka v3.pdf', 'Offer_Osaka v3.pdf'],
    ['is kept in any script', '見積書_大阪.xlsx', '見積書_大阪.xlsx'],
    ['is the last segment of a path', '../../etc/cron.d/job.txt', 'job.txt'],
    ['is the last segment of a Windows path', 'C:\\Users\\a\\Startup\\run.txt', 'run.txt'],
    ['has no drive and no stream', 'C:notes.txt:evil.exe', 'C_notes.txt_evil.exe'],
    ['loses what turns it around', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['loses what cannot be seen', 'a\u200bb\u2060c\u3164\ufeff.txt', 'abc.txt'],
    ['loses controls and line breaks', 'a\r\nContent-Type: x\u0000.txt', 'aContent-Type_ x.txt'],
    ['loses blanks that push the ending out of sight', `a.pdf${' '.repeat(80)}.exe`, 'a.pdf.exe'],
    ['loses dots and blanks at its ends', ' .bashrc. . ', 'bashrc'],
    ['is not a device', 'con.txt', '_con.txt'],
    ['is not a device with a number', 'COM1', '_COM1'],
    ['has no signs of a file system', 'a<b>|c?*".txt', 'a_b__c___.txt'],
    ['is composed', 'Re\u0301sume\u0301.pdf', 'Résumé.pdf'],
    ['is ours when nothing is left', '\u202e..', 'attachment-1.bin'],
    ['is ours when it is a path to nowhere', '../..', 'attachment-1.bin'],
  ])('%s', (_story, given, name) => {
    expect(nameOf(given).name).toBe(name)
  })

  it('is at most 255 octets long and keeps its ending', () => {
    const long = nameOf(`${'田'.repeat(200)}.pdf`).name
    expect(new TextEncoder().encode(long).length).toBeLessThanOrEqual(255)
    expect(long).toMatch(/^田+\.pdf$/u)
    expect(new TextEncoder().encode(nameOf('😀'.repeat(100)).name).length).toBeLessThanOrEqual(255)
  })

  it('tells the ending that decides, and that it was disguised', () => {
    expect(nameOf('invoice\u202efdp.exe')).toMatchObject({ extension: 'exe', runs: true, isCleaned: true })
    expect(nameOf('invoice.pdf.js')).toMatchObject({ extension: 'js', runs: true, isCleaned: false })
    expect(nameOf('report.pdf')).toMatchObject({ extension: 'pdf', runs: false, isCleaned: false })
    expect(nameOf('README')).toMatchObject({ extension: '', runs: false })
  })

  it.each(['exe', 'scr', 'bat', 'ps1', 'hta', 'lnk', 'url', 'iso', 'docm', 'xlsm', 'jar', 'html', 'svg', 'command', 'desktop', 'one'])('warns of .%s', extension => {
    expect(nameOf(`file.${extension.toUpperCase()}`).runs).toBe(true)
  })

  it('is told apart from others of the same message, without regard to case', () => {
    expect(distinctNames(['a.txt', 'A.TXT', 'b', 'b', 'a.txt'])).toEqual(['a.txt', 'A (2).TXT', 'b', 'b (2)', 'a (3).txt'])
  })
})
