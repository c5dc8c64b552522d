/**
 * Postfix on loopback that delivers to an LMTP server by one of several ways, told apart by the recipient's domain. Nothing leaves
 * the machine: mail to any other domain is refused.
 */
import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, type Service, startService, userNamed } from './process.ts'

/**
 * `plain`: as postfix delivers everywhere. `rewrapping`: breaks every line after 70 octets, as gateways do that fold long lines.
 * `downgrading`: its next hop takes seven bits only, so eight-bit parts are encoded anew (RFC 6152 section 3).
 */
export type Relay = 'plain' | 'rewrapping' | 'downgrading'

const OPTIONS: Readonly<Record<Relay, readonly string[]>> = {
  plain: [],
  rewrapping: ['-o lmtp_line_length_limit=70'],
  downgrading: ['-o lmtp_discard_lhlo_keywords=8bitmime'],
}

export const RELAYS: readonly Relay[] = ['plain', 'rewrapping', 'downgrading']

const DOMAINS: Readonly<Record<Relay, string>> = { plain: 'example.com', rewrapping: 'rewrapping.example.com', downgrading: 'downgrading.example.com' }

/** An envelope address whose mail takes this way. */
export const addressBy = (relay: Relay, login: string): string => `${login}@${DOMAINS[relay]}`

export interface Postfix extends Service {
  readonly smtpPort: number
}

export async function startPostfix(folder: string, lmtpPort: number): Promise<Postfix> {
  const home = join(folder, 'postfix')
  for (const name of ['etc', 'queue', 'data']) mkdirSync(join(home, name), { recursive: true })
  const owner = userNamed('postfix')
  if (owner) chownSync(join(home, 'data'), owner.uid, owner.gid)
  const smtpPort = await freePort()
  writeFileSync(join(home, 'etc/main.cf'), mainConfiguration(folder, home))
  writeFileSync(join(home, 'etc/master.cf'), masterConfiguration(smtpPort))
  writeFileSync(join(home, 'etc/ways'), RELAYS.map(relay => `${DOMAINS[relay]} ${relay}:inet:127.0.0.1:${lmtpPort}\n`).join(''))
  const service = await startService({ program: 'postfix', words: ['-c', join(home, 'etc'), 'start-fg'], folder: home, port: smtpPort })
  // `start-fg` waits for a master process in another group: only postfix itself knows how to end it.
  const stop = () => {
    spawnSync('postfix', ['-c', join(home, 'etc'), 'stop'], { stdio: 'ignore' })
    return service.stop()
  }
  return { stop, smtpPort }
}

function mainConfiguration(folder: string, home: string): string {
  return `compatibility_level = 3.6
queue_directory = ${home}/queue
data_directory = ${home}/data
maillog_file = ${home}/log
maillog_file_prefixes = ${folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.com
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
virtual_mailbox_domains = ${RELAYS.map(relay => DOMAINS[relay]).join(', ')}
virtual_transport = error:no way
default_transport = error:outside mail is off
transport_maps = texthash:${home}/etc/ways
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
message_size_limit = 157286400
mailbox_size_limit = 0
smtpd_client_connection_rate_limit = 0
`
}

function masterConfiguration(smtpPort: number): string {
  const services = [
    `127.0.0.1:${smtpPort} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'showq unix n - n - - showq',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'postlog unix-dgram n - n - 1 postlogd',
    ...RELAYS.flatMap(relay => [`${relay} unix - - n - - lmtp`, ...OPTIONS[relay].map(option => `  ${option}`)]),
  ]
  return `${services.join('\n')}\n`
}
