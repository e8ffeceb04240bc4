/** What is read of certificates and keys. */
import { expect, test } from 'vitest'
import { commonNameOf, isSameName, readCertificates } from '../../../../src/kubernetes/x509/certificate.ts'
import { isPair, readPrivateKey } from '../../../../src/kubernetes/x509/keys.ts'
import { makeCertificate } from '../../cluster/nodes/support/certificates.ts'

test('its names, times and purposes', async () => {
  const authority = await makeCertificate({ subject: 'CN=ca, O=Shop', isAuthority: true, kind: 'RSA' })
  const made = await makeCertificate(
    {
      subject: 'C=KR, O=Shop, CN=web.example.com',
      dns: ['web.example.com', '*.shop.example.com'],
      ips: ['10.0.0.5', 'fd00::5'],
    },
    authority,
  )
  const [web, ca] = readCertificates(made.certificate + authority.certificate) ?? []
  expect(web).toMatchObject({
    subject: {
      attributes: [
        ['C', 'KR'],
        ['O', 'Shop'],
        ['CN', 'web.example.com'],
      ],
    },
    dns: ['web.example.com', '*.shop.example.com'],
    ips: ['10.0.0.5', 'fd00:0:0:0:0:0:0:5'],
    notBeforeMs: Date.UTC(2026, 0, 1),
    notAfterMs: Date.UTC(2036, 0, 1),
    isAuthority: false,
    algorithm: '1.2.840.113549.1.1.11',
    key: { kind: 'EC', bits: 256, curve: 'P-256' },
    issuerKeyId: ca?.keyId,
  })
  expect(ca).toMatchObject({ isAuthority: true, key: { kind: 'RSA', bits: 2048 }, dns: [], ips: [] })
  expect(web).not.toHaveProperty('purposes')
  expect(commonNameOf(web?.subject ?? { attributes: [] })).toBe('web.example.com')
  expect(
    [web?.issuer, ca?.subject].map((name) => isSameName(name ?? { attributes: [] }, ca?.issuer ?? { attributes: [] })),
  ).toEqual([true, true])
})

test('names are the same whatever their case and blanks', () => {
  const name = (value: string) => ({ attributes: [['CN', value]] as const })
  expect(isSameName(name('My  CA '), name('my ca'))).toBe(true)
  expect(isSameName(name('my ca'), name('myca'))).toBe(false)
})

test('a client’s purpose', async () => {
  const { certificate } = await makeCertificate({ subject: 'CN=ada', isForClients: true })
  expect(readCertificates(certificate)?.[0]?.purposes).toEqual(['1.3.6.1.5.5.7.3.2'])
})

test.each([
  ['nothing', ''],
  ['no PEM', 'hello'],
  ['a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
  ['bytes that are no certificate', '-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n'],
  ['an element that goes on beyond the end', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
])('%s is no certificate', (_name, text) => {
  expect(readCertificates(text)).toBeUndefined()
})

test.each(['RSA', 'P-256', 'P-384', 'P-521', 'Ed25519'] as const)('a key of %s belongs to its certificate', async (kind) => {
  const [one, other] = await Promise.all([
    makeCertificate({ subject: 'CN=a', kind }),
    makeCertificate({ subject: 'CN=b', kind }),
  ])
  const [certificate] = readCertificates(one.certificate) ?? []
  const [own, foreign] = [readPrivateKey(one.key), readPrivateKey(other.key)]
  if (certificate === undefined || own === undefined || foreign === undefined) throw new Error('not read')
  expect(isPair(certificate.key, own)).toBe(true)
  // The private key of this kind does not say which public one is its own.
  expect(isPair(certificate.key, foreign)).toBe(kind === 'Ed25519')
})

test('what is no private key', () => {
  expect(readPrivateKey('')).toBeUndefined()
  expect(readPrivateKey('-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n')).toBeUndefined()
  expect(readPrivateKey('-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n')).toBeUndefined()
})
