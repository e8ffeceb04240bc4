import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportObjects, readArchive, replaceObjects } from '../../../../grader/daemon/archive.ts'
import { openJournal, readJournal } from '../../../../grader/daemon/journal.ts'
import { statePaths, type StatePaths } from '../../../../grader/terminal/paths.ts'
import { ensurePrivateDirectory } from '../../../../grader/daemon/private-files.ts'
import { realClock, realRandom } from '../../../../grader/daemon/real-world.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

let paths: StatePaths
beforeEach(async () => (paths = statePaths({ NETGRADE_HOME: await mkdtemp(join(tmpdir(), 'netgrade-archive-')) })))
afterEach(() => rm(paths.home, { recursive: true, force: true }))

const map = (name: string, data: Readonly<Record<string, string>> = {}): KubernetesObject & { readonly data: object } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  data,
})

const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shops.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'shops', singular: 'shop', kind: 'Shop' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
}

const SHOP = { apiVersion: 'example.com/v1', kind: 'Shop', metadata: { name: 'a', namespace: 'default' } }

const STAMP = { uid: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' }

/** Applies the objects to a cluster of this state directory. */
async function keep(...objects: readonly object[]): Promise<void> {
  await ensurePrivateDirectory(paths.data)
  const journal = await openJournal(paths.data)
  const { objects: kept, revision } = journal.contents
  const cluster = createCluster({
    clock: realClock,
    random: realRandom,
    journal,
    ...(revision === 0 ? {} : { objects: kept, revision }),
  })
  for (const object of objects)
    if (object === SHOP) cluster.store.put('shops.example.com', { ...SHOP, metadata: { ...SHOP.metadata, ...STAMP } })
    else expect(cluster.apply(object as KubernetesObject).kind).not.toBe('Status')
  await cluster.settle()
  cluster.stop()
  await cluster.store.flushed()
  await journal.close()
}

describe('an export', () => {
  it('of nothing is empty', async () => {
    expect(await exportObjects(paths)).toBe('')
  })

  it('read again is what was there, with its uids, and revisions go on', async () => {
    await keep(map('a', { yes: 'y', text: 'two\nlines\n', no: '1e3' }), DEFINITION)
    await keep(SHOP)
    const before = await readJournal(paths.data)
    const yaml = await exportObjects(paths)
    await keep(map('later'))
    const { revision } = await readJournal(paths.data)
    await replaceObjects(paths, readArchive(yaml, 'all.yaml', 0))
    const after = await readJournal(paths.data)
    const plain = ({ objects }: typeof before) =>
      objects
        .map(({ metadata: { resourceVersion: _version, ...metadata }, ...rest }) => JSON.stringify({ ...rest, metadata }))
        .map((text) => Array.from(text).sort().join(''))
        .sort()
    expect(plain(after)).toEqual(plain(before))
    expect(after.objects.every(({ metadata }) => Number(metadata.resourceVersion) > revision)).toBe(true)
    await keep(map('goes-on'))
  })
})

describe('a file', () => {
  it('written by hand gets what the API server would give', () => {
    const [object] = readArchive('apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n', 'a.yaml', 0)
    expect(object).toMatchObject({
      metadata: {
        name: 'shop',
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/u) as string,
        creationTimestamp: '1970-01-01T00:00:00Z',
      },
    })
  })

  it.each([
    ['nothing', '', 'no documents'],
    ['a text', 'hello\n', ''],
    ['no object', 'a: 1\n', 'document 1 has no apiVersion'],
    [
      'an unnamed second document',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\nkind: Pod\n',
      'document 2 has no',
    ],
    [
      'a kind that nothing defines',
      'apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a}\n',
      'is of no kind that is served',
    ],
    [
      'an object twice',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n',
      'stands twice',
    ],
    ['broken YAML', 'a: [\n', ''],
  ])('with %s is refused', (_name, text, reason) => {
    let problem: unknown
    try {
      readArchive(text, 'a.yaml', 0)
    } catch (error) {
      problem = error
    }
    expect(problem).toMatchObject({ code: 'archive-unreadable', detail: { path: 'a.yaml' } })
    const { detail } = problem as { detail: { reason: string; reasonKo?: string } }
    expect(detail.reason).toContain(reason)
    // What our own reader says of a text is in one language still; all else is told in both.
    if (reason !== '') expect(detail.reasonKo ?? '').toMatch(/[가-힣]/u)
  })
})
