/** Node ports of Services, 30000-32767. @see Kubernetes documentation, "Avoid assigning conflicting ports to NodePort Services" */
import { NODE_PORTS } from '../../../kubernetes/validation/service.ts'
import type { Random } from '../../environment.ts'
import type { Held } from './held.ts'

/** min(max(16, size / 32), 128) */
const STATIC_BAND = 86
const ATTEMPTS = 64

const { first, last } = NODE_PORTS

/** `80/TCP`: one number may serve several protocols. */
export const nodePortKey = (port: number, protocol: string): string => `${port}/${protocol}`

export const isNodePort = (port: number): boolean => port >= first && port <= last

/** A port that is free for the protocol, above the static band where possible. Undefined where none is left. */
export const pickNodePort = (used: Held, protocol: string, random: Random): number | undefined => {
  const free = (port: number): boolean => !used.has(nodePortKey(port, protocol))
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = first + STATIC_BAND + random.below(last - first - STATIC_BAND + 1)
    if (free(port)) return port
  }
  for (let port = first + STATIC_BAND; port <= last; port += 1) if (free(port)) return port
  for (let port = first; port < first + STATIC_BAND; port += 1) if (free(port)) return port
  return undefined
}
