window.itemsSeen = []
window.officeReady = Office.onReady().then(
  info =>
    new Promise(resolve => {
      window.officeInfo = info
      const seen = () => window.itemsSeen.push(Office.context.mailbox.item === null ? null : Office.context.mailbox.item.subject)
      Office.context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, seen, resolve)
    }),
)
