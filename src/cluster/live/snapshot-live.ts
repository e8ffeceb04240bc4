/** A real cluster as the network model sees it. */
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { Snapshot } from '../../network/model.ts'
import { keyOfObject } from '../../network/state.ts'
import { createPlaceableCluster } from '../analysis/placeable-cluster.ts'
import { createSeededRandom, createVirtualClock } from '../virtual.ts'
import { factsOfLive } from './cluster-facts.ts'
import type { LastWords } from './pod-crashes.ts'
import { expectPod, observePod, withCrashes } from './pod-facts.ts'
import type { Socket } from './sockets.ts'

export interface LiveState {
  /** As the API server gives them. */
  readonly objects: readonly KubernetesObject[]
  /** By `namespace/name` of the Pod; what was not read is taken from the images. */
  readonly sockets: Readonly<Record<string, readonly Socket[]>>
  /** What ended containers printed last, by `namespace/name` of the Pod; nothing is known of those that are left out. */
  readonly lastWords?: Readonly<Record<string, LastWords>>
  /** When they were read; milliseconds since 1970. */
  readonly atMs: number
}

/** The objects are left as they are: Pods run where their status says, with the programs that their images are known for. */
export const snapshotLive = async ({ objects, sockets, lastWords = {}, atMs }: LiveState): Promise<Snapshot> => {
  const facts = factsOfLive(objects)
  const cluster = createPlaceableCluster({
    clock: createVirtualClock(atMs),
    random: createSeededRandom(1),
    objects: objects,
    ranges: { podCidrs: facts.podCidrs, serviceCidrs: facts.serviceCidrs, dnsServiceIp: facts.dnsServiceIp },
  })
  try {
    await cluster.placePods()
    const expected = cluster.snapshot().facts.pods
    const pods = objects.filter(isPod).flatMap((pod) => {
      const key = keyOfObject(pod)
      const read = sockets[key]
      const known = read === undefined ? expectPod(pod, expected[key]) : observePod(pod, read, expected[key])
      return known === undefined ? [] : [[key, withCrashes(pod, known, lastWords[key] ?? {})] as const]
    })
    return { objects, facts: { cluster: facts, pods: Object.fromEntries(pods) } }
  } finally {
    cluster.stop()
  }
}
