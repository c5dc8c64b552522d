/** Certificates that are recalled: what is given is always what these very octets say. */
import { expect, it } from 'vitest'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { recallCertificate } from '../../src/x509/known-certificates.ts'
import { readBuiltInAnchors } from '../../src/engine/anchors/built-in-anchors.ts'

const ders = readBuiltInAnchors().anchors.map(anchor => anchor.der)
const [first = new Uint8Array()] = ders

it('the same octets give the same certificate, wherever they stand', () => {
  const certificate = recallCertificate(first)
  expect(certificate).toEqual(parseCertificate(first))
  expect(recallCertificate(first.slice())).toBe(certificate)
})

it('octets that are written over afterwards change nothing', () => {
  const mine = first.slice()
  const certificate = recallCertificate(mine)
  mine.fill(0)
  expect(certificate.der).toEqual(first)
  expect(certificate.der.buffer).not.toBe(mine.buffer)
  expect(() => recallCertificate(mine)).toThrow(X509Error)
})

it('one octet that differs, at the very end too, gives another certificate', () => {
  const certificate = recallCertificate(first)
  const other = first.slice()
  other[other.length - 1] = (other.at(-1) as number) ^ 1
  expect(recallCertificate(other)).not.toBe(certificate)
  expect(recallCertificate(other)).toEqual(parseCertificate(other))
})

it('many others let the first be forgotten, and it is read anew as it was', () => {
  const certificate = recallCertificate(first)
  for (const der of ders.slice(1, 80)) {
    try {
      recallCertificate(der)
    } catch (error) {
      expect(error).toBeInstanceOf(X509Error)
    }
  }
  const again = recallCertificate(first)
  expect(again).not.toBe(certificate)
  expect(again).toEqual(certificate)
})
