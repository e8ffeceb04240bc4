/** The Ingress conformance features, for the behaviour of the specification and for ingress-nginx. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { IngressControllerFacts } from '../../../../src/network/facts.ts'
import type { RouteDecision, RouteRequest } from '../../../../src/network/http/decision.ts'
import { route } from '../../../../src/network/ingress/route.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { readFeature } from './gherkin.ts'
import type { Feature, Scenario } from './gherkin.ts'
import { nginxClass, pod, service, snapshotOf } from './snapshots.ts'

const folder = path.resolve(import.meta.dirname, '../../../../../shared/oracles/ingress')
const files = ['default_backend', 'host_rules', 'ingress_class', 'load_balancing', 'path_rules']
const features = existsSync(folder)
  ? files.map((file) => [file, readFeature(readFileSync(path.join(folder, `${file}.feature`), 'utf8'))] as const)
  : []

const controllerOf = (behaviour: IngressControllerFacts['behaviour']): IngressControllerFacts => ({
  controller: 'k8s.io/ingress-nginx',
  behaviour,
  namespace: 'ingress-nginx',
  podLabels: {},
})

/** Every Service that an Ingress names exists and has one ready Pod. */
function stateOf({ ingresses }: Feature) {
  const served = ingresses.map((one) => ({ ...one, spec: { ingressClassName: 'nginx', ...one.spec } }))
  const names = new Set(Array.from(JSON.stringify(served).matchAll(/"service":\{"name":"([^"]+)"/g), ([, name = '']) => name))
  const ports = [{ name: 'http', port: 8080 }]
  const backends = [...names].flatMap((name, index) => [
    pod(`default/${name}`, `10.244.1.${index + 2}`),
    service(`default/${name}`, `10.96.1.${index + 2}`, { ports }),
  ])
  return indexSnapshot(snapshotOf({ objects: [...served, nginxClass, ...backends] }))
}

/** ingress-nginx redirects to HTTPS and to the path with its last slash (I17); what the redirect leads to counts. */
function follow(feature: Feature, asked: RouteRequest, behaviour: IngressControllerFacts['behaviour']): RouteDecision {
  const decision = route(stateOf(feature), controllerOf(behaviour), asked)
  const location = decision.reply?.location
  if (location === undefined) return decision
  expect(behaviour).toBe('ingress-nginx')
  const { protocol, pathname } = new URL(location)
  return follow(feature, { ...asked, path: pathname, scheme: protocol === 'https:' ? 'https' : 'http' }, behaviour)
}

function check(feature: Feature, scenario: Scenario, behaviour: IngressControllerFacts['behaviour']): void {
  const [, scheme = '', host = '', target = ''] = /^(https?):\/\/([^/]*)(.*)$/.exec(scenario.request.url) ?? []
  const asked = { host, path: target === '' ? '/' : target, method: scenario.request.method, headers: {} }
  const decision = follow(feature, { ...asked, scheme: scheme === 'https' ? 'https' : 'http' }, behaviour)
  if (scenario.status === 404) expect(decision.reply?.status).toBe(404)
  else expect(decision.service?.name).toBe(scenario.service)
}

describe.skipIf(features.length === 0)(`conformance features: ${features.length === 0 ? 'absent, 5 skipped' : '5'}`, () => {
  const rows = features.flatMap(([file, feature]) =>
    feature.scenarios.map((scenario) => [file, scenario.name, feature, scenario] as const),
  )

  test.each(rows)('%s, specification: %s', (_file, _name, feature, scenario) => {
    check(feature, scenario, 'specification')
  })

  test.each(rows)('%s, ingress-nginx: %s', (_file, _name, feature, scenario) => {
    check(feature, scenario, 'ingress-nginx')
  })

  test('I1: an Ingress of no known class is not served', () => {
    const [ingress] = features.find(([file]) => file === 'ingress_class')?.[1].ingresses ?? []
    const state = indexSnapshot(snapshotOf({ objects: [nginxClass, ingress!] }))
    const asked = { host: 'ingress-class', path: '/', method: 'GET', headers: {}, scheme: 'http' as const }
    const decision = route(state, controllerOf('specification'), asked)
    expect(decision.reply?.status).toBe(404)
    expect(decision.nearMisses).toMatchObject([{ reason: 'class', wanted: 'some-invalid-class-name', found: 'nginx' }])
  })

  test('all scenarios that send one request were read', () => {
    expect(rows.map(([file]) => file)).toHaveLength(6 + 6 + 16)
  })
})
