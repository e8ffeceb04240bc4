import { describe, expect, test } from 'vitest'
import { container, pod, refusals } from '../refusals.ts'

const PORT = 'spec.containers[0].ports[0]'
const env = (entries: string): string => container(`env: [${entries}]`)
const from = (source: string): string => env(`{ name: A, valueFrom: ${source} }`)
const FROM = 'spec.containers[0].env[0].valueFrom'

describe('what the API server refuses of containers', () => {
  test.each<[string, string, readonly string[]]>([
    ['no container', pod('{ containers: [] }'), ['spec.containers FieldValueRequired']],
    ['no image', pod('{ containers: [{ name: main }] }'), ['spec.containers[0].image FieldValueRequired']],
    [
      'two of one name',
      pod('{ containers: [{ name: a, image: nginx }, { name: a, image: nginx }] }'),
      ['spec.containers[1].name FieldValueDuplicate'],
    ],
    ['P5: no ports', container('ports: []'), []],
    ['P6: a port’s name', container('ports: [{ containerPort: 80, name: http }]'), []],
    ['P6: 15 characters', container('ports: [{ containerPort: 80, name: abcdefghijklmno }]'), []],
    [
      'P6: 16 characters',
      container('ports: [{ containerPort: 80, name: abcdefghijklmnop }]'),
      [`${PORT}.name FieldValueInvalid`],
    ],
    ['P6: no letter', container("ports: [{ containerPort: 80, name: '8080' }]"), [`${PORT}.name FieldValueInvalid`]],
    ['P6: a capital', container('ports: [{ containerPort: 80, name: Http }]'), [`${PORT}.name FieldValueInvalid`]],
    [
      'P6: one name twice in a container',
      container('ports: [{ containerPort: 80, name: web }, { containerPort: 81, name: web }]'),
      ['spec.containers[0].ports[1].name FieldValueDuplicate'],
    ],
    ['P6: port 0', container('ports: [{ containerPort: 0 }]'), [`${PORT}.containerPort FieldValueRequired`]],
    ['P6: port 65536', container('ports: [{ containerPort: 65536 }]'), [`${PORT}.containerPort FieldValueInvalid`]],
    [
      'P6: a protocol that is none',
      container('ports: [{ containerPort: 80, protocol: HTTP }]'),
      [`${PORT}.protocol FieldValueNotSupported`],
    ],
    ['P7: a hostPort', container('ports: [{ containerPort: 80, hostPort: 8080 }]'), []],
    [
      'P7: hostPort 65536',
      container('ports: [{ containerPort: 80, hostPort: 65536 }]'),
      [`${PORT}.hostPort FieldValueInvalid`],
    ],
    [
      'P7: one hostPort twice',
      container('ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81, hostPort: 8080 }]'),
      ['spec.containers[0].ports[1].hostPort FieldValueDuplicate'],
    ],
    [
      'P7: one hostPort over two protocols',
      container('ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81, hostPort: 8080, protocol: UDP }]'),
      [],
    ],
    [
      'P7: one hostPort at two addresses',
      container(
        'ports: [{ containerPort: 80, hostPort: 8080, hostIP: 192.0.2.1 }, { containerPort: 81, hostPort: 8080, hostIP: 192.0.2.2 }]',
      ),
      [],
    ],
    [
      'P4: hostNetwork fills hostPort in',
      pod('{ hostNetwork: true, containers: [{ name: main, image: nginx, ports: [{ containerPort: 80 }] }] }'),
      [],
    ],
    [
      'P4: hostNetwork and another hostPort',
      pod('{ hostNetwork: true, containers: [{ name: main, image: nginx, ports: [{ containerPort: 80, hostPort: 8080 }] }] }'),
      [`${PORT}.hostPort FieldValueInvalid`],
    ],
    ['a variable', env('{ name: A, value: b }'), []],
    ['a variable without a name', env("{ name: '', value: b }"), ['spec.containers[0].env[0].name FieldValueRequired']],
    ['a variable from a field', from('{ fieldRef: { fieldPath: status.podIP } }'), []],
    ['a variable from a label', from(`{ fieldRef: { fieldPath: "metadata.labels['app']" } }`), []],
    ['a variable from an annotation', from(`{ fieldRef: { fieldPath: "metadata.annotations['a/B']" } }`), []],
    [
      'a variable from part of a field that has none',
      from(`{ fieldRef: { fieldPath: "metadata.name['a']" } }`),
      [`${FROM}.fieldRef.fieldPath FieldValueInvalid`],
    ],
    [
      'a variable from a label that is none',
      from(`{ fieldRef: { fieldPath: "metadata.labels['a b']" } }`),
      [`${FROM}.fieldRef FieldValueInvalid`],
    ],
    ['a variable from no field', from("{ fieldRef: { fieldPath: '' } }"), [`${FROM}.fieldRef.fieldPath FieldValueRequired`]],
    [
      'a variable from a field that is none',
      from('{ fieldRef: { fieldPath: spec.x } }'),
      [`${FROM}.fieldRef.fieldPath FieldValueInvalid`],
    ],
    [
      'a variable from a field for volumes only',
      from('{ fieldRef: { fieldPath: metadata.labels } }'),
      [`${FROM}.fieldRef.fieldPath FieldValueNotSupported`],
    ],
    ['a variable from the node’s old name', from('{ fieldRef: { fieldPath: spec.host } }'), []],
    ['a variable from a resource', from('{ resourceFieldRef: { resource: limits.cpu } }'), []],
    ['a variable from a huge page', from('{ resourceFieldRef: { resource: requests.hugepages-2Mi } }'), []],
    [
      'a variable from no resource',
      from("{ resourceFieldRef: { resource: '' } }"),
      [`${FROM}.resourceFieldRef.resource FieldValueRequired`],
    ],
    [
      'a variable from a resource that is none',
      from('{ resourceFieldRef: { resource: limits.gpu } }'),
      [`${FROM}.resourceFieldRef.resource FieldValueNotSupported`],
    ],
    ['a variable from a key', from('{ configMapKeyRef: { name: a, key: b.c } }'), []],
    ['a variable from no key', from("{ secretKeyRef: { name: a, key: '' } }"), [`${FROM}.secretKeyRef.key FieldValueRequired`]],
    ['a variable from nothing', from('{}'), [`${FROM} FieldValueInvalid`]],
    [
      'a variable from two sources',
      from('{ configMapKeyRef: { name: a, key: b }, secretKeyRef: { name: a, key: b } }'),
      [`${FROM} FieldValueInvalid`],
    ],
    [
      'a variable with a value and a source',
      env('{ name: A, value: b, valueFrom: { secretKeyRef: { name: a, key: b } } }'),
      [`${FROM} FieldValueInvalid`],
    ],
    ['all of a ConfigMap', container('envFrom: [{ prefix: A_, configMapRef: { name: a } }]'), []],
    ['all of a Secret', container('envFrom: [{ secretRef: { name: a } }]'), []],
    ['all of nothing', container('envFrom: [{}]'), ['spec.containers[0].envFrom FieldValueInvalid']],
    [
      'all of both',
      container('envFrom: [{ configMapRef: { name: a }, secretRef: { name: a } }]'),
      ['spec.containers[0].envFrom FieldValueInvalid'],
    ],
    [
      'requests above the limits',
      container('resources: { requests: { cpu: 2 }, limits: { cpu: 1 } }'),
      ['spec.containers[0].resources.requests FieldValueInvalid'],
    ],
    [
      'a resource that is none; a limit is also what is asked for',
      container('resources: { limits: { gpu: 1 } }'),
      ['limits', 'limits', 'requests', 'requests'].map((list) => `spec.containers[0].resources.${list}[gpu] FieldValueInvalid`),
    ],
    [
      'a device that is asked for without a limit',
      container('resources: { requests: { example.com/gpu: 1 } }'),
      ['spec.containers[0].resources.limits FieldValueRequired'],
    ],
    [
      'a device with less asked for than the limit',
      container('resources: { requests: { example.com/gpu: 1 }, limits: { example.com/gpu: 2 } }'),
      ['spec.containers[0].resources.requests FieldValueInvalid'],
    ],
    [
      'a sidecar',
      pod(
        '{ initContainers: [{ name: proxy, image: envoy, restartPolicy: Always }], containers: [{ name: main, image: nginx }] }',
      ),
      [],
    ],
    [
      'S19: a probe of two kinds',
      container('readinessProbe: { httpGet: { port: 80 }, tcpSocket: { port: 80 } }'),
      ['spec.containers[0].readinessProbe.tcpSocket FieldValueForbidden'],
    ],
    ['S19: a probe of no kind', container('readinessProbe: {}'), ['spec.containers[0].readinessProbe FieldValueRequired']],
    [
      'S19: a probe of no command',
      container('readinessProbe: { exec: { command: [] } }'),
      ['spec.containers[0].readinessProbe.exec.command FieldValueRequired'],
    ],
    [
      'S19: a readiness probe ends nothing',
      container('readinessProbe: { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 5 }'),
      ['spec.containers[0].readinessProbe.terminationGracePeriodSeconds FieldValueInvalid'],
    ],
    [
      'S19: a liveness probe without time to end',
      container('livenessProbe: { tcpSocket: { port: 80 }, terminationGracePeriodSeconds: 0 }'),
      ['spec.containers[0].livenessProbe.terminationGracePeriodSeconds FieldValueInvalid'],
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
