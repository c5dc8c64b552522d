/** Dovecot with a mailbox for everybody in `people`: LMTP in, IMAP out, nothing of the system's own configuration. */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, type Service, startService, userNamed } from './process.ts'

export interface Person {
  readonly login: string
  /** Display name. */
  readonly name: string
  readonly password: string
}

export interface Dovecot extends Service {
  readonly imapPort: number
  readonly lmtpPort: number
}

export async function startDovecot(folder: string, people: readonly Person[]): Promise<Dovecot> {
  const home = join(folder, 'dovecot')
  const owner = userNamed('mail')
  if (!owner) throw new Error('this system has no user "mail"')
  mkdirSync(join(home, 'mail'), { recursive: true })
  chownSync(join(home, 'mail'), owner.uid, owner.gid)
  const [imapPort, lmtpPort] = [await freePort(), await freePort()]
  writeFileSync(join(home, 'passwd'), people.map(({ login, password }) => `${login}:{PLAIN}${password}\n`).join(''))
  writeFileSync(join(home, 'dovecot.conf'), configuration(home, owner, imapPort, lmtpPort))
  const service = await startService({ program: 'dovecot', words: ['-F', '-c', join(home, 'dovecot.conf')], folder: home, port: imapPort })
  return { ...service, imapPort, lmtpPort }
}

function configuration(home: string, { uid, gid }: { readonly uid: number; readonly gid: number }, imapPort: number, lmtpPort: number): string {
  return `protocols = imap lmtp
listen = 127.0.0.1
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${home}/mail/%n
mail_uid = ${uid}
mail_gid = ${gid}
first_valid_uid = 1
auth_mechanisms = plain login
auth_username_format = %Ln
passdb {
  driver = passwd-file
  args = ${home}/passwd
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${home}/mail/%n
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Drafts {
    special_use = \\Drafts
    auto = subscribe
  }
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
  mailbox Trash {
    special_use = \\Trash
    auto = subscribe
  }
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
`
}
