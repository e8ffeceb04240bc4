import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { renderConfig } from '../../../../../grader/environments/kind/config.ts'
import {
  DEFAULT_SETTINGS,
  differences,
  hostPorts,
  parsePortRange,
  settle,
  spellPortRange,
} from '../../../../../grader/environments/kind/settings.ts'
import { candidates, suggestOptions } from '../../../../../grader/environments/kind/suggest-ports.ts'

describe('ranges of node ports', () => {
  test.each([
    ['', undefined],
    ['30000', undefined],
    ['30000-30000', { host: 30_000, node: 30_000, count: 1 }],
    ['30000-30100', { host: 30_000, node: 30_000, count: 101 }],
    ['31000-31100:30000-30100', { host: 31_000, node: 30_000, count: 101 }],
    ['31000-31100:30000-30099', undefined],
    ['30100-30000', undefined],
    ['65500-65536', undefined],
    ['0-10', undefined],
    ['30000-32767', undefined],
  ])('%j', (text, expected) => {
    expect(parsePortRange(text)).toEqual(expected)
    if (expected !== undefined) expect(parsePortRange(spellPortRange(expected))).toEqual(expected)
  })
})

describe('settings', () => {
  test('what is asked for comes before what is there, and that before what is usual', () => {
    const kept = settle({ httpPort: 8080 })
    expect(settle({ httpsPort: 8443 }, kept)).toEqual({ ...DEFAULT_SETTINGS, httpPort: 8080, httpsPort: 8443 })
  })

  test('differences name both values; what is not asked for is none', () => {
    const kept = settle({ nodeImage: 'a:1', httpPort: 8080 })
    expect(differences({}, kept)).toEqual([])
    expect(differences({ httpPort: 8080 }, kept)).toEqual([])
    expect(differences({ nodeImage: 'b:2', nodePorts: { host: 31_000, node: 30_000, count: 101 } }, kept)).toEqual([
      { name: 'nodePorts', kept: '30000-30100', asked: '31000-31100:30000-30100' },
      { name: 'nodeImage', kept: 'a:1', asked: 'b:2' },
    ])
  })

  test('every port on the host is one that is looked at first', () => {
    const ports = hostPorts(settle({ httpPort: 8080, nodePorts: { host: 31_000, node: 30_000, count: 2 } }))
    expect(ports).toEqual([8080, 443, 31_000, 31_001])
  })
})

describe('the configuration', () => {
  const read = (asked: Parameters<typeof settle>[0]): Record<string, unknown> =>
    parse(renderConfig(settle(asked))) as Record<string, unknown>

  test('one control plane with all ports on loopback, two workers, kind’s own image and network', () => {
    const config = read({ nodePorts: { host: 31_000, node: 30_000, count: 2 } })
    expect(config).toEqual({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      nodes: [
        {
          role: 'control-plane',
          labels: { 'ingress-ready': 'true' },
          extraPortMappings: [
            [80, 80],
            [443, 443],
            [30_000, 31_000],
            [30_001, 31_001],
          ].map(([containerPort, hostPort]) => ({ containerPort, hostPort, listenAddress: '127.0.0.1' })),
        },
        { role: 'worker' },
        { role: 'worker' },
      ],
    })
  })

  test('an image is that of every node; another network plugin takes the place of kind’s', () => {
    const config = read({ nodeImage: 'lab/node:v1', cni: 'calico' })
    expect(config['networking']).toEqual({ disableDefaultCNI: true })
    expect(config['nodes']).toMatchObject([{ image: 'lab/node:v1' }, { image: 'lab/node:v1' }, { image: 'lab/node:v1' }])
  })
})

describe('suggested ports', () => {
  test('only those that are taken are moved, to where nobody waits', () => {
    const taken = new Set([80, 8080, 30_080, 31_080])
    expect(suggestOptions(DEFAULT_SETTINGS, taken)).toEqual(['--http-port 8081', '--node-ports 32000-32100:30000-30100'])
    expect(candidates(DEFAULT_SETTINGS)).toEqual(expect.arrayContaining([8081, 32_100]))
  })

  test('nothing is suggested where nothing near is free', () => {
    expect(suggestOptions(DEFAULT_SETTINGS, new Set(candidates(DEFAULT_SETTINGS)))).toEqual([])
  })
})
