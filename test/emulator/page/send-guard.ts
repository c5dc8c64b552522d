/** What Outlook does between the Send button and the outbox: it asks the add-in's handler and obeys it (Smart Alerts). */
import type { OutlookHost } from '../outlook-host.ts'
import { element } from './element.ts'
import { launchInPage, launchInScript } from './launch-runtime.ts'
import type { Completed, RunningLaunch } from './launch-runtime.ts'
import type { SendingHandler } from './manifest.ts'
import type { Strings } from './strings.ts'

export type GuardAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'blocked'; readonly told: Completed }
  /** The handler could not be run. */
  | { readonly kind: 'unavailable' }
  /** The handler did not answer in time. */
  | { readonly kind: 'late' }

/** One question to the handler, for tests to look at. */
export interface GuardRecord {
  readonly answer: GuardAnswer['kind']
  readonly told: Completed | null
}

/** Microsoft's limit on what the dialog shows. */
const longestMessage = 500

function start(host: OutlookHost, handler: SendingHandler): RunningLaunch | null {
  const isPage = host.options.profile.bridge === 'post-message'
  if (isPage) return handler.pageAddress === null ? null : launchInPage(host, handler.pageAddress, handler.functionName)
  return handler.scriptAddress === null ? null : launchInScript(host, handler.scriptAddress, handler.functionName)
}

/** Asks the add-in. @param timeLimit Outlook waits five minutes. */
export async function askHandler(host: OutlookHost, handler: SendingHandler, timeLimit: number): Promise<GuardAnswer> {
  const running = start(host, handler)
  if (running === null) return { kind: 'unavailable' }
  let timer = 0
  const late = new Promise<GuardAnswer>(resolve => (timer = window.setTimeout(() => resolve({ kind: 'late' }), timeLimit)))
  const answered = running.completed.then(
    (told): GuardAnswer => (told.allowEvent === true ? { kind: 'allowed' } : { kind: 'blocked', told }),
    (): GuardAnswer => ({ kind: 'unavailable' }),
  )
  const answer = await Promise.race([answered, late])
  clearTimeout(timer)
  running.close()
  return answer
}

/** Whether Outlook sends although the handler did not allow it, without asking. Blocked items are never sent so. */
export function passesUnasked(answer: GuardAnswer, { sendMode }: SendingHandler): boolean {
  return answer.kind === 'allowed' || (answer.kind === 'unavailable' && sendMode !== 'Block')
}

export interface GuardDialog {
  /** True when the writer sends anyway. */
  readonly sends: boolean
  readonly opensPane: boolean
}

/** The dialog that keeps a message back. *Send anyway* is offered where the manifest says PromptUser. */
export function showRefusal(answer: Exclude<GuardAnswer, { kind: 'allowed' }>, handler: SendingHandler, addin: string, words: Strings): Promise<GuardDialog> {
  const told = answer.kind === 'blocked' ? answer.told : {}
  const text = answer.kind === 'blocked' ? (told.errorMessage ?? '').slice(0, longestMessage) : answer.kind === 'late' ? words.addinSlow.replace('{addin}', addin) : words.addinUnavailable
  const dialog = element('dialog', { 'aria-labelledby': 'refused-title', 'id': 'send-refused' }, element('h2', { id: 'refused-title' }, words.sendRefused), element('p', { id: 'refused-text' }, text))
  let decided: GuardDialog = { sends: false, opensPane: false }
  const add = (id: string, label: string, decision: GuardDialog): void => {
    const button = element('button', { type: 'button', id }, label)
    button.addEventListener('click', () => {
      decided = decision
      dialog.close()
    })
    dialog.append(button, ' ')
  }
  if (told.commandId !== undefined) add('open-addin', told.cancelLabel ?? words.openAddin.replace('{addin}', addin), { sends: false, opensPane: true })
  add('dont-send', words.dontSend, { sends: false, opensPane: false })
  const mayOverride = handler.sendMode === 'PromptUser' || told.sendModeOverride === 'promptUser'
  if (mayOverride) add('send-anyway', words.sendAnyway, { sends: true, opensPane: false })
  document.body.append(dialog)
  dialog.showModal()
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(decided)
    })
  })
}
