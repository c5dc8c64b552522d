/** The members of a distribution list (`ExpandDL`), all levels of it. */
import type { OutgoingMailbox } from '../../mime/outgoing-message.ts'
import { elements, envelope, ewsCall, EwsUnanswered, readEwsAnswer, textOf, xmlText } from '../ews-call.ts'
import type { EwsMailbox } from '../ews-call.ts'
import type { CallOptions } from '../office-call.ts'
import { SendError } from '../send/sending-route.ts'

/** Lists within lists, and everyone in them: above this no pane shows them and no message is encrypted to them. */
const mostLists = 50
const mostMembers = 1000

interface Member extends OutgoingMailbox {
  readonly isList: boolean
}

function unknownGroup(address: string, why: string, cause?: unknown): SendError {
  return new SendError('outlook/group-unknown', why, { subject: address, cause })
}

async function membersOf(mailbox: EwsMailbox, address: string, options: CallOptions): Promise<readonly Member[]> {
  const request = envelope(`<m:ExpandDL><m:Mailbox><t:EmailAddress>${xmlText(address)}</t:EmailAddress></m:Mailbox></m:ExpandDL>`)
  let text: string
  try {
    text = await ewsCall(mailbox, request, options)
  } catch (error) {
    if (!(error instanceof EwsUnanswered)) throw error
    throw unknownGroup(address, 'exchange gave no members', error)
  }
  const answer = readEwsAnswer(text, 'ExpandDLResponseMessage')
  const expansion = answer?.outcome === 'Success' && answer.code === 'NoError' ? elements(answer.element, 'messages', 'DLExpansion')[0] : undefined
  if (expansion === undefined) throw unknownGroup(address, `exchange answered ${answer?.code ?? 'nothing'}`)
  if (expansion.getAttribute('IncludesLastItemInRange') === 'false') throw unknownGroup(address, 'exchange told only a part of the members')
  const members = elements(expansion, 'types', 'Mailbox').map(element => ({
    name: textOf(element, 'types', 'Name') ?? '',
    address: textOf(element, 'types', 'EmailAddress') ?? '',
    isList: textOf(element, 'types', 'MailboxType')?.endsWith('DL') === true,
  }))
  // SECURITY: a list that does not exist, or whose members are hidden, answers with success and nobody.
  if (members.length === 0) throw unknownGroup(address, 'exchange told no members')
  const broken = members.find(member => !/^[^\s@]+@[^\s@]+$/u.test(member.address))
  if (broken !== undefined) throw unknownGroup(broken.name === '' ? address : broken.name, 'a member has no address')
  return members
}

/**
 * Everyone in a list and in the lists within it, each once, in the order told.
 *
 * @throws SendError `outlook/group-unknown` when one of the lists cannot be seen whole: nobody is left out in silence.
 */
export async function expandGroup(mailbox: EwsMailbox, address: string, options: CallOptions): Promise<readonly OutgoingMailbox[]> {
  const people = new Map<string, OutgoingMailbox>()
  const seen = new Set([address.toLowerCase()])
  const waiting = [address]
  for (let list = waiting.shift(); list !== undefined; list = waiting.shift()) {
    for (const { name, address: member, isList } of await membersOf(mailbox, list, options)) {
      const key = member.toLowerCase()
      if (!isList) {
        if (!people.has(key)) people.set(key, { name, address: member })
      } else if (!seen.has(key)) {
        seen.add(key)
        waiting.push(member)
      }
      if (seen.size > mostLists || people.size > mostMembers) throw unknownGroup(address, 'the list is too large')
    }
  }
  if (people.size === 0) throw unknownGroup(address, 'the lists name only each other')
  return [...people.values()]
}
