// A send guard for the emulator's own tests: what it does stands in the subject of the message.
var wants = function (subject, event) {
  if (subject === 'never') return
  if (subject === 'throws') throw new Error('on purpose')
  if (subject === 'realm') {
    var found = ['document', 'crypto', 'indexedDB', 'localStorage', 'navigator'].filter(function (name) { return typeof globalThis[name] !== 'undefined' })
    return event.completed({ allowEvent: false, errorMessage: 'has ' + found.join(' ') })
  }
  if (subject === 'button') return event.completed({ allowEvent: false, errorMessage: 'Open it.', commandId: 'x', cancelLabel: 'Open the probe' })
  event.completed(subject === 'good' ? { allowEvent: true } : { allowEvent: false, errorMessage: 'Not with this subject: ' + subject })
}
function onMessageSend(event) {
  Office.context.mailbox.item.subject.getAsync(function (result) {
    wants(result.value, event)
  })
}
Office.actions.associate('onMessageSend', onMessageSend)
if (typeof document !== 'undefined') Office.onReady()
