/*
 * Starts the engine's worker, and asks for the organisation's list, while the pane's own script is still on its way: whoever clicked is
 * waiting. Served as it is, and before any other script; the pane's script takes over what it finds (early-start.ts). Where this fails
 * nothing is lost: the pane starts both itself.
 */
(function () {
  var script = document.currentScript
  var engine = script === null ? null : script.getAttribute('data-engine')
  if (engine === null || typeof Worker === 'undefined' || typeof fetch === 'undefined') return
  var early = { worker: null, hasFailed: false, organisation: null }
  try {
    early.organisation = fetch('./organisation.json', { credentials: 'omit' })
    early.organisation.then(null, function () {})
    early.worker = new Worker(engine)
    early.worker.onerror = function () {
      early.hasFailed = true
    }
  } catch {
    early.worker = null
  }
  Object.defineProperty(window, 'sealpaneEarlyStart', { value: early })
})()
