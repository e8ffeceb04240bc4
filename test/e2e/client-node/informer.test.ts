/** @kubernetes/client-node: watches and informers, through ends of the connection and lost history. */
import { CoreV1Api, ListWatch, type KubeConfig, Watch, type V1ConfigMap, type V1ConfigMapList } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually, openClients, type Clients } from './clients.ts'

const PATH = '/api/v1/namespaces/default/configmaps'
let clients: Clients
let core: CoreV1Api

beforeAll(async () => {
  clients = await openClients()
  core = clients.config.makeApiClient(CoreV1Api)
})
afterAll(() => clients.session.close())

const make = (name: string, labels: Record<string, string> = {}): Promise<V1ConfigMap> =>
  core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name, labels } } })

type Query = Parameters<Watch['watch']>[1]

/** A watch that keeps what it asks, and changes its first requests. */
class ChangedWatch extends Watch {
  readonly asked: Query[] = []
  private readonly changes: readonly Query[]

  constructor(config: KubeConfig, changes: readonly Query[]) {
    super(config)
    this.changes = changes
  }

  override watch(...[path, query, callback, done]: Parameters<Watch['watch']>): ReturnType<Watch['watch']> {
    const changed = { ...query, ...this.changes[this.asked.length] }
    this.asked.push(changed)
    return super.watch(path, changed, callback, done)
  }
}

interface Informed {
  readonly informer: ListWatch<V1ConfigMap>
  readonly seen: string[]
  readonly errors: unknown[]
  readonly lists: () => number
}

const inform = (watch: Watch, selector: string): Informed => {
  let lists = 0
  const list = (): Promise<V1ConfigMapList> => {
    lists += 1
    return core.listNamespacedConfigMap({ namespace: 'default', labelSelector: selector })
  }
  const informer = new ListWatch<V1ConfigMap>(PATH, watch, list, false, selector)
  const seen: string[] = []
  const errors: unknown[] = []
  for (const verb of ['add', 'update', 'delete'] as const)
    informer.on(verb, ({ metadata }: V1ConfigMap) => seen.push(`${verb} ${metadata?.name ?? ''}`))
  informer.on('error', (error: unknown) => errors.push(error))
  return { informer, seen, errors, lists: () => lists }
}

it('a watch tells what comes, changes and goes, and ends when it is told to', async () => {
  const events: string[] = []
  let ended = false
  const controller = await new Watch(clients.config).watch(
    PATH,
    { labelSelector: 'of=watch', allowWatchBookmarks: true },
    (phase, object: V1ConfigMap) => {
      if (phase !== 'BOOKMARK') events.push(`${phase} ${object.metadata?.name ?? ''}`)
    },
    () => {
      ended = true
    },
  )
  const made = await make('watched', { of: 'watch' })
  await core.replaceNamespacedConfigMap({ namespace: 'default', name: 'watched', body: { ...made, data: { a: '1' } } })
  await core.deleteNamespacedConfigMap({ namespace: 'default', name: 'watched' })
  await eventually(() => (events.length === 3 ? true : undefined))
  expect(events).toEqual(['ADDED watched', 'MODIFIED watched', 'DELETED watched'])
  controller.abort()
  await eventually(() => (ended ? true : undefined))
})

it('an informer goes on where it was when the server has ended its watch', async () => {
  const watch = new ChangedWatch(clients.config, [{ timeoutSeconds: 1 }, { timeoutSeconds: 1 }])
  const { informer, seen, errors } = inform(watch, 'of=ends')
  await make('before', { of: 'ends' })
  await informer.start()
  await eventually(() => (watch.asked.length >= 3 ? true : undefined))
  await make('after', { of: 'ends' })
  await eventually(() => (seen.includes('add after') ? true : undefined))
  expect(errors).toEqual([])
  await informer.stop()
  expect(seen).toEqual(['add before', 'add after'])
  expect(watch.asked[1]?.['resourceVersion']).toBe(watch.asked[0]?.['resourceVersion'])
})

it('an informer lists anew when the server no longer has the revision it asks for', async () => {
  // A server that was started anew has no events from before.
  await clients.session.grade('down')
  await clients.session.grade('up', '--brief')
  const watch = new ChangedWatch(clients.config, [{ timeoutSeconds: 1 }, { resourceVersion: 1 }])
  const { informer, seen, errors, lists } = inform(watch, 'of=lost')
  await make('kept', { of: 'lost' })
  await informer.start()
  await eventually(() => (watch.asked.length === 3 ? true : undefined))
  await make('new', { of: 'lost' })
  await eventually(() => (seen.includes('add new') ? true : undefined))
  expect(errors).toEqual([])
  await informer.stop()
  expect(seen).toEqual(['add kept', 'add new'])
  expect(lists()).toBe(2)
})

it('an informer that is started again after the cluster was away sees what has changed meanwhile', async () => {
  const { informer, seen, errors } = inform(new Watch(clients.config), 'of=away')
  await make('stays', { of: 'away' })
  await make('goes', { of: 'away' })
  await informer.start()
  await eventually(() => (seen.length === 2 ? true : undefined))
  expect((await clients.session.grade('down')).code).toBe(0)
  expect((await clients.session.grade('up', '--brief')).code).toBe(0)
  await core.deleteNamespacedConfigMap({ namespace: 'default', name: 'goes' })
  await make('comes', { of: 'away' })
  await informer.start()
  await eventually(() => (seen.includes('delete goes') && seen.includes('add comes') ? true : undefined))
  expect(
    informer
      .list()
      .map(({ metadata }) => metadata?.name)
      .sort(),
  ).toEqual(['comes', 'stays'])
  await informer.stop()
  expect(errors).not.toEqual([])
})
