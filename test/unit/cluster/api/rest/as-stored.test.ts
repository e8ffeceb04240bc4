/** What the server changes in an object before it keeps it. */
import { describe, expect, test } from 'vitest'
import { getPath, parsePath } from '../../../../../src/kubernetes/field-path.ts'
import { createHarness, pod, PODS, type Answer } from '../harness.ts'

const at = ({ body }: Answer, path: string): unknown => getPath(body as object, parsePath(path))

const JOBS = '/apis/batch/v1/namespaces/default/jobs'
const SLICES = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices'
const template = {
  metadata: { labels: { app: 'a' } },
  spec: { restartPolicy: 'Never', containers: [{ name: 'm', image: 'x' }] },
}
const job = (spec: object, metadata: object = {}): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'it', ...metadata },
  spec: { template, ...spec },
})

describe('a Job', () => {
  test('gets a selector of its own, also in a dry run, and without labels those of its Pods', async () => {
    const { call } = createHarness()
    for (const path of [`${JOBS}?dryRun=All`, JOBS]) {
      const answer = await call('POST', path, job({}))
      expect(answer.code).toBe(201)
      const uid = at(answer, 'metadata.uid')
      expect(at(answer, 'spec.selector')).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': uid } })
      const labels = {
        app: 'a',
        'batch.kubernetes.io/controller-uid': uid,
        'batch.kubernetes.io/job-name': 'it',
        'controller-uid': uid,
        'job-name': 'it',
      }
      expect(at(answer, 'spec.template.metadata.labels')).toEqual(labels)
      expect(at(answer, 'metadata.labels')).toEqual(labels)
    }
  })

  test('that selects by hand keeps what it brings', async () => {
    const { call } = createHarness()
    const given = job({ manualSelector: true, selector: { matchLabels: { app: 'a' } } }, { labels: { own: 'yes' } })
    const answer = await call('POST', JOBS, given)
    expect(at(answer, 'spec.selector')).toEqual({ matchLabels: { app: 'a' } })
    expect(at(answer, 'spec.template.metadata.labels')).toEqual({ app: 'a' })
    expect(at(answer, 'metadata.labels')).toEqual({ own: 'yes' })
  })
})

test('owners that stand twice are kept once, with a warning', async () => {
  const { call } = createHarness()
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'u' }
  const given = { ...pod('it'), metadata: { name: 'it', ownerReferences: [owner, { ...owner, name: 'b' }] } }
  const answer = await call('POST', PODS, given)
  expect(at(answer, 'metadata.ownerReferences')).toEqual([owner])
  expect(answer.warning).toContain('.metadata.ownerReferences contains duplicate entries')
  expect(answer.warning).toContain('duplicate UID(s) observed: u')
})

test.each([
  ['netgrade.dev/hold', []],
  ['orphan', []],
  [
    'hold',
    ['metadata.finalizers[0]: Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified'],
  ],
])('a finalizer %s', async (name, wanted) => {
  const { call } = createHarness()
  const answer = await call('POST', PODS, { ...pod('it'), metadata: { name: 'it', finalizers: [name] } })
  const causes = (at(answer, 'details.causes') ?? []) as readonly { readonly field: string; readonly message: string }[]
  expect(causes.map(({ field, message }) => `${field}: ${message}`)).toEqual(wanted)
})

test('endpoints of a slice have conditions, and no topology any more', async () => {
  const { call } = createHarness()
  const answer = await call('POST', SLICES, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'it' },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.2.3'], deprecatedTopology: { a: 'b' } }],
    ports: [],
  })
  expect(at(answer, 'endpoints')).toEqual([{ addresses: ['10.1.2.3'], conditions: {} }])
})

test('of a ServiceAccount’s Secrets the names are kept', async () => {
  const { call } = createHarness()
  const answer = await call('POST', '/api/v1/namespaces/default/serviceaccounts', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'it' },
    secrets: [{ name: 's', namespace: 'default', kind: 'Secret' }],
  })
  expect(at(answer, 'secrets')).toEqual([{ name: 's' }])
})

test('hooks that ask over HTTP have a path and a scheme', async () => {
  const { call } = createHarness()
  const given = pod('it')
  const [container] = given.spec.containers
  const lifecycle = { postStart: { httpGet: { port: 80 } }, preStop: { exec: { command: ['true'] } } }
  const answer = await call('POST', PODS, { ...given, spec: { containers: [{ ...container, lifecycle }] } })
  expect(at(answer, 'spec.containers[0].lifecycle')).toEqual({
    postStart: { httpGet: { path: '/', port: 80, scheme: 'HTTP' } },
    preStop: { exec: { command: ['true'] } },
  })
})
