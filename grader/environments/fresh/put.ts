/** Puts the objects of a submission into a real cluster as kubectl would, and marks what is made. */
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { Status } from '../../../src/kubernetes/status.ts'
import type { LiveClient, LiveReply } from '../live/client.ts'
import { messageOf } from '../live/client.ts'
import { refusal } from '../live/refusal.ts'
import type { Patience } from '../started/ask.ts'
import { listPath, namespaceOf, objectPath, resourceOf, TASK_LABEL } from '../started/resources.ts'
import { isClustersOwn, type Relocation } from './relocation.ts'

/** On everything that stands for a submission; its value names who put it there. `netgrade.dev/task` beside it lets `grade clean` find it. */
export const SUBMISSION_LABEL = 'netgrade.dev/submission'

export interface Marks {
  readonly task: string
  readonly run: string
}

const withMarks = (object: KubernetesObject, { task, run }: Marks): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...object.metadata.labels, [TASK_LABEL]: task, [SUBMISSION_LABEL]: run } },
})

/** What was read there, without the marks. */
export const withoutMarks = <Kind extends KubernetesObject>(object: Kind): Kind => {
  const { labels } = object.metadata
  if (labels?.[SUBMISSION_LABEL] === undefined) return object
  const { [TASK_LABEL]: _task, [SUBMISSION_LABEL]: _run, ...own } = labels
  const { labels: _labels, ...metadata } = object.metadata
  return { ...object, metadata: { ...metadata, ...(Object.keys(own).length === 0 ? {} : { labels: own }) } }
}

export interface Refused {
  /** As the submission has it. */
  readonly object: KubernetesObject
  readonly status: Status
}

export interface Made {
  /** As the API server has them. */
  readonly objects: readonly KubernetesObject[]
  readonly refused: readonly Refused[]
}

const TRIES = 60
const RETRY_MS = 100

/** A namespace that was just made has no ServiceAccount for a moment, and caches know it a moment later. */
const isTooEarly = (reply: LiveReply, made: ReadonlySet<string>): boolean => {
  const message = messageOf(reply)
  const missing = /namespaces "([^"]+)" not found/u.exec(message)?.[1]
  return /serviceaccount "default" not found/u.test(message) || (missing !== undefined && made.has(missing))
}

const isStatus = (body: unknown): body is Status => isJsonObject(body) && body['kind'] === 'Status'

const statusOf = (reply: LiveReply): Status =>
  isStatus(reply.body)
    ? reply.body
    : { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: messageOf(reply), code: reply.status }

const isMade = (body: unknown): body is KubernetesObject => isJsonObject(body) && isJsonObject(body['metadata'])

interface Putting {
  readonly client: LiveClient
  readonly relocation: Relocation
  readonly marks: Marks
  readonly patience: Patience
}

/** In their order; the rest is put there where one is refused. Fails where the API server does not know the user, or nobody is there. */
export async function putAll(objects: readonly KubernetesObject[], putting: Putting): Promise<Made> {
  const { client, relocation, marks } = putting
  const made: KubernetesObject[] = []
  const refused: Refused[] = []
  const namespaces = new Set<string>()
  for (const object of objects) {
    const there = withMarks(relocation.there(object), marks)
    const reply = await put(there, namespaces, putting)
    if (reply === LEFT) continue
    if (reply.status === 401) throw refusal(client, objectPath(there), reply)
    if (reply.status < 300 && isMade(reply.body)) {
      made.push(reply.body)
      if (object.kind === 'Namespace') namespaces.add(there.metadata.name ?? '')
    } else refused.push({ object, status: relocation.back(statusOf(reply)) })
  }
  return { objects: made, refused }
}

/** It is there, and is not the submission's to change. */
const LEFT = 'left'

/** Whether it is in a namespace of the submission's, or one of those. */
const isOwn = (object: KubernetesObject, namespaces: ReadonlySet<string>): boolean => {
  const namespace = namespaceOf(resourceOf(object), object)
  return namespace === undefined ? namespaces.has(object.metadata.name ?? '') : !isClustersOwn(namespace)
}

async function put(
  object: KubernetesObject,
  namespaces: ReadonlySet<string>,
  { client, patience }: Putting,
): Promise<LiveReply | typeof LEFT> {
  const info = resourceOf(object)
  const path = listPath(info, namespaceOf(info, object))
  for (let tried = 1; ; tried++) {
    const reply = await client.ask('POST', path, object)
    // What is there already is changed, as kubectl apply does.
    if (reply.status === 409 && /already exists/u.test(messageOf(reply)))
      return isOwn(object, namespaces) ? client.ask('PATCH', objectPath(object), object) : LEFT
    if (reply.status < 400 || tried >= TRIES || !isTooEarly(reply, namespaces)) return reply
    await patience.wait(RETRY_MS)
  }
}
