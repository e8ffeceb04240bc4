/** What a Pod of a copy is made of: nothing of its node, and nothing that only the original may use. */
import type { Container, Pod, Volume } from '../../../kubernetes/generated/types.ts'
import { withoutTokens } from '../without-token.ts'
import type { Note } from './notes.ts'

type PodSpec = NonNullable<Pod['spec']>
/** What is said of the object that the Pod belongs to. */
export type Remark = Omit<Note, 'object'>

const remark = (kind: Note['kind'], value = ''): Remark => ({ kind, value })

/** Volumes of these kinds are the Pod's alone, or read what is copied with it. */
const isCopied = ({ name: _name, ...sources }: Volume): boolean =>
  Object.keys(sources).every((source) => ['configMap', 'emptyDir', 'downwardAPI', 'image'].includes(source))

const secretsOf = ({ env = [], envFrom = [] }: Container): readonly string[] => [
  ...env.flatMap(({ name, valueFrom }) => (valueFrom?.secretKeyRef === undefined ? [] : [name])),
  ...envFrom.flatMap(({ secretRef }) => secretRef?.name ?? []),
]

const containersIn = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [...initContainers, ...containers]

/** Why no Pod can be like it; undefined where one can. */
const obstacle = (spec: PodSpec): Remark | undefined => {
  if (spec.hostNetwork === true || spec.hostPID === true || spec.hostIPC === true) return remark('node')
  const volume = spec.volumes?.find((one) => !isCopied(one))
  const missing = volume?.name ?? containersIn(spec).flatMap(secretsOf)[0]
  return missing === undefined ? undefined : remark('storage', missing)
}

const withoutHostPorts = (container: Container): Container =>
  container.ports === undefined
    ? container
    : { ...container, ports: container.ports.map(({ hostPort: _port, hostIP: _ip, ...port }) => port) }

const hostPortsOf = (spec: PodSpec): readonly Remark[] =>
  containersIn(spec).flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [remark('host-port', String(hostPort))])),
  )

export interface CopiedPodSpec {
  /** Absent where no Pod can be like it. */
  readonly spec?: PodSpec
  readonly remarks: readonly Remark[]
}

/** `spec` may be a workload's template. */
export const copyPodSpec = (original: PodSpec): CopiedPodSpec => {
  const own = withoutTokens(original)
  const reason = obstacle(own)
  if (reason !== undefined) return { remarks: [reason] }
  const {
    nodeName: _node,
    serviceAccount: _account,
    serviceAccountName = 'default',
    priority: _priority,
    ephemeralContainers: _ephemeral,
    imagePullSecrets: _pull,
    ...spec
  } = own
  const accounts = serviceAccountName === 'default' ? [] : [remark('account', serviceAccountName)]
  return {
    spec: {
      ...spec,
      containers: spec.containers.map(withoutHostPorts),
      ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(withoutHostPorts) }),
    },
    remarks: [...accounts, ...hostPortsOf(own)],
  }
}
