/** A task as the grader knows it: what has to be true. The prose is the course's. */
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { AnyCheckSpec } from './checks/specs.ts'
import type { Words } from './words.ts'

export interface TaskCheck {
  /** Stable within the task. */
  readonly id: string
  readonly title: Words
  readonly points: number
  /** Ids of earlier checks; unless they pass, this one cannot be judged. */
  readonly dependsOn: readonly string[]
  readonly spec: AnyCheckSpec
}

export interface GradedTask {
  readonly id: string
  /** The variant of the section's task, where it is not the task itself. */
  readonly variant?: string
  readonly title: Words
  /** Where the learner works. */
  readonly namespaces: readonly string[]
  readonly checks: readonly TaskCheck[]
  /** What the task puts in place before the learner begins. */
  readonly start: readonly KubernetesObject[]
  /** Objects of files that checks compare with, by path within the task's folder. */
  readonly references: Readonly<Record<string, readonly KubernetesObject[]>>
}

/** What a task is called among others: `3-3`, or `3-3/egress` where it is a variant. */
export const nameOfTask = ({ id, variant }: { readonly id: string; readonly variant?: string | undefined }): string =>
  variant === undefined ? id : `${id}/${variant}`
