import { afterAll, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { traefikManifest } from '../../../../../grader/environments/kind/traefik.ts'
import { listPath, namespaceOf, resourceOf } from '../../../../../grader/environments/started/resources.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { liveCluster } from '../../support/live-cluster.ts'

const live = liveCluster()
afterAll(() => live.cluster.stop())

const objects = parseAllDocuments(traefikManifest('traefik:v3.7.10')).map((one) => one.toJS() as KubernetesObject)

describe('the manifest of the default Ingress controller', () => {
  test.each(objects.map((object) => [object.kind, object] as const))(
    '%s has no field that the API does not know',
    async (_kind, object) => {
      const info = resourceOf(object)
      const path = `${listPath(info, namespaceOf(info, object))}?fieldValidation=Strict`
      const { status, body } = await live.client.ask('POST', path, object)
      // What this cluster has from the beginning is there already.
      expect([201, 409], JSON.stringify(body)).toContain(status)
    },
  )

  test('names the image that was asked for, on the node that has the ports', () => {
    const text = traefikManifest('mirror.example/traefik:v9')
    expect(text).toContain('image: mirror.example/traefik:v9')
    expect(objects.find(({ kind }) => kind === 'Deployment')).toMatchObject({
      spec: { template: { spec: { nodeSelector: { 'ingress-ready': 'true' }, tolerations: [{ operator: 'Exists' }] } } },
    })
  })
})
