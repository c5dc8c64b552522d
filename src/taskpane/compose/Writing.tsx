/** The screens for writing, once what they need is there. The way in from the Message tab; a chunk of its own. */
import { useContext, useEffect, useRef, useState } from 'react'
import { KeysContext } from '../keys/keys-context.ts'
import type { KeysController } from '../keys/keys-controller.ts'
import { Notice } from '../keys/Notice.tsx'
import type { ReadingController } from '../read/reading-controller.ts'
import type { Language } from '../sentences/sentence.ts'
import { writingLabel, writingSentence } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import type { ComposeController } from './compose-controller.ts'
import { ComposeScreen } from './ComposeScreen.tsx'
import { openDrafts, openWriting } from './open-writing.ts'
import { toldFailure } from './told-failure.ts'
import type { WritingStart } from './writing-start.ts'

interface WritingProps {
  readonly reading: ReadingController
  readonly start: WritingStart
  readonly onKeys: () => void
  readonly onClose: (() => void) | null
}

export function Writing({ reading, start, onKeys, onClose }: WritingProps) {
  const { language } = useSpeech()
  const keys = useContext(KeysContext)
  const spoken = useRef<Language>(language)
  useEffect(() => { spoken.current = language }, [language])
  const [opened, setOpened] = useState<ComposeController | { readonly code: string } | null>(null)
  const item = start.kind === 'item' ? (reading.options.host.currentItem()?.key ?? '') : ''
  useEffect(() => {
    if (!keys) return
    let isLeft = false
    void once(reading, start, item, keys, () => spoken.current).then(
      compose => { if (!isLeft) setOpened(compose) },
      (error: unknown) => { if (!isLeft) setOpened({ code: toldFailure(error).code }) },
    )
    return () => { isLeft = true }
  }, [reading, start, item, keys])
  if (opened === null) return <p className="cap" role="status">{writingLabel(language, 'loading')}</p>
  if (!('code' in opened)) return <ComposeScreen key={item} compose={opened} onKeys={onKeys} onClose={onClose && (() => { openDrafts.delete(opened.draftId); onClose() })} />
  const { title, body } = writingSentence(opened.code)[language]
  return (
    <Notice name={opened.code} wording={{ title, body }} tone="bad">
      {onClose ? <button type="button" className="btn small" onClick={onClose}>{writingLabel(language, 'close')}</button> : null}
    </Notice>
  )
}

/** What was begun, by what it was begun with: it survives a look at another tab. */
const begun = new WeakMap<object, Map<string, Promise<ComposeController>>>()

function once(reading: ReadingController, start: WritingStart, item: string, keys: KeysController, language: () => Language): Promise<ComposeController> {
  const owner = start.kind === 'item' ? reading : start
  const known = begun.get(owner) ?? new Map<string, Promise<ComposeController>>()
  begun.set(owner, known)
  const found = known.get(item) ?? openWriting(start, { reading, keys, language })
  known.set(item, found)
  found.catch(() => { known.delete(item) })
  return found
}
