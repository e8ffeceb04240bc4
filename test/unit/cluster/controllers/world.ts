/** A store with controllers and, in place of kubelets, one that makes every bound Pod run at once. */
import { createWriter } from '../../../../src/cluster/api/create-writer.ts'
import type { Controller, ControllerContext } from '../../../../src/cluster/controllers/controller.ts'
import { createControllerManager } from '../../../../src/cluster/controllers/controller-manager.ts'
import { CONTROLLERS } from '../../../../src/cluster/controllers/controllers.ts'
import { createEventRecorder } from '../../../../src/cluster/controllers/events.ts'
import { keyOfObject } from '../../../../src/cluster/controllers/owners.ts'
import { createStore } from '../../../../src/cluster/store/memory-store.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import { isPod } from '../../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

const START = Date.UTC(2026, 10, 24)

/** Pods whose image is `never-ready` run, but are not ready; `done` and `broken` end. */
const instantKubelet: Controller = {
  name: 'instant-kubelet',
  watches: ['pods'],
  keysFor: ({ object, type }) => (type === 'DELETED' ? [] : [keyOfObject(object)]),
  reconcile: (key, { store, writer, clock }) => {
    const pod = store.get('pods', key.namespace, key.name)
    if (pod === undefined || !isPod(pod) || pod.spec?.nodeName === undefined) return undefined
    if (pod.metadata.deletionTimestamp !== undefined) {
      store.remove('pods', key.namespace, key.name)
      return undefined
    }
    const image = pod.spec.containers[0]?.image ?? ''
    const phase = image === 'done' ? 'Succeeded' : image === 'broken' ? 'Failed' : 'Running'
    const ready = phase === 'Running' && image !== 'never-ready' ? 'True' : 'False'
    const hash = Array.from(key.name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_000, 7)
    const podIP = `10.244.${hash >> 8}.${hash & 255}`
    const ended = {
      name: 'c',
      image,
      imageID: '',
      ready: false,
      restartCount: 0,
      state: { terminated: { exitCode: 1, finishedAt: new Date(clock.now()).toISOString() } },
    }
    const containerStatuses = phase === 'Running' ? [] : [pod.status?.containerStatuses?.[0] ?? ended]
    const status = {
      ...pod.status,
      phase,
      containerStatuses,
      podIP,
      podIPs: [{ ip: podIP }],
      conditions: [{ type: 'Ready', status: ready }],
    }
    writer.updateStatus({ ...pod, status } as Pod)
    return undefined
  },
}

export interface World {
  readonly context: ControllerContext
  create(object: object): KubernetesObject
  change(resource: string, name: string, change: (object: never) => object): void
  names(resource: string, namespace?: string): readonly string[]
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it made
  get<T extends KubernetesObject>(resource: string, name: string, namespace?: string): T
  events(): readonly string[]
  run(milliseconds?: number): void
}

const node = (name: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name } },
  ...more,
})

export function createWorld(): World {
  const store = createStore()
  const clock = createVirtualClock(START)
  const random = createSeededRandom(1)
  const writer = createWriter({ store, clock, random })
  const record = createEventRecorder({ store, clock })
  const context: ControllerContext = {
    store,
    writer,
    clock,
    random,
    recordEvent: (event) => record(event, writer),
  }
  const manager = createControllerManager([...CONTROLLERS, instantKubelet], context)
  const create = (object: object): KubernetesObject => {
    const result = writer.create(object as KubernetesObject)
    if (!result.ok) throw new Error(result.status.message)
    return result.object
  }
  const get = (resource: string, name: string, namespace: string | undefined): KubernetesObject => {
    const found = store.get(resource, namespace, name)
    if (found === undefined) throw new Error(`no ${resource} ${name}`)
    return found
  }
  const taints = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }]
  create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
  create(node('control-plane', { spec: { taints } }))
  create(node('worker'))
  create(node('worker2'))
  return {
    context,
    create,
    change: (resource, name, change) => {
      const result = writer.update(change(get(resource, name, 'default') as never) as KubernetesObject)
      if (!result.ok) throw new Error(result.status.message)
    },
    names: (resource, namespace = 'default') => store.list(resource, namespace).map(({ metadata }) => metadata.name ?? ''),
    get: (resource, name, namespace = 'default') => get(resource, name, namespace) as never,
    events: () =>
      store.list('events').map((event) => {
        const { reason, message } = event as KubernetesObject & { reason: string; message: string }
        return `${reason}: ${message}`
      }),
    run: (milliseconds = 100) => {
      clock.advance(milliseconds)
      manager.runUntilIdle()
    },
  }
}

export const template = (image = 'nginx', labels: Record<string, string> = { app: 'web' }, spec: object = {}): object => ({
  metadata: { labels },
  spec: { containers: [{ name: 'c', image }], ...spec },
})

export const pod = (name: string, labels: Record<string, string> = {}, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
})
