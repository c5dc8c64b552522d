/*
 * An Outlook whose panes run in Internet Explorer or in EdgeHTML gets a notice that it can read, instead of a blank pane.
 * ES5, served as it is: those engines must be able to parse it.
 */
(function () {
  var agent = navigator.userAgent
  var isTooOld = /Trident\/|MSIE |Edge\/\d/.test(agent) || typeof Promise === 'undefined' || !('noModule' in document.createElement('script'))
  if (!isTooOld) return

  var notices = [
    ['en', 'This Outlook is too old for the pane', 'Ask your administrator for a newer Outlook, or use Outlook on the web.'],
    ['ja', '\u3053\u306e Outlook \u3067\u306f\u4f5c\u696d\u30a6\u30a3\u30f3\u30c9\u30a6\u3092\u4f7f\u3048\u307e\u305b\u3093', '\u65b0\u3057\u3044 Outlook \u3078\u306e\u66f4\u65b0\u3092\u7ba1\u7406\u8005\u306b\u4f9d\u983c\u3059\u308b\u304b\u3001Web \u7248\u306e Outlook \u3092\u304a\u4f7f\u3044\u304f\u3060\u3055\u3044\u3002']
  ]

  function line(name, text, language) {
    var element = document.createElement(name)
    element.setAttribute('lang', language)
    element.appendChild(document.createTextNode(text))
    return element
  }

  function show() {
    var body = document.body
    while (body.firstChild) body.removeChild(body.firstChild)
    var box = document.createElement('div')
    box.id = 'too-old'
    box.setAttribute('role', 'alert')
    for (var i = 0; i < notices.length; i += 1) {
      box.appendChild(line('h1', notices[i][1], notices[i][0]))
      box.appendChild(line('p', notices[i][2], notices[i][0]))
    }
    body.appendChild(box)
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show)
  else show()
})()
