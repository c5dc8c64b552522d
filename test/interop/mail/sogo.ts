/** SOGo, whose ActiveSync server reads the mailboxes of a Dovecot and sends by a Postfix; its tables live in a PostgreSQL of its own. */
import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Person } from './dovecot.ts'
import { freePort, type Owner, type Service, startService, userNamed } from './process.ts'

export interface Sogo extends Service {
  /** `http://127.0.0.1:<port>/SOGo/Microsoft-Server-ActiveSync`. */
  readonly activeSync: string
}

export interface Behind {
  readonly imapPort: number
  readonly smtpPort: number
  readonly people: readonly Person[]
}

/** @throws Error naming the server that does not start; those before it are stopped. */
export async function startSogo(folder: string, behind: Behind): Promise<Sogo> {
  const started: Service[] = []
  const stop = async () => {
    for (const service of started.reverse()) await service.stop()
  }
  try {
    const database = await startDatabase(join(folder, 'postgres'), behind.people)
    started.push(database)
    const memcachedPort = await freePort()
    const memcache = ownerNamed('memcache')
    started.push(await startService({ program: 'memcached', words: ['-l', '127.0.0.1', '-p', String(memcachedPort), '-m', '32'], folder, port: memcachedPort, owner: memcache }))
    const port = await freePort()
    started.push(await startServer(join(folder, 'sogo'), port, settings(behind, database.port, memcachedPort, port)))
    return { stop, activeSync: `http://127.0.0.1:${port}/SOGo/Microsoft-Server-ActiveSync` }
  } catch (error) {
    await stop()
    throw error
  }
}

function ownerNamed(name: string): Owner {
  const owner = userNamed(name)
  if (!owner) throw new Error(`this system has no user "${name}"`)
  return owner
}

function folderOf(owner: Owner, path: string): void {
  mkdirSync(path, { recursive: true })
  chownSync(path, owner.uid, owner.gid)
}

/** Debian keeps the programs of each version in a folder of their own. */
export function postgresPrograms(): string | undefined {
  const parent = '/usr/lib/postgresql'
  if (!existsSync(parent)) return undefined
  return readdirSync(parent).sort((a, b) => Number(b) - Number(a)).map(version => join(parent, version, 'bin')).find(path => existsSync(join(path, 'initdb')))
}

async function startDatabase(home: string, people: readonly Person[]): Promise<Service & { readonly port: number }> {
  const programs = postgresPrograms()
  if (programs === undefined) throw new Error('no PostgreSQL server')
  const owner = ownerNamed('postgres')
  folderOf(owner, home)
  const port = await freePort()
  execFileSync(join(programs, 'initdb'), ['-D', join(home, 'data'), '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '-U', 'postgres'], { cwd: home, stdio: 'pipe', ...owner })
  // What it holds is thrown away: it need not wait for the disk.
  const words = ['-D', join(home, 'data'), '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', home, '-c', 'fsync=off', '-c', 'full_page_writes=off']
  const service = await startService({ program: join(programs, 'postgres'), words, folder: home, port, owner })
  const ask = (user: string, database: string, ...statements: readonly string[]) =>
    execFileSync(join(programs, 'psql'), ['-h', '127.0.0.1', '-p', String(port), '-U', user, '-d', database, '-q', '-v', 'ON_ERROR_STOP=1', ...statements.flatMap(each => ['-c', each])], { cwd: home, stdio: 'pipe' })
  try {
    ask('postgres', 'postgres', "create role sogo login password 'sogo'", "create database sogo owner sogo encoding 'UTF8'")
    ask(
      'sogo', 'sogo',
      'create table sogo_users (c_uid varchar(64) primary key, c_name varchar(64), c_password varchar(255), c_cn varchar(128), mail varchar(128))',
      ...people.map(({ login, password, name }) => `insert into sogo_users values ('${login}', '${login}', '${password}', '${name}', '${login}@example.com')`),
    )
  } catch (error) {
    await service.stop()
    throw error
  }
  return { ...service, port }
}

/** As property lists. SOGo takes each as a word on its command line too, so nothing is written into `/etc/sogo`. */
function settings({ imapPort, smtpPort }: Behind, databasePort: number, memcachedPort: number, port: number): Readonly<Record<string, string>> {
  const table = (name: string) => `"postgresql://sogo:sogo@127.0.0.1:${databasePort}/sogo/${name}"`
  return {
    SOGoProfileURL: table('sogo_user_profile'),
    OCSFolderInfoURL: table('sogo_folder_info'),
    OCSSessionsFolderURL: table('sogo_sessions_folder'),
    SOGoLanguage: 'English',
    SOGoTimeZone: 'UTC',
    SOGoMailDomain: '"example.com"',
    SOGoMailingMechanism: 'smtp',
    SOGoSMTPServer: `"smtp://127.0.0.1:${smtpPort}"`,
    SOGoIMAPServer: `"imap://127.0.0.1:${imapPort}"`,
    SOGoSentFolderName: 'Sent',
    SOGoTrashFolderName: 'Trash',
    SOGoDraftsFolderName: 'Drafts',
    SOGoMemcachedHost: `"127.0.0.1:${memcachedPort}"`,
    WOPort: `"127.0.0.1:${port}"`,
    WOWorkersCount: '1',
    SxVMemLimit: '2048',
    SOGoMaximumPingInterval: '10',
    SOGoMaximumSyncInterval: '30',
    SOGoInternalSyncInterval: '5',
    SOGoUserSources: `({ type = sql; id = users; viewURL = ${table('sogo_users')}; canAuthenticate = YES; isAddressBook = YES; displayName = Users; userPasswordAlgorithm = plain; })`,
  }
}

function startServer(home: string, port: number, values: Readonly<Record<string, string>>): Promise<Service> {
  // "Don't run SOGo as root", it says.
  const owner = ownerNamed('sogo')
  folderOf(owner, home)
  const words = ['-WONoDetach', 'YES', '-WOPidFile', join(home, 'sogod.pid'), '-WOLogFile', join(home, 'log'), ...Object.entries(values).flatMap(([name, value]) => [`-${name}`, value])]
  return startService({ program: 'sogod', words, folder: home, port, owner, env: { HOME: home, LC_ALL: 'C.UTF-8' } })
}
