/** The window in which a message is written: fields, editor, files, Send. It shows what the add-in changes and tells the draft what the writer does. */
import { normalisedBody } from '../compose/outlook-html.ts'
import type { ComposeDraft, DraftRecipient, RecipientField, RecipientKind } from '../compose/compose-draft.ts'
import { recipientFields } from '../compose/compose-draft.ts'
import { listedSize, typeOf } from '../compose/compose-calls.ts'
import { octetString, readAddresses } from '../mail-text.ts'
import { element } from './element.ts'
import type { Strings } from './strings.ts'

export interface ComposeActions {
  send(): void
  discard(): void
}

const shownRecipient = ({ name, address }: DraftRecipient): string => (name === '' || name === address ? address : `${name} <${address}>`)

/** `a@b; C <c@d>` as recipients; anything that is no address is left out. */
export function readRecipients(text: string, kindOf: (address: string) => RecipientKind): DraftRecipient[] {
  return readAddresses(text.replaceAll(';', ',')).filter(({ address }) => address.includes('@')).map(({ name, address }) => ({ name, address, kind: kindOf(address) }))
}

export class ComposeView {
  private readonly place: HTMLElement
  private readonly kindOf: (address: string) => RecipientKind

  constructor(place: HTMLElement, kindOf: (address: string) => RecipientKind) {
    this.place = place
    this.kindOf = kindOf
  }

  draw(draft: ComposeDraft, words: Strings, actions: ComposeActions): void {
    const send = element('button', { type: 'button', id: 'send' }, words.send)
    send.addEventListener('click', () => actions.send())
    const discard = element('button', { type: 'button', id: 'discard' }, words.discard)
    discard.addEventListener('click', () => actions.discard())
    const attach = element('input', { type: 'file', id: 'attach', multiple: '' })
    attach.addEventListener('change', () => void this.attach(draft, attach))
    const attachButton = element('label', { class: 'attach' }, attach, words.attach)
    const { name, address } = draft.content.from
    const form = element('form', { class: 'compose', id: 'compose' },
      element('div', { class: 'commands' }, send, discard, attachButton),
      element('p', { class: 'from' }, `${words.from} ${name} <${address}>`),
      ...recipientFields.map(field => this.recipients(draft, field, words)),
      this.subject(draft, words), element('ul', { class: 'files', id: 'files', 'aria-label': words.attachments }), this.body(draft, words),
      element('p', { class: 'saved', id: 'saved', role: 'status' }))
    form.addEventListener('submit', event => event.preventDefault())
    this.place.setAttribute('aria-label', words.writing)
    this.place.replaceChildren(form)
    this.update(draft, words)
    draft.onChange(() => this.update(draft, words))
  }

  /** Says when the server's copy was made. */
  saved(time: string, words: Strings): void {
    const place = this.place.querySelector('#saved')
    if (place !== null) place.textContent = words.draftSaved.replace('{time}', time)
  }

  /** Shows what the add-in or the server changed; the field that is being typed into is left alone. */
  update(draft: ComposeDraft, words: Strings): void {
    const { content } = draft
    for (const field of recipientFields) this.put(`compose-${field}`, content[field].map(shownRecipient).join('; '))
    this.put('compose-subject', content.subject)
    const body = this.place.querySelector<HTMLElement>('#compose-body')
    if (body !== null && document.activeElement !== body) {
      if (content.bodyType === 'text') body.textContent = content.body
      // The editor's markup was cleaned when it came in; without normalisation it is cleaned for showing alone.
      else body.innerHTML = normalisedBody(content.body)
    }
    const files = content.attachments.map(attachment => {
      const remove = element('button', { type: 'button', 'aria-label': `${words.remove}: ${attachment.name}` }, '×')
      remove.addEventListener('click', () => draft.detach(attachment.id))
      return element('li', {}, attachment.name, remove)
    })
    this.place.querySelector('#files')?.replaceChildren(...files)
  }

  private put(id: string, value: string): void {
    const field = this.place.querySelector<HTMLInputElement>(`#${id}`)
    if (field !== null && document.activeElement !== field) field.value = value
  }

  private recipients(draft: ComposeDraft, field: RecipientField, words: Strings): HTMLElement {
    const input = element('input', { id: `compose-${field}`, autocomplete: 'off', spellcheck: 'false' })
    input.addEventListener('change', () => draft.setRecipients(field, readRecipients(input.value, this.kindOf)))
    return element('label', {}, element('span', {}, words[`${field}Label`]), input)
  }

  private subject(draft: ComposeDraft, words: Strings): HTMLElement {
    const input = element('input', { id: 'compose-subject', autocomplete: 'off', maxlength: '255' })
    input.addEventListener('input', () => draft.change({ subject: input.value }))
    return element('label', {}, element('span', {}, words.subject), input)
  }

  private body(draft: ComposeDraft, words: Strings): HTMLElement {
    const editor = element('div', { id: 'compose-body', contenteditable: 'true', role: 'textbox', 'aria-multiline': 'true', 'aria-label': words.body })
    editor.addEventListener('input', () => draft.change({ body: draft.content.bodyType === 'text' ? editor.innerText : editor.innerHTML }))
    return editor
  }

  private async attach(draft: ComposeDraft, input: HTMLInputElement): Promise<void> {
    for (const file of input.files ?? []) {
      const content = octetString(new Uint8Array(await file.arrayBuffer()))
      draft.attach({
        name: file.name, contentType: file.type === '' ? typeOf(file.name) : file.type, kind: file.name.endsWith('.eml') ? 1 : 0, isInline: false, contentId: null,
        content, size: listedSize(content.length), url: null,
      })
    }
    input.value = ''
  }
}
