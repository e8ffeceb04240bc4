/** Pods of StatefulSets, each with a name of its own. @see kubernetes pkg/controller/statefulset, v1.34 */
import type { Pod, PodTemplateSpec, StatefulSet } from '../../../kubernetes/generated/types.ts'
import { podFromTemplate } from '../owners.ts'
import { hashPatch, REVISION_LABEL } from './revision-hash.ts'

const NO_TEMPLATE: PodTemplateSpec = {}

/** The hash of the set's template. */
export const hashOf = ({ spec }: StatefulSet): string => hashPatch(spec?.template ?? NO_TEMPLATE)

/** The name of its newest revision. */
export const revisionOf = (set: StatefulSet): string => `${set.metadata.name ?? ''}-${hashOf(set)}`

/** A template that a set has or had, by the name of its revision. */
export interface Version {
  readonly revision: string
  readonly template: PodTemplateSpec
}

/** What its next Pods are made from. */
export const newest = (set: StatefulSet): Version => ({
  revision: revisionOf(set),
  template: set.spec?.template ?? NO_TEMPLATE,
})

/** The volumes of a Pod for the set's claims, and the others. */
const volumesOf = ({ spec }: StatefulSet, pod: Pod, name: string): NonNullable<Pod['spec']>['volumes'] => {
  const claimed = (spec?.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata.name ?? '',
    persistentVolumeClaim: { claimName: `${metadata.name ?? ''}-${name}` },
  }))
  return [...claimed, ...(pod.spec?.volumes ?? []).filter((volume) => !claimed.some((one) => one.name === volume.name))]
}

/** The Pod of a set that has a number. */
export const namedPod = (set: StatefulSet, ordinal: number, version = newest(set)): Pod => {
  const name = `${set.metadata.name ?? ''}-${ordinal}`
  const labels = {
    'apps.kubernetes.io/pod-index': String(ordinal),
    [REVISION_LABEL]: version.revision,
    'statefulset.kubernetes.io/pod-name': name,
  }
  const pod = podFromTemplate({ owner: set, template: version.template, labels, name })
  const volumes = volumesOf(set, pod, name)
  const spec = {
    subdomain: set.spec?.serviceName ?? '',
    containers: [],
    ...pod.spec,
    ...(volumes === undefined || volumes.length === 0 ? {} : { volumes }),
  }
  const metadata = { ...pod.metadata, generateName: `${set.metadata.name ?? ''}-` }
  return { ...pod, metadata, spec: { ...spec, hostname: name } }
}
