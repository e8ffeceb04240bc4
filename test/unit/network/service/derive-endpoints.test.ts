import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Pod, Service, ServiceSpec } from '../../../../src/kubernetes/generated/types.ts'
import { endpointsForService, findTargetPort } from '../../../../src/network/service/derive-endpoints.ts'

const pod = (name: string, more = '{}', ip = '10.244.0.1'): Pod => {
  const { metadata, spec, status } = parse(more) as Partial<Pod>
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, labels: { app: 'web' }, ...metadata },
    spec: { containers: [], nodeName: 'node-1', ...spec },
    status: { phase: 'Running', podIP: ip, conditions: [{ type: 'Ready', status: 'True' }], ...status },
  }
}

const service = (spec: string): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...(parse(spec) as ServiceSpec) },
})

/** `ip:ports` per endpoint, with its conditions as `RST` or `-`. */
const render = (made: Service, pods: readonly Pod[]): string[] =>
  endpointsForService(made, pods).flatMap(({ addressType, ports, endpoints }) =>
    endpoints.map(({ addresses, conditions, hostname }) => {
      const flags = `${conditions?.ready ? 'R' : '-'}${conditions?.serving ? 'S' : '-'}${conditions?.terminating ? 'T' : '-'}`
      const list = ports.map(({ name, port, protocol }) => `${name}${protocol}${port}`).join()
      return `${addressType} ${addresses.join()} ${list} ${flags}${hostname === undefined ? '' : ` ${hostname}`}`
    }),
  )

const unready = '{status: {conditions: [{type: Ready, status: "False"}]}}'
const leaving = '{metadata: {deletionTimestamp: now}}'

describe('endpointsForService', () => {
  it.each<[string, string, Pod[], string[]]>([
    ['no Pods', '{}', [], []],
    ['S16 ready', '{}', [pod('a')], ['IPv4 10.244.0.1 TCP80 RS-']],
    ['S18 not ready', '{}', [pod('a', unready)], ['IPv4 10.244.0.1 TCP80 ---']],
    ['S16 terminating', '{}', [pod('a', leaving)], ['IPv4 10.244.0.1 TCP80 -ST']],
    ['S20 published all the same', '{publishNotReadyAddresses: true}', [pod('a', unready)], ['IPv4 10.244.0.1 TCP80 R--']],
    ['S7 S8 no selector', '{selector: null}', [pod('a')], []],
    ['S8 empty selector', '{selector: {}}', [pod('a')], []],
    ['S8 every key must match', '{selector: {app: web, tier: x}}', [pod('a')], []],
    ['S8 own namespace only', '{}', [pod('a', '{metadata: {namespace: other}}')], []],
    ['S9 ExternalName', '{type: ExternalName}', [pod('a')], []],
    ['S17 no address', '{}', [pod('a', '{}', '')], []],
    ['S17 ended', '{}', [pod('a', '{status: {phase: Failed}}'), pod('b', '{status: {phase: Succeeded}}')], []],
    ['S10 without ports', '{clusterIP: None, ports: null}', [pod('a')], ['IPv4 10.244.0.1  RS-']],
    ['S4 numeric target port', '{ports: [{port: 80, targetPort: 8080}]}', [pod('a')], ['IPv4 10.244.0.1 TCP8080 RS-']],
    [
      'S3 names differ by Pod: a slice for each set of numbers',
      '{ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 81, targetPort: 9, protocol: UDP}]}',
      [
        pod('a', '{spec: {containers: [{name: c, ports: [{containerPort: 1, name: http}]}]}}'),
        pod(
          'b',
          '{spec: {containers: [{name: c}], initContainers: [{name: s, restartPolicy: Always, ports: [{containerPort: 2, name: http}]}]}}',
        ),
        pod('c', '{spec: {containers: [{name: c}], initContainers: [{name: s, ports: [{containerPort: 3, name: http}]}]}}'),
        pod('d', '{spec: {containers: [{name: c, ports: [{containerPort: 4, name: http, protocol: UDP}]}]}}'),
      ],
      [
        'IPv4 10.244.0.1 aTCP1,bUDP9 RS-',
        'IPv4 10.244.0.1 aTCP2,bUDP9 RS-',
        'IPv4 10.244.0.1 bUDP9 RS-',
        'IPv4 10.244.0.1 bUDP9 RS-',
      ],
    ],
    [
      'S21 one family per slice',
      '{ipFamilies: [IPv4, IPv6]}',
      [pod('a', '{status: {podIPs: [{ip: 10.244.0.1}, {ip: "fd00::1"}]}}'), pod('b', '{}', '10.244.0.2')],
      ['IPv4 10.244.0.1 TCP80 RS-', 'IPv4 10.244.0.2 TCP80 RS-', 'IPv6 fd00::1 TCP80 RS-'],
    ],
    ['S21 an IPv6 Service', '{clusterIP: "fd00:1::1"}', [pod('a'), pod('b', '{}', 'fd00::2')], ['IPv6 fd00::2 TCP80 RS-']],
    [
      'S22 hostname with the matching subdomain only',
      '{}',
      [
        pod('a', '{spec: {hostname: a, subdomain: web}}'),
        pod('b', '{spec: {hostname: b, subdomain: other}}'),
        pod('c', '{spec: {subdomain: web}}'),
      ],
      ['IPv4 10.244.0.1 TCP80 RS- a', 'IPv4 10.244.0.1 TCP80 RS-', 'IPv4 10.244.0.1 TCP80 RS-'],
    ],
  ])('%s', (_, spec, pods, wanted) => {
    expect(render(service(spec), pods)).toEqual(wanted)
  })

  it('says where an endpoint is, and which Pod it is', () => {
    const [slice] = endpointsForService(
      service('{ports: [{port: 80, appProtocol: http}]}'),
      [pod('a')],
      (node) => `zone of ${node}`,
    )
    expect(slice?.ports).toEqual([{ name: '', port: 80, protocol: 'TCP', appProtocol: 'http' }])
    expect(slice?.endpoints[0]).toMatchObject({
      nodeName: 'node-1',
      zone: 'zone of node-1',
      targetRef: { kind: 'Pod', name: 'a', namespace: 'shop', uid: 'uid-a' },
    })
  })

  it('holds at most 100 endpoints in a slice', () => {
    const pods = Array.from({ length: 201 }, (_, index) => pod(`p${index}`))
    expect(endpointsForService(service('{}'), pods).map(({ endpoints }) => endpoints.length)).toEqual([100, 100, 1])
  })

  it('S3 target ports default to the port', () => {
    expect(findTargetPort({ port: 80 }, pod('a'))).toBe(80)
    expect(findTargetPort({ port: 80, targetPort: 0 }, pod('a'))).toBe(80)
    expect(findTargetPort({ port: 80, targetPort: 'http' }, pod('a'))).toBeUndefined()
  })
})
