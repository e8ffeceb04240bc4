import { expect, test } from 'vitest'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'

const REQUESTS = 'https://127.0.0.1/apis/certificates.k8s.io/v1/certificatesigningrequests'
const HEADERS = { 'content-type': 'application/json' }

/** For `/O=shop/CN=ann`, by a key that is not kept. */
const REQUEST = [
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIWU1IOENBUUF3SFRFTk1Bc0dBMVVFQ2d3RWMyaHZjREVNTUFv',
  'R0ExVUVBd3dEWVc1dU1Ga3dFd1lIS29aSQp6ajBDQVFZSUtvWkl6ajBEQVFjRFFnQUU4Vm9zT2hmd25reDlSbkJFZ2ZkNVJsSzRm',
  'd1pnR3A4eDNkZE5oekNKClQxREhYTjQ0M3ZzcEo1b3k1ZktqWW1BemFPekhiTk5tTGtReHBmR0VmaVZjRmFBQU1Bb0dDQ3FHU000',
  'OUJBTUMKQTBrQU1FWUNJUURhWU5Nb25YSTYyeXRTOERDYzFyWmtSL05GV3dTQW4vQ0pSRUkwUWNxdEFnSWhBTWhDM0ltMgo2NUor',
  'a2E3dWpoK2RiaDZvLzFCWGR4V0x1cEtpY2dVdHpUOE0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==',
].join('')

const object = {
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: 'ann' },
  spec: { request: REQUEST, signerName: 'example.com/own', usages: ['client auth'], username: 'somebody-else' },
}

test('a request for a certificate names who asked; its approver adds conditions, and nothing else', async () => {
  const cluster = createCluster({ clock: createVirtualClock(0), random: createSeededRandom(1) })
  const send = async (path: string, method: string, body: unknown): Promise<Record<string, unknown>> => {
    const answered = await cluster.handle(new Request(path, { method, headers: HEADERS, body: JSON.stringify(body) }))
    return (await answered.json()) as Record<string, unknown>
  }
  const made = await send(REQUESTS, 'POST', object)
  expect(made).toMatchObject({ spec: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] } })
  expect(made).not.toHaveProperty('status.conditions')
  const condition = { type: 'Approved', status: 'True', reason: 'KubectlApprove', message: 'by hand' }
  const changed = { ...made, spec: { ...object.spec, signerName: 'example.com/other' }, status: { conditions: [condition] } }
  const approved = await send(`${REQUESTS}/ann/approval`, 'PUT', changed)
  expect(approved).toMatchObject({ spec: { signerName: 'example.com/own' }, status: { conditions: [condition] } })
  const table = await cluster.handle(
    new Request(`${REQUESTS}/ann`, { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } }),
  )
  expect(JSON.stringify(await table.json())).toContain('"Approved"')
})
