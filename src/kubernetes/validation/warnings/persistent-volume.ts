/** @see k8s.io/kubernetes pkg/api/persistentvolume/util.go, GetWarningsForPersistentVolume, v1.34 */
import type { PersistentVolume } from '../../generated/types.ts'
import { warnTerm } from './pod-template.ts'

const ANNOTATIONS: Readonly<Record<string, string>> = {
  'volume.beta.kubernetes.io/storage-class': 'deprecated since v1.8; use "storageClassName" attribute instead',
  'volume.beta.kubernetes.io/mount-options': 'deprecated since v1.31; use "mountOptions" attribute instead',
}

/** In the server's order. */
const SOURCES = [
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const

const RECYCLE =
  'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.'

export const warnPersistentVolume = ({ metadata, spec = {} }: PersistentVolume): readonly string[] => {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? []
  return [
    ...Object.entries(ANNOTATIONS)
      .filter(([key]) => metadata.annotations?.[key] !== undefined)
      .map(([key, message]) => `metadata.annotations[${key}]: ${message}`),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle' ? [RECYCLE] : []),
    ...terms.flatMap((term, index) => warnTerm(term, `spec.nodeAffinity.required.nodeSelectorTerms[${index}]`, false)),
    ...SOURCES.filter(([source]) => spec[source] !== undefined).map(([, name, message]) => `spec.${name}: ${message}`),
  ]
}
