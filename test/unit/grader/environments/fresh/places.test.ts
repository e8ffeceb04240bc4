// Places for submissions, on an API server that is the embedded cluster's: what is made, seen, waited for and removed.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { follow, type Followed } from '../../../../../grader/environments/fresh/follow.ts'
import type { WatchKind } from '../../../../../grader/environments/live/watch.ts'
import { createPlaces, sweep, type Places, type Wanted } from '../../../../../grader/environments/fresh/places.ts'
import { createTurns } from '../../../../../grader/environments/fresh/turns.ts'
import { isNamespace, isPod } from '../../../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import type { Snapshot } from '../../../../../src/network/model.ts'
import { liveCluster, type LiveCluster } from '../../support/live-cluster.ts'

const object = (kind: string, name: string, rest: object = {}, apiVersion = 'v1'): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
})

const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'shop' } } }
const WEB = object('Pod', 'web', { spec: { containers: [{ name: 'web', image: 'nginx' }] } })
const port = (nodePort: number): KubernetesObject =>
  object('Service', 'web', { spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort }] } })

let live: LiveCluster
let followed: Followed
let places: Places
let controller: AbortController
const patience = {
  nowMs: () => performance.now(),
  wait: (ms: number) => new Promise<void>((done) => setTimeout(done, Math.min(ms, 20))),
}

/** Of the store itself, in the place of a socket. */
const watchStore: WatchKind = (path, _version, onEvent, signal) =>
  new Promise((resolve) => {
    const plural = path.split('/').at(-1) ?? ''
    const end = live.cluster.store.subscribe(({ type, resource, object: changed }) => {
      if (resource.split('.')[0] === plural) onEvent(type, changed)
    })
    signal.addEventListener('abort', () => {
      end()
      resolve()
    })
  })

beforeEach(async () => {
  live = liveCluster()
  controller = new AbortController()
  followed = await follow(live.client, watchStore)
  let drawn = 0
  places = createPlaces({
    client: live.client,
    followed,
    turns: createTurns(4, controller.signal),
    patience,
    draw: () => `drawn${++drawn}`,
    run: 'run1',
    signal: controller.signal,
  })
})
afterEach(() => {
  followed.close()
  live.cluster.stop()
})

const wanted = (objects: readonly KubernetesObject[], rest: Partial<Wanted> = {}): Wanted => ({
  task: '3-3',
  objects,
  addresses: new Map(),
  expectation: { getsReady: true, ending: new Map() },
  keepsNames: false,
  ...rest,
})

const namesOf = ({ objects }: Pick<Snapshot, 'objects'>): readonly string[] =>
  objects.filter(isNamespace).flatMap(({ metadata }) => metadata.name ?? [])
const inCluster = (): readonly string[] => namesOf({ objects: live.cluster.store.list('namespaces') })
const OWN = ['default', 'ingress-nginx', 'kube-node-lease', 'kube-public', 'kube-system']

describe('a place for a submission', () => {
  test('stands under names of its own, is seen under those of the submission, and is gone afterwards', async () => {
    const seen = await places.with(wanted([SHOP, WEB]), async (standing) => {
      expect(inCluster()).toContain('shop-drawn1')
      expect(inCluster()).not.toContain('shop')
      return standing.snapshot()
    })
    expect(namesOf(seen)).toContain('shop')
    expect(seen.objects.find(({ metadata }) => metadata.name === 'shop')?.metadata.labels).toEqual({
      team: 'shop',
      'kubernetes.io/metadata.name': 'shop',
    })
    const [web] = seen.objects.filter(isPod).filter(({ metadata }) => metadata.name === 'web')
    expect(web?.metadata).toMatchObject({ namespace: 'shop' })
    expect(web?.status?.phase).toBe('Running')
    expect(JSON.stringify(seen)).not.toContain('drawn')
    await places.close()
    expect(inCluster()).not.toContain('shop-drawn1')
  })

  test('two of them do not see each other, though they are called the same and have the same labels', async () => {
    const other = object('Pod', 'other', { spec: { containers: [{ name: 'a', image: 'nginx' }] } })
    const [one, two] = await Promise.all(
      [WEB, other].map((pod) => places.with(wanted([SHOP, pod]), (standing) => standing.snapshot())),
    )
    const podsIn = (state: Snapshot | undefined): readonly string[] =>
      (state?.objects ?? [])
        .filter(isPod)
        .flatMap(({ metadata }) => (metadata.namespace === 'shop' ? [metadata.name ?? ''] : []))
    expect([podsIn(one), podsIn(two)]).toEqual([['web'], ['other']])
    expect(one?.objects.filter(isNamespace).filter(({ metadata }) => metadata.labels?.['team'] === 'shop')).toHaveLength(1)
  })

  test('default is one of its own as well, in which there is the API server’s Service', async () => {
    const pod = { ...WEB, metadata: { name: 'web' } }
    const seen = await places.with(wanted([pod]), (standing) => standing.snapshot())
    expect(namesOf(seen).filter((name) => name === 'default')).toHaveLength(1)
    expect(seen.objects.filter(({ kind, metadata }) => kind === 'Service' && metadata.name === 'kubernetes')).toHaveLength(1)
  })

  test('what the API server refuses is told in the submission’s words, and nothing is waited for', async () => {
    const bad = object('Service', 'web', { spec: { ports: [{ port: 0 }] } })
    const refused = await places.with(wanted([SHOP, bad]), (standing) => Promise.resolve(standing.refused))
    expect(refused).toMatchObject([{ object: { kind: 'Service' }, status: { reason: 'Invalid' } }])
    expect(JSON.stringify(refused)).not.toContain('drawn')
  })

  test('whoever wants the same node port waits, and gets it', async () => {
    let together = 0
    const use = async (): Promise<number> => {
      together += 1
      const now = together
      await new Promise((done) => setTimeout(done, 50))
      together -= 1
      return now
    }
    const refused: unknown[] = []
    const counts = await Promise.all(
      [1, 2, 3].map(() =>
        places.with(wanted([SHOP, port(30_080)]), (standing) => {
          refused.push(...standing.refused)
          return use()
        }),
      ),
    )
    expect([counts, refused]).toEqual([[1, 1, 1], []])
  })

  test('a node port that somebody else has is nobody’s mistake who handed something in', async () => {
    await live.client.ask('POST', '/api/v1/namespaces/default/services', { ...port(30_081), metadata: { name: 'theirs' } })
    await expect(places.with(wanted([SHOP, port(30_081)]), () => Promise.resolve())).rejects.toMatchObject({
      code: 'kind-claim-taken',
      detail: { path: 'Service default/theirs' },
    })
  })

  test('what is there already, and is the cluster’s, is left as it is', async () => {
    const before = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'theirs' },
      spec: { controller: 'a.test/b' },
    }
    await live.client.ask('POST', '/apis/networking.k8s.io/v1/ingressclasses', before)
    const other = { ...before, spec: { controller: 'another.test/c' } }
    await places.with(wanted([SHOP, other]), () => Promise.resolve())
    const after = await live.client.ask('GET', '/apis/networking.k8s.io/v1/ingressclasses/theirs')
    expect(after.body).toMatchObject({ spec: { controller: 'a.test/b' } })
    expect(JSON.stringify(after.body)).not.toContain('netgrade.dev')
  })

  test('it is removed where its use fails, too', async () => {
    await expect(places.with(wanted([SHOP, WEB]), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await places.close()
    expect(inCluster().filter((name) => !OWN.includes(name))).toEqual([])
  })

  test('and where somebody interrupts while it is waited for', async () => {
    const stuck = object('Pod', 'web', { spec: { containers: [{ name: 'web', image: 'ngnix' }] } })
    const going = places.with(wanted([SHOP, stuck]), () => Promise.resolve())
    setTimeout(() => controller.abort(new Error('enough')), 100)
    await expect(going).rejects.toThrow('enough')
    await places.close()
    expect(inCluster().filter((name) => !OWN.includes(name))).toEqual([])
  })
})

describe('names that stay', () => {
  test('only where nobody has anything in the namespaces', async () => {
    const use = (): Promise<readonly string[]> => Promise.resolve(inCluster())
    expect(await places.with(wanted([SHOP, WEB], { keepsNames: true }), use)).toContain('shop')
    expect(inCluster()).not.toContain('shop')
    await live.client.ask('POST', '/api/v1/namespaces/default/pods', { ...WEB, metadata: { name: 'mine' } })
    const pod = { ...WEB, metadata: { name: 'web' } }
    await expect(places.with(wanted([pod], { keepsNames: true }), use)).rejects.toMatchObject({
      code: 'kind-claim-taken',
      detail: {
        path: 'Pod default/mine',
        claim: 'namespace default',
        remove: 'kubectl --context lab delete pods mine -n default',
      },
    })
  })
})

test('what a killed command has left goes, and nothing else', async () => {
  const labels = { 'netgrade.dev/submission': 'dead', 'netgrade.dev/task': '3-3' }
  await live.client.ask('POST', '/api/v1/namespaces', { ...SHOP, metadata: { name: 'left', labels } })
  await live.client.ask('POST', '/api/v1/namespaces', { ...SHOP, metadata: { name: 'mine' } })
  await live.client.ask('POST', '/api/v1/namespaces/kube-public/configmaps', {
    ...object('ConfigMap', 'left'),
    metadata: { name: 'left', labels },
  })
  await sweep(live.client, patience)
  expect(inCluster().filter((name) => !OWN.includes(name))).toEqual(['mine'])
  expect((await live.client.ask('GET', '/api/v1/namespaces/kube-public/configmaps/left')).status).toBe(404)
})
