/** What admission adds to Pods: the service account with its token, tolerations of failing nodes, priority. */
import type { Container, Pod, PodSpec, Toleration, Volume } from '../../../kubernetes/generated/types.ts'
import type { Random } from '../../environment.ts'
import type { WriteContext } from '../write/context.ts'
import { randomSuffix } from '../write/identity.ts'
import { withPriority } from './priority.ts'

const TOKEN_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount'
const TOLERATION_SECONDS = 300

const tokenVolume = (name: string): Volume => ({
  name,
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ],
    defaultMode: 420,
  },
})

const mountsToken = ({ volumeMounts }: Container): boolean =>
  (volumeMounts ?? []).some(({ mountPath }) => mountPath === TOKEN_DIRECTORY)

const withMount =
  (volume: string) =>
  (container: Container): Container =>
    mountsToken(container)
      ? container
      : {
          ...container,
          volumeMounts: [...(container.volumeMounts ?? []), { name: volume, readOnly: true, mountPath: TOKEN_DIRECTORY }],
        }

const withServiceAccount = (spec: PodSpec, random: Random): PodSpec => {
  const name = spec.serviceAccountName ?? spec.serviceAccount
  const account = name === undefined || name === '' ? 'default' : name
  const named = { ...spec, serviceAccountName: account, serviceAccount: account }
  const all = [...spec.containers, ...(spec.initContainers ?? [])]
  if (spec.automountServiceAccountToken === false || all.every(mountsToken)) return named
  const volume = `kube-api-access-${randomSuffix(random)}`
  return {
    ...named,
    volumes: [...(spec.volumes ?? []), tokenVolume(volume)],
    containers: spec.containers.map(withMount(volume)),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(withMount(volume)) }),
  }
}

const TOLERATED = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const

const withTolerations = (spec: PodSpec): PodSpec => {
  const given = spec.tolerations ?? []
  const covers = (key: string) => (toleration: Toleration) =>
    (toleration.key === undefined || toleration.key === '' || toleration.key === key) &&
    (toleration.effect === undefined || toleration.effect === '' || toleration.effect === 'NoExecute')
  const added = TOLERATED.filter((key) => !given.some(covers(key))).map((key): Toleration => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: TOLERATION_SECONDS,
  }))
  return added.length === 0 ? spec : { ...spec, tolerations: [...given, ...added] }
}

/** A list of containers that is missing is for validation to tell. */
export const hasContainers = (pod: Pod): pod is Pod & { readonly spec: PodSpec } => Array.isArray(pod.spec?.containers)

export const admitPod = (pod: Pod, { store, random }: Pick<WriteContext, 'store' | 'random'>): Pod => {
  if (!hasContainers(pod)) return pod
  return { ...pod, spec: withPriority(withTolerations(withServiceAccount(pod.spec, random)), store) }
}

/** What admission adds to a Pod that is changed: the tolerations again, which the change may have left out. */
export const admitChangedPod = (pod: Pod): Pod => (hasContainers(pod) ? { ...pod, spec: withTolerations(pod.spec) } : pod)
