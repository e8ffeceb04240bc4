/** @see k8s.io/kubernetes pkg/apis/apps/validation/validation.go, ValidateStatefulSetSpec, v1.34 */
import type { LabelSelector, PersistentVolumeClaim, PodTemplateSpec, StatefulSet } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { checkText, goStruct, invalidValue, notNegative, notSupported, required } from './causes.ts'
import { validateAnnotations, validateLabels } from './metadata.ts'
import { dns1123Label } from './names.ts'
import { validateClaimSpec } from './persistent-volume-claim.ts'
import {
  isUsableSelector,
  validateLasting,
  validateOwnSelector,
  validatePodTemplate,
  validateSelected,
} from './pod-template.ts'

/** What must be there may be missing: that is for validation to say. */
type Spec = Omit<NonNullable<StatefulSet['spec']>, 'selector'> & { readonly selector?: LabelSelector }

const ROLLING_FIELDS = ['Partition', 'MaxUnavailable'] as const
const STRATEGY_FIELDS = ['Type', 'RollingUpdate'] as const

const validateStrategy = (strategy: Spec['updateStrategy']): readonly StatusCause[] => {
  const { type = '', rollingUpdate } = strategy ?? {}
  const field = 'spec.updateStrategy'
  if (type === '') return [required(field)]
  if (type === 'OnDelete') {
    return rollingUpdate === undefined
      ? []
      : [
          invalidValue(
            `${field}.rollingUpdate`,
            goStruct(rollingUpdate, ROLLING_FIELDS),
            "only allowed for updateStrategy 'RollingUpdate'",
          ),
        ]
  }
  if (type !== 'RollingUpdate')
    return [invalidValue(field, goStruct(strategy ?? {}, STRATEGY_FIELDS), "must be 'RollingUpdate' or 'OnDelete'")]
  return notNegative(`${field}.rollingUpdate.partition`, rollingUpdate?.partition)
}

/** A set's containers may mount its claims: each Pod gets a volume of that name. Names of its Pods' hosts are its own. */
const withClaims = ({ template, volumeClaimTemplates = [] }: Spec): PodTemplateSpec => {
  const { spec } = template
  if (spec === undefined) return template
  const { hostname: _hostname, subdomain: _subdomain, ...own } = spec
  const named = volumeClaimTemplates.map(({ metadata }: Partial<PersistentVolumeClaim>) => {
    const { name = '' } = metadata ?? {}
    return { name, persistentVolumeClaim: { claimName: name } }
  })
  // Of one name there is one.
  const claims = [...new Map(named.map((volume) => [volume.name, volume])).values()]
  const others = (own.volumes ?? []).filter(({ name }) => !claims.some((claim) => claim.name === name))
  return { ...template, spec: claims.length === 0 ? own : { ...own, volumes: [...claims, ...others] } }
}

/** Labels and annotations are told twice, as the server does. */
const validateTemplate = (spec: Spec): readonly StatusCause[] => {
  const { metadata } = spec.template
  const path = 'spec.template'
  return [
    ...validateSelected(spec.template, spec.selector),
    ...validatePodTemplate(withClaims(spec), path),
    ...validateLabels(metadata?.labels, `${path}.labels`),
    ...validateAnnotations(metadata?.annotations, `${path}.annotations`),
  ]
}

const MANAGEMENTS = ['OrderedReady', 'Parallel'] as const
const RETENTIONS = ['Retain', 'Delete'] as const

const validateRetention = ({ persistentVolumeClaimRetentionPolicy: policy }: Spec): readonly StatusCause[] =>
  (['whenDeleted', 'whenScaled'] as const).flatMap((field) => {
    const value = policy?.[field] ?? 'Retain'
    return RETENTIONS.some((known) => known === value)
      ? []
      : [notSupported(`spec.persistentVolumeClaimRetentionPolicy.${field}`, value, RETENTIONS)]
  })

const validateSpec = (spec: Spec): readonly StatusCause[] => {
  const { podManagementPolicy: management = 'OrderedReady', selector } = spec
  return [
    ...(MANAGEMENTS.some((known) => known === management)
      ? []
      : [invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'")]),
    ...validateStrategy(spec.updateStrategy),
    ...validateRetention(spec),
    ...(spec.volumeClaimTemplates ?? []).flatMap((claim, index) =>
      validateClaimSpec(claim.spec ?? {}, `spec.volumeClaimTemplates[${index}].spec`),
    ),
    ...notNegative('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...notNegative('spec.ordinals.start', spec.ordinals?.start),
    ...checkText('spec.serviceName', spec.serviceName, dns1123Label),
    ...validateOwnSelector(selector, 'statefulset'),
    ...(isUsableSelector(selector) ? validateTemplate(spec) : [invalidValue('spec.selector', selector, '')]),
    ...validateLasting(spec.template, 'StatefulSet'),
  ]
}

export const validateStatefulSet = ({ spec }: StatefulSet): readonly StatusCause[] => validateSpec({ template: {}, ...spec })
