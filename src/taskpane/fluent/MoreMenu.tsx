/** The ⋯ menu: language, and what this is. Loaded when it is first opened. */
import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem,
  MenuItemRadio, MenuList, MenuPopover,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { LanguageChoice } from '../language-choice.ts'
import { anchorList, productVersion } from '../product.ts'
import type { Language } from '../sentences/sentence.ts'
import { type Speech, speechOf } from '../speech.ts'
import { fillText } from '../text/fill-text.ts'
import { FluentScope } from './FluentScope.tsx'

interface MoreMenuProps {
  readonly language: Language
  /** The button that the menu belongs to. */
  readonly target: HTMLElement
  readonly choice: LanguageChoice
  readonly onChoice: (choice: LanguageChoice) => void
  readonly onClose: () => void
}

export function MoreMenu({ language, target, choice, onChoice, onClose }: MoreMenuProps) {
  const speech = speechOf(language)
  const [isAboutOpen, setAboutOpen] = useState(false)
  if (isAboutOpen) return <FluentScope><About speech={speech} onClose={onClose} /></FluentScope>
  return (
    <FluentScope>
      <Menu
        open
        positioning={{ target, position: 'below', align: 'end' }}
        checkedValues={{ language: [choice] }}
        onCheckedValueChange={(_event, { checkedItems }) => {
          onChoice((checkedItems[0] ?? 'outlook') as LanguageChoice)
          onClose()
        }}
        onOpenChange={(_event, { open }) => { if (!open) onClose() }}
      >
        <MenuPopover lang={speech.language}>
          <MenuList>
            <MenuGroup>
              <MenuGroupHeader>{speech.label('language')}</MenuGroupHeader>
              <MenuItemRadio name="language" value="outlook">{speech.label('followOutlook')}</MenuItemRadio>
              <MenuItemRadio name="language" value="en"><span lang="en">English</span></MenuItemRadio>
              <MenuItemRadio name="language" value="ja"><span lang="ja">日本語</span></MenuItemRadio>
            </MenuGroup>
            <MenuDivider />
            <MenuItem persistOnClick onClick={() => { setAboutOpen(true) }}>{speech.label('about')}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </FluentScope>
  )
}

function About({ speech, onClose }: { readonly speech: Speech; readonly onClose: () => void }) {
  const { title, body } = speech.wording('taskpane/about')
  return (
    <Dialog open onOpenChange={(_event, { open }) => { if (!open) onClose() }}>
      <DialogSurface lang={speech.language}>
        <DialogBody>
          <DialogTitle>{fillText(title, { version: productVersion })}</DialogTitle>
          <DialogContent>
            <p>{body}</p>
            {anchorList === null ? null : <p className="cap">{speech.label('listVersion', { version: anchorList })}</p>}
          </DialogContent>
          <DialogActions><Button appearance="secondary" onClick={onClose}>{speech.label('close')}</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
