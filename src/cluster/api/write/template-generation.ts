/** DaemonSets count the templates that they have had, in an annotation of old. @see k8s.io/kubernetes pkg/registry/apps/daemonset/strategy.go, v1.34 */
import type { DaemonSet } from '../../../kubernetes/generated/types.ts'
import { isDaemonSet } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'

const ANNOTATION = 'deprecated.daemonset.template.generation'

/** The number of the present template, 1 for the first. */
export const templateGenerationOf = ({ metadata }: DaemonSet): string => metadata.annotations?.[ANNOTATION] ?? '1'

const nextOf = (set: DaemonSet, stored: DaemonSet): string =>
  isEqual(set.spec?.template, stored.spec?.template)
    ? templateGenerationOf(stored)
    : String(Number(templateGenerationOf(stored)) + 1)

/** `stored`: what the object replaces. Other kinds stay as they are. */
export const withTemplateGeneration = (object: KubernetesObject, stored?: KubernetesObject): KubernetesObject => {
  if (!isDaemonSet(object)) return object
  const generation = stored !== undefined && isDaemonSet(stored) ? nextOf(object, stored) : '1'
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [ANNOTATION]: generation } },
  }
}
