/** What runs in a real Pod: its images say what programs answer, its sockets say which of them wait, and where. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import type { Listener, PodFacts } from '../../network/facts.ts'
import { crashesOfPod, stoppedContainers, type LastWords } from './pod-crashes.ts'
import type { Socket } from './sockets.ts'

const isForAll = (address: string): boolean => address === '0.0.0.0' || address === '::'

const isIPv6 = (address: string): boolean => address.includes(':')

/** The container whose declared port it is; the first where none declares it. */
const containerFor = ({ spec }: Pod, { port, protocol }: Socket): string => {
  const containers = spec?.containers ?? []
  const declaring = containers.find(({ ports = [] }) =>
    ports.some((one) => one.containerPort === port && (one.protocol ?? 'TCP') === protocol),
  )
  return (declaring ?? containers[0])?.name ?? ''
}

/** One listener of all sockets at a port: a second one of IPv6 beside one of IPv4 is the same program's. */
const toListener = (pod: Pod, sockets: readonly Socket[], expected: readonly Listener[]): Listener | undefined => {
  const [first] = sockets
  if (first === undefined) return undefined
  // What waits for everybody is what others reach; of several addresses the widest counts.
  const socket = sockets.find(({ address }) => isForAll(address)) ?? first
  const known = expected.find(({ port, protocol }) => port === socket.port && protocol === socket.protocol)
  const { ipv6: _second, ...program } = known ?? {
    container: containerFor(pod, socket),
    program: 'a program',
    unknown: true as const,
  }
  const isBoth = sockets.some(({ address }) => address === '::') && !isIPv6(socket.address)
  return {
    ...program,
    protocol: socket.protocol,
    port: socket.port,
    address: socket.address,
    ...(isBoth ? { ipv6: true as const } : {}),
  }
}

/** UDP ports that a program asks from, such as a resolver's, are none that it waits at. */
const EPHEMERAL = 32_768

/** The facts as observed; `expected` is what the images would do if they were started as the Pod says. */
export const observePod = (pod: Pod, sockets: readonly Socket[], expected: PodFacts | undefined): PodFacts => {
  const listeners = expected?.listeners ?? []
  const waiting = sockets.filter(
    ({ protocol, port }) =>
      protocol !== 'UDP' || port < EPHEMERAL || listeners.some((one) => one.port === port && one.protocol === 'UDP'),
  )
  const ports = [...new Set(waiting.map(({ protocol, port }) => `${protocol} ${port}`))]
  return {
    complete: true,
    listeners: ports.flatMap(
      (name) =>
        toListener(
          pod,
          waiting.filter(({ protocol, port }) => `${protocol} ${port}` === name),
          listeners,
        ) ?? [],
    ),
  }
}

/** The facts of a Pod whose sockets could not be read: nothing of it waits in a container that does not run. */
export const expectPod = (pod: Pod, expected: PodFacts | undefined): PodFacts | undefined => {
  if (expected === undefined) return undefined
  const stopped = stoppedContainers(pod)
  const isStopped = stopped.size > 0 && stopped.size === pod.status?.containerStatuses?.length
  const listeners = expected.listeners.filter(({ container }) => !stopped.has(container))
  return { ...expected, listeners, complete: expected.complete || isStopped }
}

/** With what the Pod's status says of containers that have ended, in the place of what their images would do. */
export const withCrashes = (pod: Pod, facts: PodFacts, words: LastWords): PodFacts => {
  const { crashes: _expected, ...rest } = facts
  const crashes = crashesOfPod(pod, words, facts.listeners)
  return { ...rest, ...(crashes.length === 0 ? {} : { crashes }) }
}
