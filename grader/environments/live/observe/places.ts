/** Finds or makes the container that a client's questions are asked from. */
import type { Exec } from '@kubernetes/client-node'
import { isJsonObject } from '../../../../src/kubernetes/json.ts'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import type { ProbePlace } from '../../../../src/grading/observation/observation.ts'
import type { NamespacedName, Snapshot, Source } from '../../../../src/network/model.ts'
import { indexSnapshot, keyOf } from '../../../../src/network/state.ts'
import { messageOf, type LiveClient } from '../client.ts'
import { runInContainer } from '../run-in-container.ts'
import { lost } from '../lost.ts'
import { remove, type Leftover } from './leftovers.ts'
import { CONTAINER, END, EPHEMERAL_NAME, ephemeralPatch, ownerOf, probePod } from './probe-objects.ts'
import { waitForContainer } from './wait-for-container.ts'

export interface Place extends ProbePlace {
  readonly pod: NamespacedName
  readonly container: string
}

/** Why there is none, as the cluster says it. */
export interface NoPlace {
  readonly detail: string
}

export const isPlace = (found: Place | NoPlace): found is Place => 'container' in found

/** A client, and the state in which it was asked about: that of the cluster, and Pods that were only thought of. */
export interface Client {
  readonly from: Source
  readonly snapshot: Snapshot
  /** Where a Pod stands that asks as a node does. */
  readonly namespace: string
}

/** Rules for a new address take a moment to come about on every node. */
const SETTLING_MS = 1_000
const TRIAL_MS = 5_000

export interface Places {
  /** Known clients are answered from memory. */
  of(client: Client): Promise<Place | NoPlace>
  /** For a place whose programs are of no use: an ephemeral container beside them. */
  beside(place: Place): Promise<Place | NoPlace>
  /** Everything that was made is gone; may be called at any time, and again. */
  cleanUp(): Promise<void>
}

interface PlacesOptions {
  readonly client: LiveClient
  readonly exec: Exec
  readonly image: string
  /** Names what this run makes; letters and digits. */
  readonly run: string
  /** Where the Pods of a namespace really stand. */
  readonly namespaceOf: (name: string) => string
}

export const createPlaces = (options: PlacesOptions): Places => new KnownPlaces(options)

class KnownPlaces implements Places {
  readonly #options: PlacesOptions
  readonly #known = new Map<string, Promise<Place | NoPlace>>()
  readonly #owners = new Map<string, Promise<{ readonly name: string; readonly uid: string } | NoPlace>>()
  readonly #made: Leftover[] = []
  readonly #attached: Place[] = []
  #closed = false

  constructor(options: PlacesOptions) {
    this.#options = options
  }

  of(client: Client): Promise<Place | NoPlace> {
    return this.#once(keyOfClient(client), () => this.#find(client))
  }

  beside({ pod }: Place): Promise<Place | NoPlace> {
    return this.#once(`beside ${keyOf(pod.namespace, pod.name)}`, () => this.#attach(pod))
  }

  async cleanUp(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#owners.values())
    // Ephemeral containers cannot be removed, but they need not go on.
    const end = { command: END, timeoutMs: TRIAL_MS }
    await Promise.all(this.#attached.splice(0).map((place) => runInContainer(this.#options.exec, { ...place, ...end })))
    const made = this.#made.splice(0)
    try {
      await remove(this.#options.client, made)
    } catch (error) {
      throw lost(error, this.#options.client, made.length)
    }
  }

  #placed({ namespace, name }: NamespacedName): NamespacedName {
    return { namespace: this.#options.namespaceOf(namespace), name }
  }

  #once(key: string, find: () => Promise<Place | NoPlace>): Promise<Place | NoPlace> {
    const known = this.#known.get(key) ?? find()
    this.#known.set(key, known)
    return known
  }

  async #find(client: Client): Promise<Place | NoPlace> {
    const { from } = client
    if ('outside' in from) return { detail: '' }
    if ('node' in from) return this.#make(client, { labels: {}, nodeName: from.node, hostNetwork: true })
    const pod = indexSnapshot(client.snapshot).pods.get(keyOf(from.pod.namespace, from.pod.name))
    if (pod === undefined) return { detail: `pods "${from.pod.name}" not found` }
    if (pod.metadata.uid === undefined) return this.#make(client, thoughtOf(pod))
    const placed = this.#placed(from.pod)
    return (await this.#tryOwn(pod, placed)) ?? this.#attach(placed)
  }

  /** The first container of the Pod itself that has a shell. */
  async #tryOwn(pod: Pod, { namespace, name }: NamespacedName): Promise<Place | undefined> {
    for (const { name: container } of pod.spec?.containers ?? []) {
      const command = ['sh', '-c', 'true']
      const asked = { pod: { namespace, name }, container, command, timeoutMs: TRIAL_MS }
      const output = await runInContainer(this.#options.exec, asked)
      if (output?.exitCode === 0) return { kind: 'own-pod', pod: { namespace, name }, container }
    }
    return undefined
  }

  async #attach({ namespace, name }: NamespacedName): Promise<Place | NoPlace> {
    const { client, image, run } = this.#options
    const container = `${EPHEMERAL_NAME}-${run}`
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`
    const reply = await client.ask('PATCH', `${path}/ephemeralcontainers`, ephemeralPatch(container, image))
    if (reply.status >= 400) return { detail: messageOf(reply) }
    const failure = await waitForContainer(client, path, container)
    if (failure !== undefined) return { detail: failure }
    const place = { kind: 'ephemeral-container', pod: { namespace, name }, container } as const
    this.#attached.push(place)
    return place
  }

  async #make(client: Client, wanted: ThoughtOf): Promise<Place | NoPlace> {
    const { client: live, image, run, namespaceOf } = this.#options
    const namespace = namespaceOf(wanted.namespace ?? client.namespace)
    const owner = await this.#owner(namespace)
    if ('detail' in owner) return owner
    if (this.#closed) return { detail: '' }
    const name = `netgrade-probe-${run}-${this.#made.length}`
    this.#made.push({ kind: 'Pod', namespace, name })
    const reply = await live.ask(
      'POST',
      `/api/v1/namespaces/${namespace}/pods`,
      probePod({ ...wanted, namespace, name, run, owner, image }),
    )
    if (reply.status >= 400) return { detail: messageOf(reply) }
    const failure = await waitForContainer(live, `/api/v1/namespaces/${namespace}/pods/${name}`, CONTAINER)
    if (failure !== undefined) return { detail: failure }
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS))
    return { kind: 'probe-pod', pod: { namespace, name }, container: CONTAINER }
  }

  #owner(namespace: string): Promise<{ readonly name: string; readonly uid: string } | NoPlace> {
    const known = this.#owners.get(namespace) ?? this.#makeOwner(namespace)
    this.#owners.set(namespace, known)
    return known
  }

  async #makeOwner(namespace: string): Promise<{ readonly name: string; readonly uid: string } | NoPlace> {
    const { client, run } = this.#options
    const owner = ownerOf(namespace, run)
    const { name = '' } = owner.metadata
    this.#made.push({ kind: 'ConfigMap', namespace, name })
    const reply = await client.ask('POST', `/api/v1/namespaces/${namespace}/configmaps`, owner)
    const metadata = isJsonObject(reply.body) ? reply.body['metadata'] : undefined
    const uid = isJsonObject(metadata) ? metadata['uid'] : undefined
    return typeof uid === 'string' ? { name, uid } : { detail: messageOf(reply) }
  }
}

interface ThoughtOf {
  /** Where the client is to stand; the task's own where absent. */
  readonly namespace?: string
  readonly labels: Readonly<Record<string, string>>
  readonly nodeName?: string
  readonly hostNetwork?: true
}

const thoughtOf = ({ metadata, spec }: Pod): ThoughtOf => ({
  labels: metadata.labels ?? {},
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  ...(spec?.nodeName === undefined ? {} : { nodeName: spec.nodeName }),
})

/** Clients that were only thought of are alike where their namespace and labels are. */
const keyOfClient = ({ from, snapshot, namespace }: Client): string => {
  if (!('pod' in from)) return JSON.stringify([from, namespace])
  const pod = indexSnapshot(snapshot).pods.get(keyOf(from.pod.namespace, from.pod.name))
  return pod === undefined || pod.metadata.uid !== undefined ? JSON.stringify(from) : JSON.stringify(thoughtOf(pod))
}
