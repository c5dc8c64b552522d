/** The pane opened as a page of its own, without Outlook around it: nothing is open, and messages come as files. */
import { OutlookError } from './mailbox-host.ts'
import type { MailboxHost } from './mailbox-host.ts'

/**
 * @param language what the browser asks for, as a BCP 47 tag.
 */
export function createPageHost(language: string): MailboxHost {
  return {
    currentItem: () => null,
    readingRoutes: () => [],
    read: route => Promise.reject(new OutlookError('outlook/route-unavailable', `no route ${route} without Outlook`)),
    writing: async ports => (await import(/* webpackChunkName: "outlook-writing" */ './writing.ts')).createPageWritingHost(ports),
    onItemChanged: () => () => undefined,
    displayLanguage: () => language,
    theme: () => ({ dark: null }),
  }
}
