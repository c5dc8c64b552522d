/** Checks a source tree against the table of rooms. */
import { cruise, type IForbiddenRuleType } from 'dependency-cruiser'
import { join } from 'node:path'
import { ROOMS, type Room } from './rooms.ts'

const LAW = 'the law is test/architecture/rooms.ts'

/** All breaks of the law under `baseDir/src`, as sentences; empty when there are none. */
export async function checkRooms(baseDir: string, rooms: Readonly<Record<string, Room>> = ROOMS): Promise<string[]> {
  const { output } = await cruise(
    ['src'],
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden: forbiddenBy(rooms) },
      tsPreCompilationDeps: true,
      doNotFollow: { path: ['node_modules', '^test/'] },
      outputType: 'json',
    },
    { extensions: ['.ts', '.tsx', '.js', '.json', '.css'] },
    { tsConfig: { options: { allowImportingTsExtensions: true, noEmit: true } } },
  )
  const result = JSON.parse(output as string) as {
    readonly modules: readonly { readonly source: string }[]
    readonly summary: {
      readonly violations: readonly {
        readonly from: string
        readonly to: string
        readonly rule: { readonly name: string }
        readonly cycle?: readonly { readonly name: string }[]
      }[]
    }
  }
  const homeless = result.modules
    .map(module => /^src\/([^/]+)(\/|$)/.exec(module.source))
    .filter(match => match !== null && (match[2] === '' || !Object.hasOwn(rooms, match[1] ?? '')))
    .map(match => `${String(match?.input)} stands in no room of the table; ${LAW}`)
  const broken = result.summary.violations.map(({ from, to, rule, cycle }) =>
    cycle ? `${[from, ...cycle.map(step => step.name)].join(' -> ')}: ${rule.name}` : `${from} -> ${to}: ${rule.name}; ${LAW}`,
  )
  return [...new Set([...homeless, ...broken])]
}

function forbiddenBy(rooms: Readonly<Record<string, Room>>): IForbiddenRuleType[] {
  const perRoom = Object.entries(rooms).flatMap(([name, room]): IForbiddenRuleType[] => [
    {
      name: `${name}-imports-only-its-floor`,
      severity: 'error',
      from: { path: `^src/${name}/` },
      to: { path: '^src/', pathNot: [name, ...room.mayImport].map(pathOf) },
    },
    {
      name: `${name}-uses-only-its-packages`,
      severity: 'error',
      from: { path: `^src/${name}/` },
      to: { dependencyTypesNot: ['local', 'localmodule', ...(room.node ? (['core'] as const) : [])], pathNot: ['^src/', '^test/', ...room.packages.map(packagePath)] },
    },
  ])
  return [
    ...perRoom,
    { name: 'src-never-imports-test', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    { name: 'no-circular', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
  ]
}

const escape = (text: string) => text.replaceAll(/[.+?^$()[\]{}|\\]/g, '\\$&')

const pathOf = (entry: string) => `^src/${escape(entry)}${entry.includes('.') ? '$' : '/'}`

const packagePath = (name: string) => `(^|node_modules/)(@types/)?${escape(name).replaceAll('*', '[^/]+')}(/|$)`

/** An upward import in the table itself would make the law worthless. */
export function checkTable(rooms: Readonly<Record<string, Room>> = ROOMS): string[] {
  return Object.entries(rooms).flatMap(([name, room]) =>
    room.mayImport.flatMap(entry => {
      const [otherName = ''] = entry.split('/')
      const other = rooms[otherName]
      if (!other) return [`${name} may import ${entry}, but there is no such room`]
      // The gateway shares one file, its contract, with the room that talks to it.
      if (entry === 'gateway/contract.ts') return []
      return other.floor < room.floor ? [] : [`${name} (floor ${String(room.floor)}) may import ${entry} (floor ${String(other.floor)})`]
    }),
  )
}

/** Root of this very project. */
export const projectRoot = join(import.meta.dirname, '..', '..')
