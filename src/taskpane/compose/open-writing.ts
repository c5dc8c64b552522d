/** Where writing begins: what Outlook and the organisation offer for it, brought together once somebody writes. */
import { mailboxSettings, recallPolicy, rememberPolicy } from '../../outlook/compose/remember-policy.ts'
import { sealedNotices } from '../../outlook/compose/sealed-notice.ts'
import type { WritingHost } from '../../outlook/mailbox-host.ts'
import type { OutgoingAttachment } from '../../mime/outgoing-message.ts'
import type { OpenResult } from '../../engine/protocol.ts'
import type { KeysController } from '../keys/keys-controller.ts'
import { offerDownload } from '../mail/offer-download.ts'
import { shownContent } from '../message/shown-documents.ts'
import type { ReadingController } from '../read/reading-controller.ts'
import { type PaneWritingSettings, writingSettings } from '../read/writing-settings.ts'
import type { Language } from '../sentences/sentence.ts'
import { ComposeController, type ComposeOptions, type WritingAsker } from './compose-controller.ts'
import type { FoundOut } from './compose-state.ts'
import { noteDrafts } from './draft-flag.ts'
import { lookAfter } from './draft-recovery.ts'
import { editedOf, type EditedMessage, EMPTY_MESSAGE } from './edited-message.ts'
import { newId } from './new-id.ts'
import { answerTo, couldBeChanged, withheldQuote } from './quoted-reply.ts'
import { sendMessage } from './sending.ts'
import type { WritingStart } from './writing-start.ts'

export interface WritingPlace {
  readonly reading: ReadingController
  readonly keys: KeysController
  readonly language: () => Language
}

interface Means {
  readonly host: WritingHost
  readonly settings: PaneWritingSettings
}

/** Drafts on which this pane works: they are not offered back. */
export const openDrafts = new Set<string>()

/** @throws whatever Outlook or the journal throws: then nothing is written here. */
export async function openWriting(start: WritingStart, place: WritingPlace): Promise<ComposeController> {
  const { host, settings } = await meansOf(place)
  if (start.kind === 'item') return controllerOf(place, host, settings, null)
  const engine = askerOf(place)
  const own = [...(host.ownAddress === null ? [] : [host.ownAddress]), ...ownAddresses(place.keys)]
  const from = own[0] === undefined ? null : { name: '', address: own[0] }
  // What is written in the editor has nothing to do with an item that happens to be open.
  const alone: WritingHost = { ...host, item: null }
  if (start.kind === 'continue') {
    const { message, draft } = await engine.ask({ kind: 'drafts-read', at: now(place), id: start.draft.id })
    const edited = editedOf(draft.id, message, draft.settings.answersEncrypted)
    const compose = controllerOf(place, alone, settings, { ...edited, from: edited.from ?? from })
    compose.takeSettings(draft.settings.protection)
    return compose
  }
  if (start.kind === 'new') return controllerOf(place, alone, settings, { ...EMPTY_MESSAGE, id: newId(), from })
  const { kind, result, loadPart } = start
  const files = () => kind === 'forward' ? filesOf(result, loadPart) : Promise.resolve([])
  const answer = answerTo({ kind, result, ownAddresses: own, language: place.language(), attachments: couldBeChanged(result) ? [] : await files() })
  const quote = withheldQuote({ kind, result, language: place.language() })
  const isWithheld = couldBeChanged(result) && (quote !== '' || (kind === 'forward' && shownContent(result.parts).files.length > 0))
  const compose = controllerOf(place, alone, settings, { ...answer, id: newId(), from }, isWithheld ? async () => ({ quote, attachments: await files() }) : undefined)
  if (settings.policy.replyKeepsSigning && start.result.verdict.signers.length > 0) compose.takeSettings({ sign: true, encrypt: answer.answersEncrypted })
  return compose
}

/** What is offered back when the pane starts needs the same means. */
export async function meansOf({ reading, language }: Pick<WritingPlace, 'reading' | 'language'>): Promise<Means> {
  const { host, fetchFile, organisation } = reading.options
  const kept = keptSettings()
  const settings = writingSettings(organisation === undefined ? { kind: 'none' } : await organisation, recallPolicy(kept))
  if (kept && !settings.isUnreadable) rememberPolicy(settings.policy, kept, { timeout: 10_000, signal: new AbortController().signal }).catch(() => undefined)
  const writing = await host.writing({
    graph: settings.graph,
    fetch: fetchFile ?? (() => Promise.reject(new Error('no network here'))),
    saveFile: (name, bytes) => { offerDownload(name, bytes, null) },
    notice: () => sealedNotices[language()],
  })
  return { host: writing, settings }
}

/** The mailbox's settings; null outside of Outlook. */
function keptSettings(): ReturnType<typeof mailboxSettings> {
  try {
    return mailboxSettings()
  } catch {
    return null
  }
}

/** The engine, with a note in the browser as soon as something is kept. */
export function askerOf({ reading }: Pick<WritingPlace, 'reading'>): WritingAsker {
  const { engine } = reading.options
  return {
    ask: (request, options) => {
      if (request.kind === 'drafts-write') noteDrafts(true, () => localStorage)
      return engine.ask(request, options)
    },
  }
}

function controllerOf(place: WritingPlace, { item, routes, ownAddress, newMessage }: WritingHost, { policy }: PaneWritingSettings, edited: EditedMessage | null, withheld?: ComposeOptions['withheld']): ComposeController {
  const engine = askerOf(place)
  const time = place.reading.options.now
  const ports = { engine, item, routes, now: time, newId, wait }
  const look = async (id: string): Promise<FoundOut> => {
    try {
      const { drafts } = await engine.ask({ kind: 'drafts-list', at: now(place) })
      const draft = drafts.find(each => each.id === id)
      if (!draft) return 'unknown'
      const found = await lookAfter(draft, { engine, routes, now: time }, new AbortController().signal)
      return found === 'sent' ? 'sent' : found.fate === 'perhaps-sent' ? 'unknown' : 'not-sent'
    } catch {
      return 'unknown'
    }
  }
  const compose = new ComposeController(
    { engine, now: time, item, routes, ownAddress, newMessage, policy, newId, send: (job, options) => sendMessage(ports, job, options), look, movedNotice: () => sealedNotices[place.language()], ...(withheld && { withheld }) },
    edited,
  )
  openDrafts.add(compose.draftId)
  return compose
}

const now = ({ reading }: Pick<WritingPlace, 'reading'>) => reading.options.now().toISOString()

function ownAddresses(keys: KeysController): readonly string[] {
  return (keys.getState().status?.keys ?? []).filter(({ state }) => state === 'current').flatMap(({ addresses }) => addresses)
}

/** The files of an opened message, to be encrypted again with what is forwarded. @throws when one cannot be had: none is left out. */
async function filesOf(result: OpenResult, loadPart: (index: number) => Promise<Uint8Array>): Promise<readonly OutgoingAttachment[]> {
  const found: OutgoingAttachment[] = []
  for (const { index, name, mediaType } of shownContent(result.parts).files) found.push({ name: name === '' ? `part-${index + 1}` : name, mediaType, content: await loadPart(index), contentId: null })
  return found
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason instanceof Error ? signal.reason : new Error('given up'))
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
