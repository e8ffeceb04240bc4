// Keys that stand twice in YAML, as a kind cluster of Kubernetes v1.34 told of them.
import { beforeEach, expect, test } from 'vitest'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'

const PATH = '/api/v1/namespaces/default/configmaps'

let cluster: Cluster
beforeEach(() => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
})

const send = async (lines: readonly string[], validation: string, { method = 'POST', path = PATH, type = 'yaml' } = {}) => {
  const response = await cluster.handle(
    new Request(`https://127.0.0.1${path}?dryRun=All&fieldManager=x&fieldValidation=${validation}`, {
      method,
      headers: { 'content-type': `application/${type}` },
      body: `${lines.join('\n')}\n`,
    }),
  )
  const { message } = (await response.json()) as { message?: string }
  return { code: response.status, message, warnings: response.headers.get('warning')?.split(/, (?=299)/u) ?? [] }
}

const HEAD = ['apiVersion: v1', 'kind: ConfigMap']
const REFUSED = 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: '
const refused = (...told: readonly string[]): string => `${REFUSED}${['yaml: unmarshal errors:', ...told].join('\n  ')}`

test.each([
  [
    [...HEAD, 'metadata:', '  name: a', '  name: b', 'data:', '  x: "1"', '  x: "2"'],
    ['line 5: key "name" already set in map', 'line 8: key "x" already set in map'],
    [],
  ],
  [
    [...HEAD, 'metadata: {name: a}', 'bogus: 1', 'data: {x: "1", x: "2", x: "3"}'],
    ['line 5: key "x" already set in map', 'line 5: key "x" already set in map'],
    ['unknown field "bogus"'],
  ],
  [
    [...HEAD, 'metadata:', '  name: a', '  labels:', '    a: b', '    ? a', '    : c', '    "a": d'],
    ['line 8: key "a" already set in map', 'line 9: key "a" already set in map'],
    [],
  ],
  [
    ['# c', '', '---', ...HEAD, 'metadata:', '  name: a', 'data:', '  x: |', '    line', '    line', '  x: b'],
    ['line 12: key "x" already set in map'],
    [],
  ],
  [
    [...HEAD, 'metadata: {name: a}', 'immutable: true', 'data:', '  1: a', '  1: b', '  0x1: c'],
    ['line 7: key 1 already set in map', 'line 8: key 1 already set in map'],
    [],
  ],
])('are refused where that is asked, each by its line, and warned of elsewhere: %j', async (lines, told, others) => {
  const strict = await send(lines, 'Strict')
  expect(strict).toMatchObject({ code: 400, message: [refused(...told), ...others].join(', ') })
  const warned = await send(lines, 'Warn')
  const warnings = [...new Set([...told, ...others])].map((text) => `299 - "${text.replaceAll('"', '\\"')}"`)
  expect(warned.warnings).toEqual(warnings)
  expect((await send(lines, 'Ignore')).warnings).toEqual([])
})

test('are refused of a configuration that is applied', async () => {
  const lines = [...HEAD, 'metadata:', '  name: b', '  name: b']
  const { code, message } = await send(lines, 'Strict', { method: 'PATCH', path: `${PATH}/b`, type: 'apply-patch+yaml' })
  expect(code).toBe(400)
  expect(message).toBe(
    'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 5: key "name" already set in map',
  )
})
