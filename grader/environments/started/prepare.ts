/** Puts a task's start state into a real cluster: what is missing is made and marked, and nothing that is there is changed. */
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { messageOf, type LiveClient } from '../live/client.ts'
import { distinctNeeds, requirePermissions, type Need } from '../live/permissions.ts'
import type { Preparation } from '../environment.ts'
import { refusal } from '../live/refusal.ts'
import { findObject, waitUntilGone, type Patience } from './ask.ts'
import { listPath, namespaceOf, resourceOf, tellObject, withMark } from './resources.ts'

/** What has to be allowed before the first object is made; each once. */
export function needsOf(start: readonly KubernetesObject[]): readonly Need[] {
  const needs = start.flatMap((object): readonly Need[] => {
    const info = resourceOf(object)
    const namespace = namespaceOf(info, object)
    const where = namespace === undefined ? {} : { namespace }
    return (['get', 'create'] as const).map((verb) => ({ verb, resource: info.name, ...where }))
  })
  return distinctNeeds(needs)
}

export interface Planned {
  readonly object: KubernetesObject
  readonly existing: KubernetesObject | undefined
}

/** What is there of a start state. Fails where something may not be done; a namespace on its way out is waited for. */
export async function planStart(
  client: LiveClient,
  start: readonly KubernetesObject[],
  patience: Patience,
): Promise<readonly Planned[]> {
  await requirePermissions(client, needsOf(start))
  const found = await Promise.all(start.map((object) => findObject(client, object)))
  const going = found.filter((object) => object?.metadata.deletionTimestamp !== undefined)
  if (going.length === 0) return start.map((object, index) => ({ object, existing: found[index] }))
  const kinds = start.filter((_, index) => found[index]?.metadata.deletionTimestamp !== undefined)
  await waitUntilGone(client, kinds, patience)
  const again = await Promise.all(start.map((object) => findObject(client, object)))
  return start.map((object, index) => ({ object, existing: again[index] }))
}

const TRIES = 40
const RETRY_MS = 250
/** A namespace that was just made has no ServiceAccount for a moment, and its cache knows it a moment later. */
const isTooEarly = (message: string): boolean =>
  /serviceaccount "default" not found|namespaces "[^"]+" not found/u.test(message)

/** What the API server says against it; undefined where it is made. */
export async function createObject(
  client: LiveClient,
  object: KubernetesObject,
  { wait }: Patience,
): Promise<string | undefined> {
  const info = resourceOf(object)
  const path = listPath(info, namespaceOf(info, object))
  for (let tried = 1; ; tried++) {
    const reply = await client.ask('POST', path, object)
    if (reply.status < 300) return undefined
    if (reply.status === 401) throw refusal(client, path, reply)
    const message = messageOf(reply)
    if (tried >= TRIES || !isTooEarly(message)) return message
    await wait(RETRY_MS)
  }
}

/** Makes what is not there, in the order of the start state. */
export async function makeStart(
  client: LiveClient,
  task: string,
  { planned, patience }: { readonly planned: readonly Planned[]; readonly patience: Patience },
): Promise<Preparation> {
  const lines: string[] = []
  const refusals: string[] = []
  for (const { object, existing } of planned) {
    const refused = existing === undefined ? await createObject(client, withMark(object, task), patience) : undefined
    if (refused !== undefined) refusals.push(`${tellObject(object)}: ${refused}`)
    else lines.push(`${tellObject(object)} ${existing === undefined ? 'created' : 'unchanged'}`)
  }
  return { lines, refusals }
}
