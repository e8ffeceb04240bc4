/** Requests for certificates, signed by the daemon's own signer: what comes of them as a real cluster (v1.34.4) answered. */
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { createCertificateSigner, readAuthority } from '../../../../../grader/daemon/certificate-signer.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock, type VirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { CertificateSigningRequest } from '../../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const folder = mkdtempSync(join(tmpdir(), 'netgrade-signing-'))
const path = join(folder, 'signer.json')
const trusted: string[] = []
const RESOURCE = 'certificatesigningrequests.certificates.k8s.io'
const CLIENT = 'kubernetes.io/kube-apiserver-client'
const KUBELET = 'kubernetes.io/kube-apiserver-client-kubelet'
const SERVING = 'kubernetes.io/kubelet-serving'
const START = Date.UTC(2026, 10, 27, 6, 35, 51)

let clock: VirtualClock
let cluster: Cluster
beforeAll(() => {
  clock = createVirtualClock(START)
  const certificateSigner = createCertificateSigner({ path, trust: (certificate) => trusted.push(certificate) })
  cluster = createCluster({ clock, random: createSeededRandom(1), certificateSigner })
})
afterAll(() => {
  cluster.stop()
  rmSync(folder, { recursive: true })
})

/** A request of openssl's, with a key of its own. */
const request = (subject: string, names = ''): string => {
  const file = join(folder, 'key.pem')
  const more = names === '' ? [] : ['-addext', `subjectAltName=${names}`]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file]
  const pem = execFileSync('openssl', ['req', '-new', ...key, '-subj', subject, ...more], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return pem.toString('base64')
}

const read = (name: string): CertificateSigningRequest | undefined =>
  cluster.store.get(RESOURCE, undefined, name) as CertificateSigningRequest | undefined

/** Asks, approves as kubectl does, and waits until somebody has answered. */
const approve = async (name: string, signerName: string, usages: readonly string[], csr: string, more: object = {}) => {
  const spec = { request: csr, signerName, usages, ...more }
  cluster.apply({
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name },
    spec,
  } as KubernetesObject)
  const conditions = [{ type: 'Approved', status: 'True', reason: 'KubectlApprove', message: 'yes' }]
  const answer = await cluster.handle(
    new Request(`http://cluster/apis/certificates.k8s.io/v1/certificatesigningrequests/${name}/approval`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...read(name), status: { conditions } }),
    }),
  )
  expect(answer.status).toBe(200)
  for (let turn = 0; turn < 200; turn++) {
    clock.advance(1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const { status } = read(name) ?? {}
    if (status?.certificate !== undefined || (status?.conditions ?? []).length > 1) break
  }
  return read(name)?.status ?? {}
}

describe('a certificate', () => {
  it('is what was asked for, signed by the authority of the cluster, for a year', async () => {
    const { certificate = '', conditions } = await approve('ann', CLIENT, ['client auth'], request('/CN=ann/O=team'))
    const text = Buffer.from(certificate, 'base64').toString()
    const found = new X509Certificate(text)
    expect(found.subject.split('\n').sort()).toEqual(['CN=ann', 'O=team'])
    expect([found.issuer, found.ca]).toEqual(['CN=kubernetes', false])
    // node:crypto calls purposes by their numbers.
    expect(found.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
    expect(Date.parse(found.validFrom)).toBe(START - 300_000)
    expect(Date.parse(found.validTo)).toBe(START - 300_000 + 365 * 86_400_000)
    expect(trusted).toHaveLength(1)
    expect(found.verify(new X509Certificate(trusted[0] ?? '').publicKey)).toBe(true)
    const at = '2026-11-27T06:35:51Z'
    expect(conditions).toMatchObject([{ type: 'Approved', lastUpdateTime: at, lastTransitionTime: at }])
  })

  it('of a short life has its whole time from now on', async () => {
    const usages = ['digital signature', 'key encipherment', 'client auth']
    const { certificate = '' } = await approve('short', CLIENT, usages, request('/CN=ann'), { expirationSeconds: 3600 })
    const found = new X509Certificate(Buffer.from(certificate, 'base64'))
    expect(Math.abs(Date.parse(found.validTo) - clock.now() - 3_600_000)).toBeLessThan(2_000)
  })

  it('of a node’s server has its names', async () => {
    const csr = request('/O=system:nodes/CN=system:node:n1', 'DNS:n1,IP:10.0.0.1')
    const { certificate = '' } = await approve('serving', SERVING, ['digital signature', 'server auth'], csr)
    expect(new X509Certificate(Buffer.from(certificate, 'base64')).subjectAltName).toBe('DNS:n1, IP Address:10.0.0.1')
  })

  it('is signed by the same authority after another start', async () => {
    const kept = await readAuthority(path)
    expect(kept?.certificate).toBe(trusted[0])
    expect(readFileSync(path, 'utf8')).toContain('PRIVATE KEY')
  })
})

const NODE = '/O=system:nodes/CN=system:node:n1'
test.each([
  ['server-use', CLIENT, ['server auth'], '/CN=ann', '', 'invalid usage for client certificate: server auth'],
  ['no-use', CLIENT, ['digital signature'], '/CN=ann', '', 'missing required usage for client certificate: client auth'],
  ['with-names', KUBELET, ['digital signature', 'client auth'], NODE, 'DNS:n1', 'DNS subjectAltNames are not allowed'],
  ['no-node', KUBELET, ['digital signature', 'client auth'], '/CN=ann/O=team', '', 'subject organization is not system:nodes'],
  ['no-names', SERVING, ['digital signature', 'server auth'], NODE, '', 'DNS or IP subjectAltName is required'],
  ['other-uses', KUBELET, ['client auth'], NODE, '', 'usages did not match [client auth digital signature key encipherment]'],
  [
    'other-name',
    KUBELET,
    ['digital signature', 'client auth'],
    '/O=system:nodes/CN=ann',
    '',
    'subject common name does not begin with system:node:',
  ],
])('%s is refused by its signer', async (name, signer, usages, subject, names, message) => {
  const { certificate, conditions = [] } = await approve(name, signer, usages, request(subject, names))
  expect(certificate).toBeUndefined()
  expect(conditions[1]).toMatchObject({ type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message })
})

describe('a request', () => {
  it('for a signer of somebody else waits for that', async () => {
    const { certificate, conditions } = await approve('other', 'example.com/mine', ['client auth'], request('/CN=ann'))
    expect([certificate, conditions?.length]).toEqual([undefined, 1])
  })

  it('keeps what was asked for', () => {
    const stored = read('ann')
    cluster.writer.update({ ...stored, spec: { ...stored?.spec, usages: ['server auth'] } } as KubernetesObject)
    expect(read('ann')?.spec.usages).toEqual(['client auth'])
  })

  it('is removed an hour after it has been answered', () => {
    expect(read('no-use')).toBeDefined()
    clock.advance(3_700_000)
    expect([read('ann'), read('no-use')]).toEqual([undefined, undefined])
    expect(read('other')).toBeDefined()
  })
})
