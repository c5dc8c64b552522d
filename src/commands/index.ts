/**
 * The send guard's composition root, built into one script: `dist/commands/commands.js`. Classic Outlook runs it without a
 * page, other Outlooks in `commands.html`.
 */
import { handleSending, sendingLanguage, type SendingEvent } from '../outlook/guard/sending-event.ts'
import { keptPolicy, sendingItem } from '../outlook/guard/sending-item.ts'
import { policyInForce } from './guard-policy.ts'
import { refusal } from './guard-sentences.ts'
import { complaintAbout, type Complaint } from './send-guard.ts'

/** Of one call, and of the whole answer, in milliseconds. Outlook waits five minutes, and blocks then. */
const PATIENCE = 5_000
const LONGEST = 30_000

/** Where the organisation's file lies, for a script without a page. `npm run sideload` with the option "host" names another server. */
const DEPLOYED = 'https://localhost:3000/taskpane/organisation.json'

const PAGE = '/commands/commands.html'

/** Beside the page that carries this script, where there is one. */
function organisationAddress(): string {
  // Not every runtime has it, whatever the types say; and not every one that has it stands on our page.
  const place = typeof location === 'undefined' ? undefined : (location as Location | undefined)
  const isOurPage = place?.pathname.endsWith(PAGE) === true
  return isOurPage ? `${place.origin}${place.pathname.slice(0, -PAGE.length)}/taskpane/organisation.json` : DEPLOYED
}

function onMessageSend(event: SendingEvent): void {
  let isAnswered = false
  const answer = (complaint: Complaint | null) => {
    if (isAnswered) return
    isAnswered = true
    event.completed(complaint === null ? { allowEvent: true } : refusal(complaint, sendingLanguage()))
  }
  try {
    if (typeof setTimeout === 'function') setTimeout(() => answer('unchecked'), LONGEST)
    const policy = () =>
      policyInForce({
        fetchFile: typeof fetch === 'function' ? address => fetch(address, { credentials: 'omit' }) : null,
        address: organisationAddress(),
        kept: keptPolicy,
        patience: PATIENCE,
      })
    complaintAbout({ item: sendingItem(PATIENCE), policy }).then(answer, () => answer('unchecked'))
  } catch {
    answer('unchecked')
  }
}

handleSending('onMessageSend', onMessageSend)
