/** What probes leave behind where they are ended before they can clean up. */
import { isJsonObject, isList } from '../../../../src/kubernetes/json.ts'
import type { LiveClient } from '../client.ts'
import { refusal } from '../refusal.ts'
import { PROBE_LABEL } from './probe-objects.ts'

export interface Leftover {
  readonly kind: 'Pod' | 'ConfigMap'
  readonly namespace: string
  readonly name: string
}

const RESOURCES = [
  ['Pod', 'pods'],
  ['ConfigMap', 'configmaps'],
] as const

const pathOf = ({ kind, namespace, name }: Leftover): string =>
  `/api/v1/namespaces/${namespace}/${kind === 'Pod' ? 'pods' : 'configmaps'}/${name}`

/** Everything that carries the label of probes, in all namespaces; of one run where it is named. */
const findLeftovers = async (client: LiveClient, run?: string): Promise<readonly Leftover[]> => {
  const selector = encodeURIComponent(run === undefined ? PROBE_LABEL : `${PROBE_LABEL}=${run}`)
  const lists = RESOURCES.map(async ([kind, resource]) => {
    const path = `/api/v1/${resource}`
    const reply = await client.ask('GET', `${path}?labelSelector=${selector}`)
    if (reply.status !== 200 || !isJsonObject(reply.body) || !isList(reply.body['items'])) throw refusal(client, path, reply)
    return reply.body['items'].flatMap((item): readonly Leftover[] => {
      const metadata = isJsonObject(item) && isJsonObject(item['metadata']) ? item['metadata'] : {}
      const { name, namespace } = metadata
      return typeof name === 'string' && typeof namespace === 'string' ? [{ kind, namespace, name }] : []
    })
  })
  return (await Promise.all(lists)).flat()
}

/** At once and without a grace period; what is gone already is no matter. */
export const remove = async (client: LiveClient, leftovers: readonly Leftover[]): Promise<void> => {
  await Promise.all(
    leftovers.map(async (leftover) => {
      const path = pathOf(leftover)
      const reply = await client.ask('DELETE', `${path}?gracePeriodSeconds=0&propagationPolicy=Background`)
      if (reply.status >= 400 && reply.status !== 404) throw refusal(client, path, reply)
    }),
  )
}

/** Removes what probes of any run have left in the cluster, and tells what that was. */
export const removeLeftovers = async (client: LiveClient): Promise<readonly Leftover[]> => {
  const leftovers = await findLeftovers(client)
  await remove(client, leftovers)
  return leftovers
}
