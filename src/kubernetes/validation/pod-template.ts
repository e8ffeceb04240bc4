/** Templates of Pods, and how workloads select what is made of them. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePodTemplateSpec, v1.34 */
import type { LabelSelector, PodTemplateSpec } from '../generated/types.ts'
import { matchesSelector } from '../labels.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue, notSupported, required } from './causes.ts'
import { validateAnnotations, validateLabels, validateSelector } from './metadata.ts'
import { validatePodSpec } from './pod/pod-spec.ts'

/** `path` is `spec.template` or `spec.jobTemplate.spec.template`. The server names labels and annotations without `metadata`. */
export const validatePodTemplate = (template: PodTemplateSpec | undefined, path: string): readonly StatusCause[] => {
  const { metadata, spec } = template ?? {}
  return [
    ...validateLabels(metadata?.labels, `${path}.labels`),
    ...validateAnnotations(metadata?.annotations, `${path}.annotations`),
    ...validatePodSpec(spec, `${path}.spec`),
    ...((spec?.ephemeralContainers ?? []).length > 0
      ? [forbiddenField(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : []),
  ]
}

export const isEmptySelector = (selector: LabelSelector | undefined): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0

/** Labels can be compared with it. */
export const isUsableSelector = (selector: LabelSelector | undefined): boolean => validateSelector(selector, '').length === 0

export const validateOwnSelector = (selector: LabelSelector | undefined, kind: string): readonly StatusCause[] => {
  const field = 'spec.selector'
  if (selector === undefined) return [required(field)]
  const checked = validateSelector(selector, field)
  return isEmptySelector(selector)
    ? [...checked, invalidValue(field, selector, `empty selector is invalid for ${kind}`)]
    : checked
}

export const validateSelected = (
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
): readonly StatusCause[] => {
  const labels = template?.metadata?.labels
  // None selects nothing, an empty one whatever there is.
  const fits = selector !== undefined && (isEmptySelector(selector) || matchesSelector(selector, labels))
  return fits
    ? []
    : [invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]
}

/** Pods that a controller keeps alive start anew, and have no end. */
export const validateLasting = (template: PodTemplateSpec | undefined, kind: string): readonly StatusCause[] => {
  const { restartPolicy = 'Always', activeDeadlineSeconds } = template?.spec ?? {}
  const path = 'spec.template.spec'
  return [
    ...(restartPolicy === 'Always' ? [] : [notSupported(`${path}.restartPolicy`, restartPolicy, ['Always'])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [forbiddenField(`${path}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`)]),
  ]
}
