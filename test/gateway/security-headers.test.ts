import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { graphOrigins, outlookOrigins, pagePolicy, securityHeaders } from '../../src/gateway/security-headers.ts'

const directive = (policy: string, name: string): string =>
  policy.split('; ').find(entry => entry.startsWith(`${name} `))?.slice(name.length + 1) ?? ''

test('a page starts from nothing and allows no inline script and no eval', () => {
  const policy = pagePolicy(outlookOrigins)
  expect(directive(policy, 'default-src')).toBe("'none'")
  expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe-|\*/)
  expect(directive(policy, 'object-src')).toBe("'none'")
  expect(directive(policy, 'base-uri')).toBe("'none'")
  expect(directive(policy, 'form-action')).toBe("'none'")
})

test('scripts come from ourselves and from where office.js lives, and of the Ajax CDN only one file', () => {
  const sources = directive(pagePolicy([]), 'script-src').split(' ')
  expect(sources).toEqual([
    "'self'",
    'https://appsforoffice.microsoft.com',
    'https://officeapis.public.onecdn.static.microsoft',
    'https://ajax.aspnetcdn.com/ajax/3.5/MicrosoftAjax.js',
  ])
})

test('the only inline style that passes is an empty one', () => {
  const hashOfNothing = createHash('sha256').update('').digest('base64')
  expect(directive(pagePolicy([]), 'style-src')).toBe(`'self' 'sha256-${hashOfNothing}'`)
})

test('styles may stand in attributes, for the mail frame, and nowhere else in a document', () => {
  const policy = pagePolicy(outlookOrigins)
  expect(directive(policy, 'style-src-attr')).toBe("'unsafe-inline'")
  for (const name of ['style-src', 'style-src-elem', 'script-src', 'default-src']) expect(directive(policy, name)).not.toContain('unsafe')
})

test('only the named pages may frame the pane, and without names none may', () => {
  expect(directive(pagePolicy(['https://owa.example.org']), 'frame-ancestors')).toBe('https://owa.example.org')
  expect(directive(pagePolicy([]), 'frame-ancestors')).toBe("'none'")
  expect(securityHeaders({ servedAs: 'page', frameAncestors: [] })).not.toHaveProperty('X-Frame-Options')
})

test('a worker may not talk to any network', () => {
  const policy = securityHeaders({ servedAs: 'worker', frameAncestors: [] })['Content-Security-Policy'] ?? ''
  expect(directive(policy, 'connect-src')).toBe("'none'")
  expect(directive(policy, 'script-src')).toBe("'self' 'wasm-unsafe-eval'")
  expect(directive(policy, 'default-src')).toBe("'none'")
})

test('every response is typed as served, tells no referrer, and pages are not kept', () => {
  for (const servedAs of ['page', 'worker', 'asset'] as const) {
    const headers = securityHeaders({ servedAs, frameAncestors: [] })
    expect(headers['X-Content-Type-Options']).toBe('nosniff')
    expect(headers['Referrer-Policy']).toBe('no-referrer')
    expect(headers['Strict-Transport-Security']).toMatch(/max-age=\d{7,}/)
  }
  expect(securityHeaders({ servedAs: 'page', frameAncestors: [] })['Cache-Control']).toBe('no-store')
})

test('the pane talks to its own server and to where messages are sent, and a deployment says where that is', () => {
  expect(directive(pagePolicy([]), 'connect-src')).toBe("'self' https://graph.microsoft.com https://outlook.office.com")
  expect(graphOrigins.every(origin => origin === new URL(origin).origin && origin.startsWith('https://'))).toBe(true)
  expect(directive(pagePolicy([], []), 'connect-src')).toBe("'self'")
  const national = securityHeaders({ servedAs: 'page', frameAncestors: [], connect: ['https://graph.microsoft.us'] })['Content-Security-Policy'] ?? ''
  expect(directive(national, 'connect-src')).toBe("'self' https://graph.microsoft.us")
})
