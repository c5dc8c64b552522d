/**
 * A message whose only use is that it is judged. The first message takes several times as long as every later one, because the browser compiles what it
 * calls for the first time. The worker stands idle while the pane waits for Outlook: so the first message is this one.
 */
import { bodyMachine } from '../bytes/body-machine.ts'
import { decodeBase64 } from '../bytes/encoding.ts'
import { indexAnchors } from '../certpath/trust-anchor.ts'
import { openMessage } from '../smime/open-message.ts'
import type { Standing } from '../smime/verdict.ts'
import { parseCertificate } from '../x509/certificate.ts'

/** Signed with RSA, by a certificate that a key on P-256 issued, so that both are met. Nobody has the keys any more. */
const SIGNATURE =
  'MIIEgwYJKoZIhvcNAQcCoIIEdDCCBHACAQExDTALBglghkgBZQMEAgEwCwYJKoZIhvcNAQcBoIICizCCAocwggIsoAMCAQICFDJ7DVS1cxaIrfke74UMm7IGD0zcMAoGCCqGSM49BAMCMBIxEDAOBg' +
  'NVBAMMB1dhcm0tdXAwHhcNMjYxMTI3MDE0MDU0WhcNMzYxMTI0MDE0MDU0WjAZMRcwFQYDVQQDDA5XYXJtLXVwIHJlYWRlcjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAK71svfbz3At' +
  '3+dohUbjSOoXddJmaKLLoF/HDcBmkuIx0RGrM2fk+o0XQZD5/qfv5mNl9B4KO9ZxiqobDty0F1r2XpUS5XgqDiGSVUoLjv9bOMdrQfqaMHmmcnBq+nrzDAYeTZPrmaXzln2UyEI+y3U9NX6lxG/SVm' +
  'IxabyyKg7doo+Cb+kMKw8/izFpKqTxvzX4yohftC9PBl0wclY+DcDWfK3ogROqR+frF8FHVK7o48aNytYXToehc9DpLjcyqqJYA8uacRwwMA3XnG2DUrmGBfYmh0wUskvvnuTNDaH46u6YTVMVj/Yy' +
  'QzbZmbf/3+01ht360lxV+8l0ZiZvObUCAwEAAaOBjTCBijAJBgNVHRMEAjAAMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDBDAYBgNVHREEETAPgQ1hQGV4YW1wbGUuY29tMB0GA1' +
  'UdDgQWBBR157XFYmPzjgZHVNQfBt7DALSiCzAfBgNVHSMEGDAWgBRukHgxASmJ6nN0ZhaL+8ME0T6hPjAKBggqhkjOPQQDAgNJADBGAiEA06BB67jkQY3P1PutCIbMJavhnbaPPsJUBh5CWFySVtIC' +
  'IQClgzAzPaapmvQHwGSIwa/li6wJMH8tj3knraNsp5bG9DGCAb4wggG6AgEBMCowEjEQMA4GA1UEAwwHV2FybS11cAIUMnsNVLVzFoit+R7vhQybsgYPTNwwCwYJYIZIAWUDBAIBoGkwGAYJKoZIhv' +
  'cNAQkDMQsGCSqGSIb3DQEHATAcBgkqhkiG9w0BCQUxDxcNMjYxMTI3MDE0MDU0WjAvBgkqhkiG9w0BCQQxIgQgZ51AqUyFvyia8/LKnD8sW3BwThw2rVO/Zpv2WomfgCIwDQYJKoZIhvcNAQEBBQAE' +
  'ggEAQJJXUK0rxu+Varvd9V4EsTyrHW+NjiG5olCvm0k9gB+dCRpqWr/d/rL8RFm3oT4AIVZ3EwyG8uaHU3jHZZ/qFrG8l+lQuZDDM3WceSWMnRSDUJZAefZUGx+45MFjOCjPy/nAlu2K/E+uYC7/zp' +
  '1sK2s3ft5MRTqaMl9vjFLFvL1UBPQzbaMQSFyD8OTHWlPrSql+WCBx+RXRxxWHmKAUA7x7UDbtrWjr3SBj0/HhabHVsXeMy2JSujdqLMVyDNAluvRKkULn9fBgLZbPtvhk6vJd5HrbsYBOlOAqdHt+' +
  '5lVarD/P1pFQN+/ZC/aDwkrGNcF+Qqm0ZnFtr3NcOmwTag=='

/** SECURITY: an anchor of {@link warmUp} alone, whose answer nobody is shown. */
const AUTHORITY =
  'MIIBaDCCAQ6gAwIBAgIUUaRBgT+KeHqTOU8F98JExaAtD9AwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHV2FybS11cDAeFw0yNjExMjcwMTQwNTNaFw0zNjExMjQwMTQwNTNaMBIxEDAOBgNVBAMMB1' +
  'dhcm0tdXAwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATaxcrKCXUlAT2Tee2GRSAH+NU54+ugEEkNUe28DHWMfMIsKGwlmBQpPNfpwmWKbbpxTtVuvO1e3xGThg+lPMHCo0IwQDAPBgNVHRMBAf8E' +
  'BTADAQH/MA4GA1UdDwEB/wQEAwICBDAdBgNVHQ4EFgQUbpB4MQEpiepzdGYWi/vDBNE+oT4wCgYIKoZIzj0EAwIDSAAwRQIhAJlu9ZXkuk60LhZTmRwDLJNpAeh2nq55AViAgAXKPcQmAiAXEDrkUq' +
  'R2E5EM6GvEakumxt3ouA3bvvN1RGSpJrzRXA=='

const MESSAGE = `From: a@example.com\r
Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
Warm-up.\r
\r
--b\r
Content-Type: application/pkcs7-signature\r
Content-Transfer-Encoding: base64\r
\r
${SIGNATURE}\r
--b--\r
`

/** Between the dates of both certificates. */
const AT = Date.UTC(2027, 0, 1)

/** Judges the message above, and gives what was said of it: `valid`, or the way through the engine has changed and is not warmed to its end. */
export async function warmUp(): Promise<Standing> {
  // This message is too small to need it.
  bodyMachine()
  const authority = parseCertificate(decodeBase64(AUTHORITY) ?? new Uint8Array())
  const { verdict } = await openMessage(
    { bytes: new TextEncoder().encode(MESSAGE), form: 'message', content: null, host: null, mayOverwrite: true },
    {
      at: AT,
      anchors: indexAnchors([{ certificate: authority, source: 'user', emailDistrustAfter: null }]),
      extraCertificates: [],
      revocation: 'if-available',
      evidence: { lists: [], ocsp: [] },
      acceptsBareSignatures: false,
      keys: () => Promise.resolve({ keys: [], locked: [], sharedKeys: [], passwords: [] }),
      onStep: () => undefined,
    },
  )
  return verdict.standing
}
