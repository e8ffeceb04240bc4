/** The objects that probes need: Pods of our own, and what they belong to. */
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

/** On everything that probes make; what carries it is removed by `grade clean`. */
export const PROBE_LABEL = 'netgrade.io/probe'
/** Names of ephemeral containers begin with it: they stay in their Pod's record until the Pod goes. */
export const EPHEMERAL_NAME = 'netgrade-probe'

export const CONTAINER = 'probe'
/** Whatever happens to us, a probe's programs end after this. */
export const LIFETIME_SECONDS = 300

/** Until its time is over, or it is told to go. The name is for `END`, which has to find it among other processes of the Pod. */
const WAIT = ['sh', '-c', `: netgrade-probe-waits; trap 'exit 0' TERM; sleep ${LIFETIME_SECONDS} & wait`] as const

/** Ends what `WAIT` began; written so that it does not find itself. */
export const END = [
  'sh',
  '-c',
  'for p in /proc/[0-9]*; do grep -q netgrade-probe[-]waits $p/cmdline 2>/dev/null && kill -TERM ${p#/proc/}; done; exit 0',
] as const

/** As the strictest of the Pod Security Standards asks. */
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  runAsUser: 65_534,
  seccompProfile: { type: 'RuntimeDefault' },
}

interface Named {
  readonly namespace: string
  readonly name: string
}

/** What the Pods of one run belong to: with it they go, and no controller takes them for its own in the meantime. */
export const ownerOf = (namespace: string, run: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace, name: `netgrade-probes-${run}`, labels: { [PROBE_LABEL]: run } },
})

export interface ProbePodSpec extends Named {
  readonly run: string
  readonly owner: { readonly name: string; readonly uid: string }
  readonly image: string
  /** Of the client that was thought of. */
  readonly labels: Readonly<Record<string, string>>
  readonly nodeName?: string
  /** On the network of the node: asks as the node does. */
  readonly hostNetwork?: true
}

/**
 * Never ready, so that no Service that selects its labels sends it anything; with a controller, so that no ReplicaSet that selects
 * them adopts it and takes another Pod away for it.
 */
export const probePod = ({ namespace, name, run, owner, image, labels, nodeName, hostNetwork }: ProbePodSpec): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    namespace,
    name,
    labels: { ...labels, [PROBE_LABEL]: run },
    ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', ...owner, controller: true, blockOwnerDeletion: false }],
  },
  spec: {
    restartPolicy: 'Never',
    activeDeadlineSeconds: LIFETIME_SECONDS,
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    readinessGates: [{ conditionType: 'netgrade.io/never-an-endpoint' }],
    tolerations: [{ operator: 'Exists' }],
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(hostNetwork === undefined ? {} : { hostNetwork }),
    containers: [
      {
        name: CONTAINER,
        image,
        imagePullPolicy: 'IfNotPresent',
        command: [...WAIT],
        securityContext: RESTRICTED,
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
      },
    ],
  },
})

/** What a Pod is patched with, at its subresource `ephemeralcontainers`. */
export const ephemeralPatch = (name: string, image: string): object => ({
  spec: {
    ephemeralContainers: [{ name, image, imagePullPolicy: 'IfNotPresent', command: [...WAIT], securityContext: RESTRICTED }],
  },
})
