/**
 * Whether Pods and what makes Pods are as their namespace asks. Only Pods themselves are refused.
 * @see k8s.io/pod-security-admission admission/admission.go, v1.34
 */
import { forbidden } from '../../../../kubernetes/errors.ts'
import type { Pod, PodTemplateSpec } from '../../../../kubernetes/generated/types.ts'
import { isPod, isPodTemplate } from '../../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../../kubernetes/object.ts'
import { podTemplateOf } from '../../../../kubernetes/pod-templates.ts'
import { subjectOf } from '../../write/context.ts'

import type { Subject } from './check.ts'
import { tellViolations, violationsOf } from './evaluate.ts'
import { readPolicy, tellLevel } from './levels.ts'
import { ADMITTED, type SecurityChange, type SecurityVerdict } from './verdict.ts'

type Containers = Subject['containers']

/** By way of these nothing changes that is looked at. */
const HARMLESS: ReadonlySet<string | undefined> = new Set(['binding', 'eviction', 'status'])

const namedAlike = (containers: Containers, name: string): Containers[number] | undefined =>
  containers.find((one) => one.name === name)

/** Whether a change of a Pod is one that is looked at: new images and new containers. */
const isSignificant = (pod: Pod, old: Pod): boolean => {
  const lists = ['containers', 'initContainers'] as const
  return (
    lists.some((list) => {
      const now: Containers = pod.spec?.[list] ?? []
      const before: Containers = old.spec?.[list] ?? []
      return now.length !== before.length || now.some(({ image }, index) => image !== before[index]?.image)
    }) ||
    (pod.spec?.ephemeralContainers ?? []).some(
      ({ name, image }) => image !== namedAlike(old.spec?.ephemeralContainers ?? [], name)?.image,
    )
  )
}

const isLookedAt = ({ object, stored, subresource }: SecurityChange): boolean => {
  if (!isPod(object)) return subresource === undefined
  if (HARMLESS.has(subresource)) return false
  return stored === undefined || !isPod(stored) || isSignificant(object, stored)
}

const templateOf = (object: KubernetesObject): Pick<PodTemplateSpec, 'metadata' | 'spec'> | undefined =>
  isPodTemplate(object) ? object.template : podTemplateOf(object)

/** `labels` of the namespace. */
export const judgePods = (change: SecurityChange, { metadata: { labels = {} } }: KubernetesObject): SecurityVerdict => {
  const { info, object } = change
  const template = templateOf(object)
  if (template === undefined || !isLookedAt(change)) return ADMITTED
  const { enforce, warn } = readPolicy(labels)
  const refused = isPod(object) ? violationsOf(template, enforce) : []
  if (refused.length > 0) {
    const why = `violates PodSecurity "${tellLevel(enforce)}": ${tellViolations(refused)}`
    return { refusal: forbidden(subjectOf(info, object.metadata.name), why), warnings: [] }
  }
  const warned = violationsOf(template, warn)
  if (warned.length === 0) return ADMITTED
  return { warnings: [`would violate PodSecurity "${tellLevel(warn)}": ${tellViolations(warned)}`] }
}
