/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call -- answers of the API are read as they come */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EXTENSIONS } from '../../../../../src/kubernetes/extensions/extensions.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { createHarness } from '../harness.ts'

const ORACLE = join(import.meta.dirname, '../../../../../../shared/oracles/api/discovery.json')
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json'

interface Resource {
  readonly resource: string
}
interface Group {
  readonly metadata: { readonly name?: string }
  readonly versions: readonly { readonly version: string; readonly resources: readonly Resource[] }[]
}

const flatten = (groups: readonly Group[]): ReadonlyMap<string, Resource> =>
  new Map(
    groups.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ version, resources }) =>
        resources.map((resource): [string, Resource] => [`${metadata.name ?? ''}/${version}/${resource.resource}`, resource]),
      ),
    ),
  )

const real: Readonly<Record<string, { readonly items: readonly Group[] }>> = existsSync(ORACLE)
  ? (JSON.parse(readFileSync(ORACLE, 'utf8')) as { aggregated: Record<string, { items: readonly Group[] }> }).aggregated
  : {}

describe('discovery', () => {
  test.skipIf(Object.keys(real).length === 0).each(['/api', '/apis'])(
    `%s describes each resource as a real server does`,
    async (path) => {
      const { call } = createHarness()
      const ours = flatten((await call('GET', path, undefined, { accept: AGGREGATED })).body.items)
      const theirs = flatten(real[path]?.items ?? [])
      const sort = (resource: Resource | undefined) => {
        const inner = (resource as { subresources?: readonly { responseKind: object }[] } | undefined)?.subresources
        // A subresource of the same group and version leaves them out there.
        return {
          ...resource,
          ...(inner === undefined
            ? {}
            : { subresources: inner.map((one) => ({ ...one, responseKind: (one.responseKind as { kind: string }).kind })) }),
        }
      }
      // That server had no custom resources.
      const isExtension = (key: string): boolean => EXTENSIONS.some(({ apiVersion }) => key.startsWith(`${apiVersion}/`))
      for (const [key, resource] of ours)
        if (!isExtension(key)) expect([key, sort(resource)]).toEqual([key, sort(theirs.get(key))])
      // What Kubernetes itself serves is served here, all of it.
      expect([...theirs.keys()].filter((key) => !ours.has(key))).toEqual([])
    },
  )

  test('a group of several versions is told once, the preferred version first', async () => {
    const { call } = createHarness()
    const group = 'gateway.networking.k8s.io'
    const { items } = (await call('GET', '/apis', undefined, { accept: AGGREGATED })).body as { items: readonly Group[] }
    const found = items.filter(({ metadata }) => metadata.name === group)
    expect(found.map(({ versions }) => versions.map(({ version }) => version))).toEqual([['v1', 'v1beta1']])
    const plain = (await call('GET', `/apis/${group}`)).body
    expect(plain.preferredVersion).toEqual({ groupVersion: `${group}/v1`, version: 'v1' })
    expect(plain.versions).toHaveLength(2)
  })

  /** As servers of v1.34.4 told them. */
  test.each([
    ['/api/v1', 'pods', 'xPOwRZ+Yhw8='],
    ['/api/v1', 'events', 'r2yiGXH7wu8='],
    ['/apis/events.k8s.io/v1', 'events', 'r2yiGXH7wu8='],
    ['/apis/autoscaling/v1', 'horizontalpodautoscalers', 'qwQve8ut294='],
    ['/apis/apiextensions.k8s.io/v1', 'customresourcedefinitions', 'jfWCUB31mvA='],
    ['/apis/authorization.k8s.io/v1', 'subjectaccessreviews', undefined],
    ['/api/v1', 'componentstatuses', undefined],
    ['/api/v1', 'pods/status', undefined],
  ])('%s says in which form %s are kept', async (path, name, hash) => {
    const { resources } = (await createHarness().call('GET', path)).body as {
      resources: readonly { readonly name: string; readonly storageVersionHash?: string }[]
    }
    expect(resources.find((one) => one.name === name)?.storageVersionHash).toBe(hash)
  })

  test('older clients get a document a group', async () => {
    const { call } = createHarness()
    expect((await call('GET', '/apis')).body.groups.map(({ name }: { name: string }) => name)).toContain('networking.k8s.io')
    const apps = (await call('GET', '/apis/apps/v1')).body
    expect(apps.resources.map(({ name }: { name: string }) => name)).toContain('deployments/scale')
    expect((await call('GET', '/apis/none/v1')).code).toBe(404)
  })

  test('the server says the address that stands behind its own Service', async () => {
    const { call, create } = createHarness()
    expect((await call('GET', '/api')).body.serverAddressByClientCIDRs).toEqual([])
    create({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'kubernetes', namespace: 'default' },
      subsets: [{ addresses: [{ ip: '172.18.0.2' }], ports: [{ name: 'https', port: 6443 }] }],
    } as KubernetesObject)
    expect((await call('GET', '/api')).body.serverAddressByClientCIDRs).toEqual([
      { clientCIDR: '0.0.0.0/0', serverAddress: '172.18.0.2:6443' },
    ])
  })
})
