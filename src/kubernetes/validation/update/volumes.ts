/** What may change in volumes and claims. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePersistentVolume(Claim)Update, v1.34 */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
} from '../../generated/types.ts'
import { internalLines, internalValue } from '../../go/internal-json.ts'
import { unifiedDiff } from '../../go/unified-diff.ts'
import { isEqual } from '../../json.ts'
import { compareQuantities } from '../../quantity.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidValue } from '../causes.ts'
import { sourcesOf } from '../volume-sources.ts'
import { immutable } from './immutable.ts'

/** What a field may not do, and in which lines it does. */
const forbidChange = (
  { field, why, struct }: { readonly field: string; readonly why: string; readonly struct: string },
  value: object,
  old: object,
): readonly StatusCause[] =>
  isEqual(value, old)
    ? []
    : [forbiddenField(field, `${why}\n${unifiedDiff(internalLines(struct, old), internalLines(struct, value))}`)]

const SOURCE = {
  field: 'spec.persistentvolumesource',
  why: 'spec.persistentvolumesource is immutable after creation',
  struct: 'core.PersistentVolumeSource',
} as const

/** Labels that have other names by now may be written by these. */
const RENAMED: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
}

/** The Secret for making a volume larger may be told later. */
const withoutNewSecret = (spec: PersistentVolumeSpec, old: PersistentVolumeSpec): PersistentVolumeSpec => {
  if (spec.csi === undefined || old.csi === undefined || old.csi.controllerExpandSecretRef !== undefined) return spec
  const { controllerExpandSecretRef: _secret, ...csi } = spec.csi
  return { ...spec, csi }
}

type Affinity = NonNullable<PersistentVolume['spec']>['nodeAffinity']

const withNewLabels = (affinity: Affinity): unknown => ({
  ...affinity,
  required: affinity?.required?.nodeSelectorTerms.map((term) => ({
    ...term,
    matchExpressions: term.matchExpressions?.map((one) => ({ ...one, key: RENAMED[one.key] ?? one.key })),
  })),
})

const compareNodes = (affinity: Affinity, old: Affinity): readonly StatusCause[] => {
  if (old === undefined || isEqual(affinity, old)) return []
  if (affinity !== undefined && isEqual(withNewLabels(affinity), withNewLabels(old))) return []
  const shown = affinity === undefined ? null : internalValue('core.VolumeNodeAffinity', affinity)
  return [invalidValue('nodeAffinity', shown, 'field is immutable, except for updating from beta label to GA')]
}

export const comparePersistentVolumes = ({ spec = {} }: PersistentVolume, old: PersistentVolume): readonly StatusCause[] => {
  const { spec: before = {} } = old
  return [
    ...forbidChange(SOURCE, sourcesOf(withoutNewSecret(spec, before)), sourcesOf(before)),
    ...immutable('volumeMode', spec.volumeMode, before.volumeMode),
    ...compareNodes(spec.nodeAffinity, before.nodeAffinity),
    ...(before.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined
      ? [forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden')]
      : []),
  ]
}

const CLAIM = {
  field: 'spec',
  why: 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
  struct: 'core.PersistentVolumeClaimSpec',
} as const

const storageOf = ({ resources }: PersistentVolumeClaimSpec): string | undefined => resources?.requests?.['storage']

/** What may change of a claim is as it is now, so that what differs still may not. */
const withAllowed = (
  old: PersistentVolumeClaimSpec,
  { spec = {}, status }: PersistentVolumeClaim,
): PersistentVolumeClaimSpec => {
  const isBound = status?.phase === 'Bound'
  const storage = storageOf(spec)
  const { volumeAttributesClassName: _class, ...rest } = old
  return {
    ...(isBound ? rest : old),
    ...((old.volumeName ?? '') === '' && spec.volumeName !== undefined ? { volumeName: spec.volumeName } : {}),
    ...(old.storageClassName === undefined && spec.storageClassName !== undefined
      ? { storageClassName: spec.storageClassName }
      : {}),
    ...(isBound && storage !== undefined
      ? { resources: { ...old.resources, requests: { ...old.resources?.requests, storage } } }
      : {}),
    ...(isBound && spec.volumeAttributesClassName !== undefined
      ? { volumeAttributesClassName: spec.volumeAttributesClassName }
      : {}),
  }
}

/** No less than what there is. */
const compareStorage = (spec: PersistentVolumeClaimSpec, old: PersistentVolumeClaim): readonly StatusCause[] => {
  const [storage = '0', before = '0'] = [storageOf(spec), storageOf(old.spec ?? {})]
  const capacity = old.status?.capacity?.['storage'] ?? '0'
  return compareQuantities(storage, before) < 0 && compareQuantities(storage, capacity) <= 0
    ? [forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity')]
    : []
}

export const compareClaims = (claim: PersistentVolumeClaim, old: PersistentVolumeClaim): readonly StatusCause[] => {
  const { spec = {} } = claim
  const { spec: before = {} } = old
  return [
    ...forbidChange(CLAIM, spec, withAllowed(before, claim)),
    ...compareStorage(spec, old),
    ...immutable('volumeMode', spec.volumeMode, before.volumeMode),
  ]
}
