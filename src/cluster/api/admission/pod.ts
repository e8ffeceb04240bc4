/** What admission adds to Pods: the service account with its token, tolerations of failing nodes, priority. */
import { APP_ARMOR, withAppArmorProfiles } from '../../../kubernetes/app-armor.ts'
import type { Container, Pod, PodSpec, ServiceAccount, Toleration, Volume } from '../../../kubernetes/generated/types.ts'
import { isServiceAccount } from '../../../kubernetes/guards.ts'
import { isMirrorPod } from '../../../kubernetes/mirror-pod.ts'
import { timestamp, type WriteContext } from '../write/context.ts'
import { randomSuffix } from '../write/identity.ts'
import { withLabelKeys } from './label-keys.ts'
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

/** A copy of a Pod brings the volume of the original along. @see kubernetes plugin/pkg/admission/serviceaccount, v1.34 */
const givenTokenVolume = ({ volumes = [] }: PodSpec): string | undefined =>
  volumes.find(({ name }) => name.startsWith('kube-api-access-'))?.name

/** Images are fetched with the account's secrets where the Pod names none. */
const withAccountsOwn = (spec: PodSpec, account: ServiceAccount | undefined): PodSpec => {
  const { imagePullSecrets = [] } = account ?? {}
  return (spec.imagePullSecrets ?? []).length > 0 || imagePullSecrets.length === 0 ? spec : { ...spec, imagePullSecrets }
}

/** The token's volume, by the name that is given where the Pod brings none, mounted in each container. */
const withToken = (spec: PodSpec, name: string): PodSpec => {
  const given = givenTokenVolume(spec)
  const volume = given ?? name
  return {
    ...spec,
    volumes: [...(spec.volumes ?? []), ...(given === undefined ? [tokenVolume(volume)] : [])],
    containers: spec.containers.map(withMount(volume)),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(withMount(volume)) }),
  }
}

const withServiceAccount = (pod: Pod & { readonly spec: PodSpec }, { store, random }: WriteContext): PodSpec => {
  const { spec, metadata } = pod
  // They have no account.
  if (isMirrorPod(pod)) return spec
  const asked = spec.serviceAccountName ?? spec.serviceAccount
  const name = asked === undefined || asked === '' ? 'default' : asked
  const found = store.get('serviceaccounts', metadata.namespace, name)
  const account = found !== undefined && isServiceAccount(found) ? found : undefined
  const named = { ...withAccountsOwn(spec, account), serviceAccountName: name, serviceAccount: name }
  const all = [...spec.containers, ...(spec.initContainers ?? [])]
  const isMounted = spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true
  if (!isMounted || all.every(mountsToken)) return named
  return withToken(named, `kube-api-access-${randomSuffix(random)}`)
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

const GATED = 'Scheduling is blocked due to non-empty scheduling gates'

/** A Pod with gates waits for somebody to open them, and says so. @see k8s.io/kubernetes pkg/registry/core/pod/strategy.go, v1.34 */
const markGated = (pod: Pod, lastTransitionTime: string): Pod => {
  if ((pod.spec?.schedulingGates ?? []).length === 0) return pod
  const condition = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: GATED, lastTransitionTime }
  return { ...pod, status: { ...pod.status, conditions: [...(pod.status?.conditions ?? []), condition] } }
}

/** Whether a Pod names AppArmor profiles where they were before there were fields. */
export const hasAppArmorAnnotations = ({ metadata }: Pod): boolean =>
  Object.keys(metadata.annotations ?? {}).some((key) => key.startsWith(APP_ARMOR))

export const admitPod = (pod: Pod, context: WriteContext): Pod => {
  if (!hasContainers(pod)) return pod
  const spec = withLabelKeys(withPriority(withTolerations(withServiceAccount(pod, context)), context.store), pod)
  const admitted = markGated({ ...pod, spec }, timestamp(context))
  return hasAppArmorAnnotations(pod) ? withAppArmorProfiles(admitted) : admitted
}

/** What admission adds to a Pod that is changed: the tolerations again, which the change may have left out. */
export const admitChangedPod = (pod: Pod): Pod => (hasContainers(pod) ? { ...pod, spec: withTolerations(pod.spec) } : pod)
