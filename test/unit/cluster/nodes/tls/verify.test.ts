/** What OpenSSL and curl think of a certificate: outcomes were seen with curl and nginx. */
import { describe, expect, test } from 'vitest'
import { verifyChain } from '../../../../../src/cluster/nodes/tls/verify-chain.ts'
import { verifyName } from '../../../../../src/cluster/nodes/tls/verify-name.ts'
import { readCertificates, type Certificate } from '../../../../../src/kubernetes/x509/certificate.ts'
import { makeCertificate, type Asked, type Made } from '../support/certificates.ts'

const NOW = Date.UTC(2026, 10, 24)
const CA = { subject: 'CN=ca', isAuthority: true } as const

const read = (...made: readonly Made[]): readonly Certificate[] =>
  made.flatMap(({ certificate }) => readCertificates(certificate) ?? [])

const faultOf = async (presented: readonly Made[], trusted: readonly Made[], nowMs = NOW): Promise<number | undefined> =>
  (await verifyChain(read(...presented), { trusted: read(...trusted), nowMs })).fault

describe('a chain', () => {
  test.each(['RSA', 'P-256', 'P-384', 'P-521', 'Ed25519'] as const)('signed with %s', async (kind) => {
    const ca = await makeCertificate({ ...CA, kind })
    const web = await makeCertificate({ subject: 'CN=web' }, ca)
    expect(await faultOf([web], [ca])).toBeUndefined()
    expect(await faultOf([web], [])).toBe(20)
  })

  test('one that has signed itself is trusted where it is named', async () => {
    const web = await makeCertificate({ subject: 'CN=web' })
    expect(await faultOf([web], [web])).toBeUndefined()
    expect(await faultOf([web], [])).toBe(18)
  })

  test('authorities between are the server’s to send', async () => {
    const ca = await makeCertificate(CA)
    const between = await makeCertificate({ subject: 'CN=between', isAuthority: true }, ca)
    const web = await makeCertificate({ subject: 'CN=web' }, between)
    expect(await faultOf([web, between], [ca])).toBeUndefined()
    expect(await faultOf([web], [ca])).toBe(20)
    expect(await faultOf([web], [between])).toBeUndefined()
    expect(await faultOf([web, between, ca], [])).toBe(19)
    expect((await verifyChain(read(web, between), { trusted: read(ca), nowMs: NOW })).path).toEqual(read(web, between, ca))
  })

  test('another authority of the same name: known by its key’s identifier, and else by the signature', async () => {
    const [ca, other] = await Promise.all([makeCertificate(CA), makeCertificate(CA)])
    expect(await faultOf([await makeCertificate({ subject: 'CN=web' }, ca)], [other])).toBe(20)
    expect(await faultOf([await makeCertificate({ subject: 'CN=web', isPlain: true }, ca)], [other])).toBe(7)
  })

  const faults: readonly (readonly [string, Asked, number])[] = [
    ['has ended', { subject: 'CN=web', notAfter: '2026-11-23' }, 10],
    ['has not begun', { subject: 'CN=web', notBefore: '2026-11-25' }, 9],
    ['is for clients', { subject: 'CN=web', isForClients: true }, 26],
  ]
  test.each(faults)('that %s', async (_name, asked, fault) => {
    const ca = await makeCertificate(CA)
    expect(await faultOf([await makeCertificate(asked, ca)], [ca])).toBe(fault)
  })

  test('whose authority is none, or has ended', async () => {
    const server = await makeCertificate({ subject: 'CN=server' })
    expect(await faultOf([await makeCertificate({ subject: 'CN=web' }, server)], [server])).toBe(79)
    const old = await makeCertificate({ ...CA, notAfter: '2026-11-23' })
    expect(await faultOf([await makeCertificate({ subject: 'CN=web' }, old)], [old])).toBe(10)
  })
})

describe('a name', () => {
  test.each([
    ['web.example.com', true],
    ['WEB.example.com.', true],
    ['a.shop.example.com', true],
    ['a.b.shop.example.com', false],
    ['shop.example.com', false],
    ['10.0.0.5', true],
    ['10.0.0.6', false],
    ['fd00::5', true],
    ['a.com', false],
    ['other.example.com', false],
  ])('%s: %s', async (host, fits) => {
    const made = await makeCertificate({
      subject: 'CN=other.example.com',
      dns: ['web.example.com', '*.shop.example.com', '*.com'],
      ips: ['10.0.0.5', 'fd00::5'],
    })
    const [certificate] = read(made)
    expect(certificate === undefined ? undefined : verifyName(certificate, host).fits).toBe(fits)
  })

  test('the common name counts where there are no others', async () => {
    const [certificate] = read(await makeCertificate({ subject: 'CN=web' }))
    if (certificate === undefined) throw new Error('not read')
    expect(verifyName(certificate, 'web')).toEqual({ fits: true, by: 'common-name', name: 'web' })
    expect(verifyName(certificate, 'db')).toEqual({ fits: false, commonName: 'web', hasAlternatives: false })
  })
})
