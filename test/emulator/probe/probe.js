window.itemsSeen = []
window.officeReady = Office.onReady(info => {
  window.officeInfo = info
  Office.context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, () => {
    window.itemsSeen.push(Office.context.mailbox.item === null ? null : Office.context.mailbox.item.subject)
  })
})
