/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePersistentVolumeClaimSpec, v1.34 */
import type {
  ObjectMeta,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimTemplate,
  TypedObjectReference,
} from '../generated/types.ts'
import { compareQuantities } from '../quantity.ts'
import type { StatusCause } from '../status.ts'
import { checkText, forbiddenField, invalidValue, notSupported, required, requireText } from './causes.ts'
import { validateAnnotations, validateLabels, validateSelector } from './metadata.ts'
import { dns1123Label, dns1123Subdomain } from './names.ts'
import { isWhole } from './resource-names.ts'

const MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] as const
export const VOLUME_MODES = ['Block', 'Filesystem'] as const
const ALONE = 'ReadWriteOncePod'

/** Of claims and volumes alike. */
export const validateAccess = (modes: readonly string[], field: string): readonly StatusCause[] => {
  const known = modes.filter((mode) => MODES.some((one) => one === mode))
  const mixed = known.includes(ALONE) && known.some((mode) => mode !== ALONE)
  return [
    ...modes.filter((mode) => !known.includes(mode)).map((mode) => notSupported(field, mode, MODES)),
    ...(mixed ? [forbiddenField(field, `may not use ${ALONE} with other access modes`)] : []),
  ]
}

const validateStorage = (storage: string | undefined, field: string): readonly StatusCause[] => {
  if (storage === undefined) return [required(field)]
  if (compareQuantities(storage, '0') <= 0) return [invalidValue(field, storage, 'must be greater than zero')]
  return isWhole(storage) ? [] : [invalidValue(field, storage, 'must be an integer')]
}

/** Where the volume's contents come from. */
const validateOrigin = (origin: TypedObjectReference | undefined, path: string): readonly StatusCause[] => {
  if (origin === undefined) return []
  const { apiGroup = '', kind, name, namespace } = origin
  return [
    ...requireText(`${path}.name`, name),
    ...requireText(`${path}.kind`, kind),
    ...(apiGroup === '' && kind !== 'PersistentVolumeClaim'
      ? [invalidValue(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")]
      : []),
    ...checkText(`${path}.apiGroup`, apiGroup, dns1123Subdomain),
    ...checkText(`${path}.namespace`, namespace, dns1123Label),
  ]
}

const validateOrigins = ({ dataSource, dataSourceRef }: PersistentVolumeClaimSpec, path: string): readonly StatusCause[] => {
  const agree =
    dataSource === undefined ||
    dataSourceRef === undefined ||
    (['apiGroup', 'kind', 'name'] as const).every((field) => dataSource[field] === dataSourceRef[field])
  return [
    ...validateOrigin(dataSource, `${path}.dataSource`),
    ...validateOrigin(dataSourceRef, `${path}.dataSourceRef`),
    // Its value is the field's path, as Go holds it.
    ...(agree ? [] : [invalidValue(path, {}, 'must match dataSourceRef')]),
  ]
}

export const validateClaimSpec = (spec: PersistentVolumeClaimSpec, path: string): readonly StatusCause[] => {
  const { accessModes = [], selector, resources, storageClassName, volumeMode, volumeAttributesClassName } = spec
  return [
    ...(accessModes.length === 0 ? [required(`${path}.accessModes`, 'at least 1 access mode is required')] : []),
    ...validateSelector(selector, `${path}.selector`),
    ...validateAccess(accessModes, `${path}.accessModes`),
    ...validateStorage(resources?.requests?.['storage'], `${path}.resources[storage]`),
    ...checkText(`${path}.storageClassName`, storageClassName, dns1123Subdomain),
    ...(volumeMode === undefined || VOLUME_MODES.some((known) => known === volumeMode)
      ? []
      : [notSupported(`${path}.volumeMode`, volumeMode, VOLUME_MODES)]),
    ...validateOrigins(spec, path),
    ...checkText(`${path}.volumeAttributesClassName`, volumeAttributesClassName, dns1123Subdomain),
  ]
}

/** In Go's order; `uid` by its name there. */
const NOT_OF_TEMPLATES = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const satisfies readonly (keyof ObjectMeta)[]

/** Present, as Go tells it: a text that is empty is none, a list that is empty is one. */
const isSet = (value: unknown): boolean => value !== undefined && value !== '' && value !== 0

const validateTemplateMetadata = (metadata: ObjectMeta, path: string): readonly StatusCause[] => [
  ...validateAnnotations(metadata.annotations, `${path}.annotations`),
  ...validateLabels(metadata.labels, `${path}.labels`),
  ...NOT_OF_TEMPLATES.filter((field) => isSet(metadata[field])).map((field) =>
    forbiddenField(`${path}.${field === 'uid' ? 'uID' : field}`, 'cannot be set'),
  ),
]

/** Of a volume that lives as long as its Pod. */
export const validateClaimTemplate = (
  { metadata = {}, spec }: Partial<PersistentVolumeClaimTemplate>,
  path: string,
): readonly StatusCause[] => [
  ...validateTemplateMetadata(metadata, `${path}.metadata`),
  ...validateClaimSpec(spec ?? {}, `${path}.spec`),
]

export const validatePersistentVolumeClaim = ({ spec }: PersistentVolumeClaim): readonly StatusCause[] =>
  validateClaimSpec(spec ?? {}, 'spec')
