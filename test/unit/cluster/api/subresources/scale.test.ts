import { expect, test } from 'vitest'
import { createHarness } from '../harness.ts'

const PATH = '/apis/apps/v1/namespaces/default/deployments/web/scale'
const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
}
const form = (kind: string): Readonly<Record<string, string>> => ({
  accept: `application/json;as=${kind};v=v1;g=meta.k8s.io,application/json`,
})

test('a Scale is shown as a table of what is asked for and there', async () => {
  const { create, call } = createHarness()
  create(DEPLOYMENT)
  const { body } = await call('GET', PATH, undefined, form('Table'))
  expect(body).toMatchObject({
    kind: 'Table',
    columnDefinitions: [{ name: 'Name' }, { name: 'Desired', type: 'integer' }, { name: 'Available' }, { name: 'Age' }],
    rows: [{ cells: ['web', 2, 0, expect.any(String)], object: { kind: 'PartialObjectMetadata', metadata: { name: 'web' } } }],
  })
})

test('as its metadata, and as itself', async () => {
  const { create, call } = createHarness()
  create(DEPLOYMENT)
  const partial = await call('GET', PATH, undefined, form('PartialObjectMetadata'))
  expect(partial.body).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'web' } })
  const whole = await call('PUT', PATH, {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name: 'web' },
    spec: { replicas: 5 },
  })
  expect(whole.body).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 5 } })
})
