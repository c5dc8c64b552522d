/** Who gets the message, as the writer is shown it: groups as their members, each with the certificate that would be used. */
import type { CertificateProblem, KnownCertificate, RecipientAnswer, RecipientsResult } from '../../engine/compose-protocol.ts'
import type { OutgoingMailbox } from '../../mime/outgoing-message.ts'
import type { Addressee } from '../../outlook/compose/compose-item.ts'

export type RecipientProblem = CertificateProblem | 'smime/recipient-no-certificate' | 'outlook/group-unknown'

export interface ShownRecipient extends OutgoingMailbox {
  readonly field: Addressee['field']
  /** Name of the group that it is a member of; null for whoever was written to directly. */
  readonly group: string | null
  /** Null until the engine has answered, and for a group whose members cannot be seen. */
  readonly answer: RecipientAnswer | null
  /** Why nothing can be encrypted for it; null when it can, and as long as nobody knows. */
  readonly problem: RecipientProblem | null
}

/** The members of a group, all levels. @throws when they cannot be had. */
export type ExpandGroup = (address: string) => Promise<readonly OutgoingMailbox[]>

/**
 * Everyone who is written to, groups replaced by their members. Whoever stands there twice is there once, in the most visible field.
 * A group that cannot be looked into stays, with `outlook/group-unknown`: it is never left out silently.
 */
export async function shownRecipients(addressees: readonly Addressee[], expandGroup: ExpandGroup): Promise<readonly ShownRecipient[]> {
  const found = await Promise.all(addressees.map(async addressee => (addressee.kind === 'group' ? membersOf(addressee, expandGroup) : [shown(addressee, addressee.field, null)])))
  const known = new Map<string, ShownRecipient>()
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const recipient of found.flat()) {
      const key = sameAddress(recipient.address)
      if (recipient.field === field && !known.has(key)) known.set(key, recipient)
    }
  }
  const kept = new Set(known.values())
  return found.flat().filter(recipient => kept.has(recipient))
}

/** Two spellings of one mailbox, as far as a list of recipients is concerned. */
export const sameAddress = (address: string): string => address.trim().toLowerCase()

async function membersOf(group: Addressee, expandGroup: ExpandGroup): Promise<readonly ShownRecipient[]> {
  const name = group.name === '' ? group.address : group.name
  try {
    const members = await expandGroup(group.address)
    if (members.length > 0) return members.map(member => shown(member, group.field, name))
  } catch {
    // As a group without any members: said below.
  }
  return [{ ...shown(group, group.field, name), problem: 'outlook/group-unknown' }]
}

function shown({ name, address }: OutgoingMailbox, field: Addressee['field'], group: string | null): ShownRecipient {
  return { name, address, field, group, answer: null, problem: null }
}

/** The engine's answers beside their recipients. What is asked about: everyone but groups that nobody can look into. */
export function withAnswers(recipients: readonly ShownRecipient[], { recipients: answers }: RecipientsResult): readonly ShownRecipient[] {
  const byAddress = new Map(answers.map(answer => [sameAddress(answer.address), answer]))
  return recipients.map(recipient => {
    const answer = byAddress.get(sameAddress(recipient.address))
    return isGroup(recipient) || answer === undefined ? recipient : { ...recipient, answer, problem: answer.problem }
  })
}

/** Answers that were given before, for recipients that are still there: nothing flashes while they are asked about again. */
export function keepAnswers(recipients: readonly ShownRecipient[], before: readonly ShownRecipient[]): readonly ShownRecipient[] {
  const known = new Map(before.map(recipient => [sameAddress(recipient.address), recipient]))
  return recipients.map(recipient => {
    const old = known.get(sameAddress(recipient.address))
    return old?.answer && !isGroup(recipient) ? { ...recipient, answer: old.answer, problem: old.problem } : recipient
  })
}

export const isGroup = ({ problem }: ShownRecipient): boolean => problem === 'outlook/group-unknown'

/** Whether a message can be encrypted for it. */
export const isReady = ({ answer, problem }: ShownRecipient): boolean => answer !== null && answer.chosen !== null && problem === null

/** The certificate that will be used; else the one that comes nearest, which has a problem. */
export function certificateOf({ answer }: ShownRecipient): KnownCertificate | null {
  if (answer === null) return null
  return answer.certificates.find(({ fingerprint }) => fingerprint === answer.chosen) ?? answer.certificates[0] ?? null
}

/** What the writer was shown for everyone: the engine makes nothing else (SEC-28). Null when somebody is not ready. */
export function expectedOf(recipients: readonly ShownRecipient[]): readonly { readonly address: string; readonly fingerprint: string }[] | null {
  const expected = recipients.flatMap(recipient => (isReady(recipient) && recipient.answer?.chosen ? [{ address: recipient.address, fingerprint: recipient.answer.chosen }] : []))
  return expected.length === recipients.length ? expected : null
}

export function mailboxesIn(field: Addressee['field'], recipients: readonly ShownRecipient[]): readonly OutgoingMailbox[] {
  return recipients.filter(recipient => recipient.field === field).map(({ name, address }) => ({ name, address }))
}

/** Everyone by field, as a message names them. */
export const fieldsOf = (recipients: readonly ShownRecipient[]) => ({ to: mailboxesIn('to', recipients), cc: mailboxesIn('cc', recipients), bcc: mailboxesIn('bcc', recipients) })
