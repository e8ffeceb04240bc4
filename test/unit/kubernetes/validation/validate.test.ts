import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { validateUpdate } from '../../../../src/kubernetes/validation/update/validate-update.ts'

const made = (kind: string, fields: object, apiVersion = 'v1'): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: 'it', namespace: 'default', uid: 'a' },
  ...fields,
})
const pod = (spec: object): KubernetesObject =>
  made('Pod', { spec: { containers: [{ name: 'main', image: 'nginx' }], ...spec } })
const service = (spec: object): KubernetesObject =>
  made('Service', { spec: { type: 'ClusterIP', ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }], ...spec } })
const workload = (kind: string, app: string): KubernetesObject =>
  made(
    kind,
    {
      spec: {
        selector: { matchLabels: { app } },
        template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } },
        updateStrategy: { type: 'OnDelete' },
      },
    },
    'apps/v1',
  )
const address = { clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7'] }
const alias = service({ type: 'ExternalName', externalName: 'a.example', ports: [] })

const onlyUpdate = (before: KubernetesObject, after: KubernetesObject): readonly string[] =>
  validateUpdate(after, before)
    .map(({ field, reason }) => `${field} ${reason}`)
    .filter((text) => !text.startsWith('spec.containers') && !text.startsWith('spec.template'))

describe('what may not change', () => {
  test.each<[string, KubernetesObject, KubernetesObject, readonly string[]]>([
    ['nothing changed', pod({}), pod({}), []],
    ['a Pod’s image', pod({}), pod({ containers: [{ name: 'main', image: 'httpd' }] }), []],
    ['a Pod’s node', pod({}), pod({ nodeName: 'node-1' }), ['spec FieldValueForbidden']],
    ['P4: a Pod’s network', pod({}), pod({ hostNetwork: true }), ['spec FieldValueForbidden']],
    [
      'S11: a cluster address',
      service(address),
      service({ clusterIP: '10.96.0.8', clusterIPs: ['10.96.0.8'] }),
      ['spec.clusterIPs[0] FieldValueInvalid'],
    ],
    [
      'S11: a cluster address that was none',
      service({ clusterIP: 'None', clusterIPs: ['None'] }),
      service(address),
      ['spec.clusterIPs[0] FieldValueInvalid'],
    ],
    ['S11: a cluster address for a name', service(address), alias, []],
    ['S11: a name for a cluster address', alias, service(address), []],
    [
      'S2: a Service’s ports',
      service(address),
      service({ ...address, ports: [{ port: 81, targetPort: 8080, protocol: 'TCP' }] }),
      [],
    ],
    ['a DaemonSet’s selector', workload('DaemonSet', 'a'), workload('DaemonSet', 'b'), ['spec.selector FieldValueInvalid']],
    [
      'I1: a class’s controller',
      made('IngressClass', { spec: { controller: 'example.com/a' } }, 'networking.k8s.io/v1'),
      made('IngressClass', { spec: { controller: 'example.com/b' } }, 'networking.k8s.io/v1'),
      ['metadata.namespace FieldValueForbidden', 'spec.controller FieldValueInvalid'],
    ],
    ['a ConfigMap', made('ConfigMap', { data: { a: 'b' } }), made('ConfigMap', { data: { a: 'c' } }), []],
    [
      'a ConfigMap that is closed',
      made('ConfigMap', { immutable: true, data: { a: 'b' } }),
      made('ConfigMap', { immutable: true, data: { a: 'c' } }),
      ['data FieldValueForbidden'],
    ],
    [
      'a ConfigMap that is opened',
      made('ConfigMap', { immutable: true, data: { a: 'b' } }),
      made('ConfigMap', { data: { a: 'b' } }),
      ['immutable FieldValueForbidden'],
    ],
    ['a Secret’s type', made('Secret', { type: 'Opaque' }), made('Secret', { type: 'other' }), ['type FieldValueInvalid']],
    [
      'an object of the same name',
      pod({}),
      { ...pod({}), metadata: { name: 'it', namespace: 'default', uid: 'b' } },
      ['metadata.uid FieldValueInvalid'],
    ],
    ['an object whose identity is not told', pod({}), { ...pod({}), metadata: { name: 'it', namespace: 'default' } }, []],
  ])('%s', (_title, before, after, wanted) => {
    expect(onlyUpdate(before, after)).toEqual(wanted)
  })
})
