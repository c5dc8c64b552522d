/** Where the pane's page gets office.js from when there is no internet. */

/** office.js on Microsoft's CDN, as the built page names it. */
export const officeCdn = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js'

/**
 * Puts our own copy of office.js in the place of the CDN's, with the stand-in for MicrosoftAjax.js before it. This is what a deployment
 * without internet access does as well. `after-office.js` adds what the npm package is too old for. Nothing else of the page changes.
 *
 * @throws when the page does not name office.js in the way that the build writes it.
 */
export function useLocalOffice(html: string): string {
  const tag = /<script\b[^>]*\bsrc="https:\/\/appsforoffice\.microsoft\.com\/lib\/1\/hosted\/office\.js"[^>]*><\/script>/
  const found = tag.exec(html)?.[0]
  if (found === undefined) throw new Error('taskpane.html does not load office.js from its CDN address')
  // The stand-ins run when office.js does: at once, deferred, whatever the page asks for.
  const beside = (path: string): string => found.replace(officeCdn, path).replace(/\s(async|crossorigin="[^"]*"|onerror="[^"]*"|id="[^"]*")/g, '')
  return html.replace(found, beside('/emulator/before-office.js') + found.replace(officeCdn, '/office/office.js') + beside('/emulator/after-office.js'))
}
