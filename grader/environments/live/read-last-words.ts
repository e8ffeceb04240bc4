/** What containers printed before they ended: the last lines of their logs, of those only that should have gone on. */
import { endedContainers, type LastWords } from '../../../src/cluster/live/pod-crashes.ts'
import type { Pod } from '../../../src/kubernetes/generated/types.ts'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import { keyOfObject } from '../../../src/network/state.ts'
import type { LiveClient, LiveReply } from './client.ts'

const LINES = 10
const MAX_CONTAINERS = 50

/** Text is given as the message of what is no JSON; refusals are JSON, and say nothing of the container. */
const textOf = ({ status, body }: LiveReply): string | undefined =>
  status === 200 && isJsonObject(body) && typeof body['message'] === 'string' ? body['message'] : undefined

/** The run that ended last: the one before, where the container is being started again. */
const readOne = async (client: LiveClient, pod: Pod, container: string): Promise<string | undefined> => {
  const { namespace = 'default', name = '' } = pod.metadata
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/log?container=${container}&tailLines=${LINES}`
  const state = pod.status?.containerStatuses?.find((one) => one.name === container)?.state
  return textOf(await client.ask('GET', state?.terminated === undefined ? `${path}&previous=true` : path))
}

/** By `namespace/name`; where logs may not be read, or there are none, nothing is known. */
export async function readLastWords(client: LiveClient, pods: readonly Pod[]): Promise<Readonly<Record<string, LastWords>>> {
  const ended = pods.flatMap((pod) => endedContainers(pod).map((container) => ({ pod, container }))).slice(0, MAX_CONTAINERS)
  const found = new Map<string, Record<string, string>>()
  await Promise.all(
    ended.map(async ({ pod, container }) => {
      const text = await readOne(client, pod, container)
      if (text === undefined) return
      const key = keyOfObject(pod)
      found.set(key, { ...found.get(key), [container]: text })
    }),
  )
  return Object.fromEntries(found)
}
