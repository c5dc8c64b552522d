/** What the page's address asks for. */
import { clientProfiles } from '../client-profiles.ts'
import type { ProfileId } from '../client-profiles.ts'
import type { DraftContent } from '../compose/compose-draft.ts'
import { usualHabits } from '../compose/habits.ts'
import type { ComposeHabits } from '../compose/habits.ts'
import type { Fault } from '../host-calls.ts'
import { usualSignIn } from './sign-in.ts'
import type { SignInHabits } from './sign-in.ts'

/** What is to be written: `id` names the message that is answered. `content` stands in for what Outlook would start with. */
export interface ComposeWanted {
  readonly kind: 'new' | 'reply' | 'reply-all' | 'forward'
  readonly id?: string
  readonly content?: Partial<DraftContent>
}

const query = new URLSearchParams(location.search)
const parsed = <Value>(name: string, otherwise: Value): Value => ({ ...otherwise, ...(JSON.parse(query.get(name) ?? '{}') as Partial<Value>) })

export const isProfile = (id: string | null): id is ProfileId => id !== null && id in clientProfiles

function wanted(): ComposeWanted | null {
  const [kind = '', ...rest] = (query.get('compose') ?? '').split(':')
  if (kind !== 'new' && kind !== 'reply' && kind !== 'reply-all' && kind !== 'forward') return null
  return { kind, id: rest.join(':'), content: parsed<Partial<DraftContent>>('draft', {}) }
}

const profile = query.get('profile')

export const pageQuery = {
  item: query.get('item'),
  lang: query.get('lang') ?? 'en-US',
  profile: isProfile(profile) ? profile : ('web' as const),
  theme: query.get('theme'),
  opens: query.get('open') === '1',
  pins: query.get('pin') !== '0',
  width: query.get('width'),
  faults: JSON.parse(query.get('faults') ?? '[]') as Fault[],
  mailbox: query.get('mailbox'),
  compose: wanted(),
  habits: parsed<ComposeHabits>('habits', usualHabits),
  signIn: parsed<SignInHabits>('signIn', usualSignIn),
  /** Path of another manifest than the usual one, for example the one with the send guard. */
  manifest: query.get('manifest') === 'guard' ? '/manifest-guard.xml' : '/manifest.xml',
} as const
