/** Places of their own for submissions in a real cluster: made, judged, and removed again, many beside each other. */
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { Problem } from '../../terminal/problem.ts'
import type { LiveClient } from '../live/client.ts'
import { deleteObject, listOf, waitUntilGone, type Patience } from '../started/ask.ts'
import { planWipe } from '../started/remove.ts'
import { argumentsFor, NAMESPACED, NAMESPACES, objectPath } from '../started/resources.ts'
import { podAddresses, readdress } from './addresses.ts'
import { claimsOf } from './claims.ts'
import { isEndAwaited, type Expectation } from './expectation.ts'
import type { Followed } from './follow.ts'
import { putAll, SUBMISSION_LABEL, type Made, type Refused } from './put.ts'
import { readThere, type Own } from './read-there.ts'
import { createRelocation, isClustersOwn, type Relocation } from './relocation.ts'
import { settle, type SettleOptions } from './settle.ts'
import type { Turns } from './turns.ts'

export interface Wanted {
  /** The section, for the mark. */
  readonly task: string
  /** In the order in which they are made. */
  readonly objects: readonly KubernetesObject[]
  /** As the submission knows them, by `namespace/name`: where it writes one down, that of the Pod here is put. */
  readonly addresses: ReadonlyMap<string, string>
  readonly expectation: Expectation
  /** Everything keeps its name, and whoever wants the same namespaces waits: for what is asked in the cluster itself. */
  readonly keepsNames: boolean
}

export interface Standing {
  /** What the API server has not taken; then nothing was waited for. */
  readonly refused: readonly Refused[]
  /** The state in the submission's own words. */
  snapshot(): Promise<Snapshot>
}

export interface PlacesOptions {
  readonly client: LiveClient
  readonly followed: Followed
  readonly turns: Turns
  readonly patience: Patience
  /** Small letters and digits that nobody else draws. */
  readonly draw: () => string
  /** Names what is made. */
  readonly run: string
  readonly signal: AbortSignal
}

export interface Places {
  /** Makes the objects, waits until they stand, lets them be used, and removes them whatever happens. */
  with<Value>(wanted: Wanted, use: (standing: Standing) => Promise<Value>): Promise<Value>
  /** Waits until nobody uses one any more, and everything is gone. */
  close(): Promise<void>
}

const namespacesOf = (objects: readonly KubernetesObject[]): readonly string[] => [
  ...new Set(
    objects.map(({ kind, metadata }) => (kind === 'Namespace' ? (metadata.name ?? '') : (metadata.namespace ?? 'default'))),
  ),
]

export function createPlaces(options: PlacesOptions): Places {
  const { client, patience } = options
  const going: KubernetesObject[] = []
  const used = new Set<Promise<unknown>>()
  return {
    with: (wanted, use) => {
      const using = usePlace(options, going, { wanted, use })
      used.add(using)
      return using.finally(() => used.delete(using))
    },
    close: async () => {
      await Promise.allSettled(used)
      await waitUntilGone(client, going.splice(0), patience)
    },
  }
}

interface Using<Value> {
  readonly wanted: Wanted
  readonly use: (standing: Standing) => Promise<Value>
}

/** Namespaces that are on their way out afterwards are added to those that are `going`. */
async function usePlace<Value>(
  options: PlacesOptions,
  going: KubernetesObject[],
  { wanted, use }: Using<Value>,
): Promise<Value> {
  const { turns, draw } = options
  const namespaces = namespacesOf(wanted.objects)
  const relocation = createRelocation(namespaces, wanted.keepsNames ? undefined : draw())
  const claims = claimsOf(wanted.objects)
  const held = wanted.keepsNames ? [...claims, ...namespaces.map((name) => `namespace ${name}`)] : claims
  const release = await turns.take(held)
  const place = { wanted, relocation, namespaces: new Set(namespaces.map((name) => relocation.nameThere(name))) }
  try {
    return await occupy(options, going, { place, claims, use })
  } finally {
    release()
  }
}

interface Occupying<Value> {
  readonly place: Place
  readonly claims: readonly string[]
  readonly use: Using<Value>['use']
}

async function occupy<Value>(
  options: PlacesOptions,
  going: KubernetesObject[],
  { place, claims, use }: Occupying<Value>,
): Promise<Value> {
  const { client, patience } = options
  let made: readonly KubernetesObject[] = []
  try {
    await requireFree(options, place, claims)
    const put = await putThere(options, place)
    made = put.objects
    return await use(await stand(options, place, put))
  } finally {
    const removed = await removeMade(client, made, place)
    if (place.wanted.keepsNames) await waitUntilGone(client, removed, patience)
    else going.push(...removed.filter(({ kind }) => kind === 'Namespace'))
  }
}

interface Place {
  readonly wanted: Wanted
  readonly relocation: Relocation
  /** As they are called in the cluster. */
  readonly namespaces: ReadonlySet<string>
}

/** Fails where somebody else in the cluster has what can be had once only. */
async function requireFree({ client, followed }: PlacesOptions, { wanted }: Place, claims: readonly string[]): Promise<void> {
  const foreign = followed
    .all()
    .filter(({ metadata }) => metadata.labels?.[SUBMISSION_LABEL] === undefined && !isClustersOwn(metadata.namespace ?? ''))
  const holder = foreign.find((object) => claimsOf([object]).some((claim) => claims.includes(claim)))
  if (holder !== undefined) throw taken(client, holder, claims.join(', '))
  if (!wanted.keepsNames) return
  const inside = await planWipe(client, namespacesOf(wanted.objects))
  const [first] = [...inside.objects, ...inside.namespaces]
  if (first !== undefined) throw taken(client, first, `namespace ${first.metadata.namespace ?? first.metadata.name ?? ''}`)
}

const taken = ({ typed: { kubectl } }: LiveClient, holder: KubernetesObject, claim: string): Problem =>
  new Problem('kind-claim-taken', { path: tell(holder), claim, remove: `${kubectl} delete ${argumentsFor(holder)}` })

const tell = ({ kind, metadata: { namespace, name = '' } }: KubernetesObject): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`

/** Every cluster has a namespace default; where it is moved, one is made in its place. */
const withDefault = (objects: readonly KubernetesObject[], relocation: Relocation): readonly KubernetesObject[] => {
  const isGiven = objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'default')
  if (!relocation.names.has('default') || isGiven) return objects
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }, ...objects]
}

const putThere = ({ client, run, patience }: PlacesOptions, { wanted, relocation }: Place): Promise<Made> =>
  putAll(withDefault(wanted.objects, relocation), { client, relocation, marks: { task: wanted.task, run }, patience })

/** Kinds that are followed, and so have to be seen before anything is settled. */
const FOLLOWED: ReadonlySet<string> = new Set(['Pod', 'Service', 'Deployment', 'StatefulSet', 'DaemonSet'])

async function stand(options: PlacesOptions, place: Place, { objects, refused }: Made): Promise<Standing> {
  const { client, patience } = options
  const { wanted, relocation, namespaces } = place
  const uids = objects.map(({ metadata }) => metadata.uid ?? '')
  const own: Own = { relocation, namespaces, uids: new Set(uids) }
  const awaited = objects.filter(({ kind, metadata }) => FOLLOWED.has(kind) && namespaces.has(metadata.namespace ?? ''))
  const { expectation } = wanted
  const settling = { ...options, ...place, expectation, made: new Set(awaited.map(({ metadata }) => metadata.uid ?? '')) }
  const read = (): Promise<Snapshot> => readThere(client, own, patience.wait)
  let isAtRest = false
  if (refused.length === 0) {
    isAtRest = await settle(settling)
    const now = podAddresses(relocation.back(options.followed.in(namespaces)))
    for (const object of readdress(wanted.objects, wanted.addresses, now)) {
      const there = relocation.there(object)
      await client.ask('PATCH', objectPath(there), there)
    }
  }
  return { refused, snapshot: () => (isAtRest ? readAtRest(settling, read) : read()) }
}

/** Reading takes a while: a container that had ended may have been started once more meanwhile, and then is waited for again. */
async function readAtRest(settling: SettleOptions, read: () => Promise<Snapshot>): Promise<Snapshot> {
  const snapshot = await read()
  if (!isEndAwaited(snapshot.objects, settling.expectation) || !(await settle(settling))) return snapshot
  return read()
}

/** Pods at once, so that their programs are not waited for; then namespaces, and what is in none of them. */
async function removeMade(
  client: LiveClient,
  made: readonly KubernetesObject[],
  { namespaces }: Place,
): Promise<readonly KubernetesObject[]> {
  const spaces = made.filter(({ kind, metadata }) => kind === 'Namespace' && namespaces.has(metadata.name ?? ''))
  const gone = new Set(spaces.map(({ metadata }) => metadata.name ?? ''))
  const outside = made.filter((object) => !spaces.includes(object) && !gone.has(object.metadata.namespace ?? ''))
  const shared = [...new Set(outside.map(({ metadata }) => metadata.namespace ?? ''))].filter(
    (name) => name !== '' && !isClustersOwn(name),
  )
  // What the next submission may want is free before its namespace is gone, which takes a while.
  const holding = made.filter((object) => !outside.includes(object) && claimsOf([object]).length > 0)
  for (const object of [...holding, ...outside, ...spaces]) await deleteObject(client, object)
  for (const name of [...gone, ...shared])
    await client.ask('DELETE', `/api/v1/namespaces/${name}/pods?gracePeriodSeconds=0&propagationPolicy=Background`)
  return [...outside, ...spaces]
}

/** Removes what runs that were killed have left: nobody else may be at work in the cluster. */
export async function sweep(client: LiveClient, patience: Patience): Promise<void> {
  const left = await Promise.all(
    [NAMESPACES, ...NAMESPACED].map((info) => listOf(client, info, { selector: SUBMISSION_LABEL })),
  )
  const spaces = left[0] ?? []
  const gone = new Set(spaces.map(({ metadata }) => metadata.name ?? ''))
  const outside = left
    .slice(1)
    .flat()
    .filter(({ metadata }) => !gone.has(metadata.namespace ?? ''))
  for (const object of [...spaces, ...outside]) await deleteObject(client, object)
  await waitUntilGone(client, [...spaces, ...outside], patience)
}
