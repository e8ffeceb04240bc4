/** What a check of the Pod Security Standards is, and how its findings are told. */
import type { Container, EphemeralContainer, ObjectMeta, PodSpec } from '../../../../kubernetes/generated/types.ts'

/** A Pod, or the template of Pods, as checks look at it. */
export interface Subject {
  readonly annotations: NonNullable<ObjectMeta['annotations']>
  readonly spec: PodSpec
  /** All kinds of containers: first those that begin first. */
  readonly containers: readonly (Container | EphemeralContainer)[]
}

export interface Violation {
  readonly reason: string
  readonly detail: string
}

export type Rule = (subject: Subject) => Violation | undefined

/** A check as it is since a minor version of Kubernetes. */
export interface VersionedRule {
  readonly since: number
  readonly rule: Rule
}

export interface Check {
  /** The plugin's own name of it: checks are told in the order of these. */
  readonly id: string
  readonly level: 'baseline' | 'restricted'
  /** Oldest first. */
  readonly versions: readonly VersionedRule[]
  /** The baseline check that is not asked where this one is. */
  readonly replaces?: string
}

/** `"a", "b"` */
export const quoteAll = (texts: readonly string[]): string => texts.map((text) => `"${text}"`).join(', ')

/** Each text once, in the order of its bytes. */
export const sortedOnce = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

/** The noun for as many: `container`, `containers`. */
export const plural = (noun: string, { length }: readonly unknown[]): string => (length === 1 ? noun : `${noun}s`)

/** `container "a"` or `containers "a", "b"` */
export const tellContainers = (names: readonly string[]): string => `${plural('container', names)} ${quoteAll(names)}`

export const namesOf = (containers: Subject['containers']): readonly string[] => containers.map(({ name }) => name)

/** Who sets what may not be set: `pod and containers "a", "b"`. Empty where nobody does. */
export const tellSetters = (isPod: boolean, containers: readonly string[]): string =>
  [...(isPod ? ['pod'] : []), ...(containers.length === 0 ? [] : [tellContainers(containers)])].join(' and ')

/** Since 1.25 Pods that say they are for Windows need not set what Linux alone knows. */
export const exceptOnWindows =
  (rule: Rule): Rule =>
  (subject) =>
    subject.spec.os?.name === 'windows' ? undefined : rule(subject)
