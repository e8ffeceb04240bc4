/** Removes namespaces that were made to try repairs in, with everything in them. */
import { COPY_LABEL } from '../../../../src/grading/repair/copy/names.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { deleteObject, listOf, waitUntilGone, type Patience } from '../../started/ask.ts'
import { NAMESPACES } from '../../started/resources.ts'
import type { LiveClient } from '../client.ts'

/** Of one run where it is named; returns what it removed once it is gone. Fails with `namespace-stuck` where one stays. */
export async function removeCopies(client: LiveClient, patience: Patience, run?: string): Promise<readonly KubernetesObject[]> {
  const selector = run === undefined ? COPY_LABEL : `${COPY_LABEL}=${run}`
  const namespaces = await listOf(client, NAMESPACES, { selector })
  for (const namespace of namespaces) await deleteObject(client, namespace)
  // Programs that do not hear when they are told to end would keep their namespace for half a minute.
  for (const { metadata } of namespaces)
    await client.ask('DELETE', `/api/v1/namespaces/${metadata.name ?? ''}/pods?gracePeriodSeconds=0`)
  await waitUntilGone(client, namespaces, patience)
  return namespaces
}
