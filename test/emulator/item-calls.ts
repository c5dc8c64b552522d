/** Calls that are the same on a message that is read and on one that is written: notices above it, and the add-in's properties of it. */
import { answer, answerBeside, failure, hostErrors } from './host-calls.ts'
import type { CallName, HostAnswer } from './host-calls.ts'

type Parameters = Readonly<Record<string, unknown>>

/** What belongs to an item besides its content. */
export interface ItemNotes {
  readonly customProperties: Record<string, unknown>
  readonly notifications: Map<string, Parameters>
}

export const newNotes = (): ItemNotes => ({ customProperties: {}, notifications: new Map() })

/** Microsoft's limits. */
const mostNotifications = 5
const longestProperties = 2_500

function propertiesOf(parameters: Parameters): Record<string, unknown> {
  const given = parameters['customProperties']
  return typeof given === 'string' ? (JSON.parse(given) as Record<string, unknown>) : (given as Record<string, unknown>)
}

function notification(notes: ItemNotes, name: CallName, parameters: Parameters): HostAnswer {
  const key = String(parameters['key'])
  const { notifications } = notes
  switch (name) {
    case 'addNotification':
      if (notifications.has(key)) return failure(hostErrors.duplicateNotificationKey)
      if (notifications.size >= mostNotifications) return failure(hostErrors.numberOfNotificationsExceeded)
      notifications.set(key, parameters)
      return answer(undefined)
    case 'replaceNotification':
      if (!notifications.has(key)) return failure(hostErrors.notificationKeyNotFound)
      notifications.set(key, parameters)
      return answer(undefined)
    default:
      return notifications.delete(key) ? answer(undefined) : failure(hostErrors.notificationKeyNotFound)
  }
}

/** Answers such a call, or gives null for any other. */
export function answerItemCall(notes: ItemNotes, name: CallName, parameters: Parameters, hasNativeSmime: boolean): HostAnswer | null {
  switch (name) {
    case 'notifications':
      return answer([...notes.notifications.values()])
    case 'addNotification':
    case 'replaceNotification':
    case 'removeNotification':
      return notification(notes, name, parameters)
    case 'loadCustomProperties':
      return answerBeside({ wasSuccessful: true, customProperties: JSON.stringify(notes.customProperties) })
    case 'saveCustomProperties': {
      const properties = propertiesOf(parameters)
      if (hasNativeSmime || JSON.stringify(properties).length > longestProperties) return failure(hostErrors.genericResponseError)
      for (const key of Object.keys(notes.customProperties)) Reflect.deleteProperty(notes.customProperties, key)
      Object.assign(notes.customProperties, properties)
      return answer(undefined)
    }
    default:
      return null
  }
}
