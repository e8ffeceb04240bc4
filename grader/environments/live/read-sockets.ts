/** Which sockets wait in real Pods: read in their own containers, a few at a time and for a few seconds each. */
import type { Exec } from '@kubernetes/client-node'
import { readSockets, type Socket } from '../../../src/cluster/live/sockets.ts'
import type { Pod } from '../../../src/kubernetes/generated/types.ts'
import { isPodReady } from '../../../src/network/service/derive-endpoints.ts'
import { keyOfObject } from '../../../src/network/state.ts'
import type { LiveClient } from './client.ts'
import { openExec } from './open-exec.ts'
import { runInContainer } from './run-in-container.ts'

const TOGETHER = 8
const TIMEOUT_MS = 5_000
const MAX_PODS = 200

const FILES = [
  ['tcp', 'TCP'],
  ['tcp6', 'TCP'],
  ['udp', 'UDP'],
  ['udp6', 'UDP'],
] as const

/** Printed between the files; a line that none of them has. */
const MARK = '--netgrade--'
/** Everything by what any image with a shell has; a file that is not there is an empty one. */
const SCRIPT = FILES.map(([file]) => `cat /proc/net/${file} 2>/dev/null; echo ${MARK}`).join('; ')

/** Those whose sockets are theirs alone: a Pod on the network of its node has that of everything there. */
const isAsked = (pod: Pod): boolean =>
  pod.status?.phase === 'Running' && pod.spec?.hostNetwork !== true && pod.metadata.deletionTimestamp === undefined

/** What the script prints in one Pod; undefined where it cannot be run there. */
const runIn = async (exec: Exec, pod: Pod): Promise<string | undefined> => {
  const { namespace = 'default', name = '' } = pod.metadata
  const container = pod.spec?.containers[0]?.name ?? ''
  const command = ['sh', '-c', SCRIPT]
  const output = await runInContainer(exec, { pod: { namespace, name }, container, command, timeoutMs: TIMEOUT_MS })
  return output?.exitCode === 0 ? output.stdout : undefined
}

/** Undefined unless every file was read: half of them would say that ports are closed which are not. */
export const parseFiles = (text: string): readonly Socket[] | undefined => {
  const parts = text.split(`${MARK}\n`)
  if (parts.length !== FILES.length + 1 || !(parts[0] ?? '').includes('local_address')) return undefined
  return FILES.flatMap(([, protocol], index) => readSockets(parts[index] ?? '', protocol))
}

/** By `namespace/name`; Pods in which nothing can be read are left out. */
export async function readAllSockets(
  client: LiveClient,
  pods: readonly Pod[],
): Promise<Readonly<Record<string, readonly Socket[]>>> {
  const exec = openExec(client.config)
  const left = pods
    .filter(isAsked)
    .toSorted((one, other) => Number(isPodReady(other)) - Number(isPodReady(one)))
    .slice(0, MAX_PODS)
  const found: [string, readonly Socket[]][] = []
  const work = async (): Promise<void> => {
    for (let pod = left.shift(); pod !== undefined; pod = left.shift()) {
      const sockets = parseFiles((await runIn(exec, pod)) ?? '')
      if (sockets !== undefined) found.push([keyOfObject(pod), sockets])
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, work))
  return Object.fromEntries(found)
}
