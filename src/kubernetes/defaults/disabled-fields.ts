/**
 * What belongs to features that a usual server of this version has not switched on: it takes such fields and keeps nothing of them.
 * @see k8s.io/kubernetes pkg/api/pod/util.go, dropDisabledFields, v1.34
 */
import type { Container, Lifecycle, PodSpec, Volume } from '../generated/types.ts'

/** Signals to stop by; what was there for nothing else goes as well. */
const keptLifecycle = (lifecycle: Lifecycle): { readonly lifecycle?: Lifecycle } => {
  const { stopSignal, ...kept } = lifecycle
  return stopSignal === undefined ? { lifecycle } : Object.keys(kept).length === 0 ? {} : { lifecycle: kept }
}

/** Variables out of files. */
const keptEnv = (env: NonNullable<Container['env']>): NonNullable<Container['env']> =>
  env.map((entry) => {
    if (entry.valueFrom?.fileKeyRef === undefined) return entry
    const { fileKeyRef: _file, ...valueFrom } = entry.valueFrom
    return { ...entry, valueFrom }
  })

/** Rules of restarts: only a sidecar keeps a policy of its own. */
const keptContainer = (container: Container, mayBeSidecar: boolean): Container => {
  const { restartPolicyRules: _rules, restartPolicy, lifecycle, env, ...kept } = container
  return {
    ...kept,
    ...(mayBeSidecar && restartPolicy === 'Always' ? { restartPolicy } : {}),
    ...(lifecycle === undefined ? {} : keptLifecycle(lifecycle)),
    ...(env === undefined ? {} : { env: keptEnv(env) }),
  }
}

/** Sources that are certificates. */
const keptVolume = (volume: Volume): Volume => {
  const { projected } = volume
  if (projected?.sources === undefined) return volume
  const sources = projected.sources.map(({ clusterTrustBundle: _bundle, podCertificate: _certificate, ...kept }) => kept)
  return { ...volume, projected: { ...projected, sources } }
}

/** Images that are mounted. */
const withoutImages = (container: Container, images: ReadonlySet<string>): Container => {
  const mounts = container.volumeMounts?.filter(({ name }) => !images.has(name))
  if (mounts === undefined || images.size === 0) return container
  const { volumeMounts: _mounts, ...kept } = container
  return mounts.length === 0 ? kept : { ...kept, volumeMounts: mounts }
}

export const withoutDisabledFields = (spec: PodSpec): PodSpec => {
  const { hostnameOverride: _hostname, volumes, ...kept } = spec
  const images = new Set((volumes ?? []).filter(({ image }) => image !== undefined).map(({ name }) => name))
  const left = volumes?.filter(({ image }) => image === undefined).map(keptVolume)
  const clean = (list: 'containers' | 'initContainers' | 'ephemeralContainers'): Partial<PodSpec> => {
    const containers = spec[list] as readonly Container[] | undefined
    if (containers === undefined) return {}
    return { [list]: containers.map((one) => withoutImages(keptContainer(one, list === 'initContainers'), images)) }
  }
  return {
    ...kept,
    ...(left === undefined || left.length === 0 ? {} : { volumes: left }),
    ...clean('initContainers'),
    ...clean('containers'),
    ...clean('ephemeralContainers'),
  }
}
