/** The result of grading one task, as other programs read it: netgrade/result/v1. Its schema is result.schema.json beside this file. */
import type { ObjectReference } from '../kubernetes/object.ts'
import type { Position } from '../kubernetes/yaml/problem.ts'
import type { Diagnosis } from './diagnose.ts'
import { explainWalk } from './explain/walk.ts'
import type { GradedCheck } from './grade.ts'
import type { ExplainedProblem } from './manifests/grade-manifests.ts'
import type { RealTrial, TrialOutcome } from './repair/copy/trial.ts'
import type { ShownChange } from './repair/show-patch.ts'
import type { ObservedCheck } from './observation/observed-check.ts'
import type { ToldObservation } from './observation/tell.ts'
import { pointsOf, scoreOf } from './score.ts'
import type { GradedTask } from './task.ts'
import { yamlMessage } from './manifests/yaml-words.ts'
import type { Language } from './words.ts'

export interface ResultPosition {
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly endLine: number | null
  readonly endColumn: number | null
  /** Object and field path, e.g. `NetworkPolicy default/allow`, `spec.podSelector`. */
  readonly object: string | null
  readonly path: string | null
}

export interface ResultRepair {
  readonly changes: readonly ShownChange[]
  /** Ids of the checks that pass after it. */
  readonly passing: readonly string[]
  readonly of: number
  /** Present where it was tried in a copy of a real cluster's namespaces. */
  readonly trial?: ResultTrial
}

export interface ResultTrial {
  readonly outcome: TrialOutcome
  /** Why nothing was tried, or what is unclear. */
  readonly reason: string | null
  readonly checks: readonly {
    readonly id: string
    /** Null: nothing could be seen of it. */
    readonly passed: boolean | null
    /** Empty for checks that ask nothing of the network. */
    readonly observations: readonly ToldObservation[]
  }[]
  /** What the copy did not have as the original has it. */
  readonly notes: readonly string[]
}

export interface ResultCause {
  readonly code: string
  readonly title: string
  readonly facts: readonly string[]
  readonly section: string
  readonly position: ResultPosition | null
  readonly repair: ResultRepair | null
  /** True where it comes on top of the cause before it, whose repair mends both; else causes are alternatives. */
  readonly joint: boolean
}

export interface ResultCheck {
  readonly id: string
  readonly title: string
  readonly passed: boolean | null
  readonly points: number
  readonly max: number
  readonly dependsOn: readonly string[]
  readonly blockedBy: readonly string[]
  readonly expected: string | null
  readonly actual: string | null
  /** Why it failed: the title of its first cause. */
  readonly rationale: string | null
  /** What to do about it. */
  readonly help: string | null
  readonly position: ResultPosition | null
  readonly causes: readonly ResultCause[]
  readonly walk: readonly {
    readonly place: string
    readonly detail: string
    readonly outcome: string
    readonly shouldStop: boolean
  }[]
  /** Present where probes asked in the cluster: one for each question. */
  readonly observations?: readonly ToldObservation[]
  readonly visibility: 'visible'
  readonly tags: readonly string[]
  readonly docs: string | null
}

export interface ResultProblem extends ResultCause {
  readonly message: string
}

type ResultStatus = 'pass' | 'partial' | 'fail' | 'invalid' | 'error'

export interface Result {
  readonly schema: 'netgrade/result/v1'
  readonly tool: { readonly name: string; readonly version: string }
  readonly environment: string
  readonly task: {
    readonly id: string
    /** The variant that was graded, where it is not the section's own task. */
    readonly variant?: string
    readonly title: string
    readonly locale: Language
    readonly namespaces: readonly string[]
  }
  /** Present where a class is graded. */
  readonly learner?: { readonly id: string }
  readonly submission: {
    readonly files: readonly { readonly path: string; readonly sha256: string }[]
    readonly at: string
    /** Present where there was a time to hand in by. */
    readonly late?: boolean
  }
  readonly status: ResultStatus
  readonly score: number
  readonly max: number
  readonly checks: readonly ResultCheck[]
  /** What keeps the manifests from being read; then no check is judged. */
  readonly problems: readonly ResultProblem[]
  readonly log: readonly string[]
}

type FindPosition = (reference: ObjectReference, path: string) => Position | undefined

export interface ResultInput {
  readonly task: Pick<GradedTask, 'id' | 'variant' | 'title' | 'namespaces' | 'checks'>
  readonly language: Language
  readonly environment: string
  readonly version: string
  /** RFC 3339. */
  readonly at: string
  readonly files: Result['submission']['files']
  readonly checks: readonly GradedCheck[]
  readonly problems: readonly ExplainedProblem[]
  readonly findPosition: FindPosition
  /** What is odd about the submission and kept nothing from being judged. */
  readonly log?: readonly string[]
  /** How what probes saw is told; needed where something was observed. */
  readonly tellObservations?: (observed: ObservedCheck, language: Language) => readonly ToldObservation[]
}

export const toResult = (input: ResultInput): Result => {
  const { task, language, environment, version, at, files, checks, problems, log = [] } = input
  const score = scoreOf(checks)
  return {
    schema: 'netgrade/result/v1',
    tool: { name: 'netgrade', version },
    environment,
    task: {
      id: task.id,
      ...(task.variant === undefined ? {} : { variant: task.variant }),
      title: task.title[language],
      locale: language,
      namespaces: task.namespaces,
    },
    submission: { files, at },
    status: problems.length > 0 ? 'invalid' : score.status,
    score: score.score,
    max: score.max,
    checks: checks.map((check) => toCheck(check, input)),
    problems: problems.map((problem) => toProblem(problem, input)),
    log,
  }
}

const NO_FAILURE = { expected: null, actual: null, rationale: null, help: null, position: null, docs: null, walk: [] }

const toCheck = (graded: GradedCheck, input: ResultInput): ResultCheck => {
  const { check, failure } = graded
  const { language, tellObservations: tell } = input
  const causes = graded.diagnoses.map((diagnosis) => toCause(diagnosis, input))
  const common = {
    id: check.id,
    title: check.title[language],
    passed: graded.passed,
    points: pointsOf(graded),
    max: check.points,
    dependsOn: check.dependsOn,
    blockedBy: graded.blockedBy,
    causes,
    ...(graded.observed === undefined || tell === undefined ? {} : { observations: tell(graded.observed, language) }),
    visibility: 'visible' as const,
    tags: [check.spec.kind],
  }
  if (failure === undefined || graded.passed !== false) return { ...common, ...NO_FAILURE }
  const cause = graded.diagnoses[0]?.cause
  return {
    ...common,
    expected: failure.expected[language],
    actual: failure.actual[language],
    rationale: cause?.title[language] ?? null,
    help: cause?.explanation[language] ?? null,
    position: causes[0]?.position ?? null,
    docs: cause?.section ?? null,
    walk: (failure.walk === undefined ? [] : explainWalk(failure.walk)).map(({ place, detail, outcome }, index) => ({
      place: place[language],
      detail: detail[language],
      outcome: outcome[language],
      shouldStop: index === failure.shouldStopAt,
    })),
  }
}

const toTrial = (
  { outcome, reason, checks, notes }: RealTrial,
  { language, tellObservations: tell }: ResultInput,
): ResultTrial => ({
  outcome,
  reason: reason?.[language] ?? null,
  checks: checks.map(({ id, passed, observed }) => ({
    id,
    passed,
    observations: observed === undefined || tell === undefined ? [] : tell(observed, language),
  })),
  notes: notes.map((note) => note[language]),
})

const toRepair = ({ shown, passing, trial }: NonNullable<Diagnosis['repair']>, input: ResultInput): ResultRepair => ({
  changes: shown,
  passing,
  of: input.task.checks.length,
  ...(trial === undefined ? {} : { trial: toTrial(trial, input) }),
})

const toCause = ({ cause, evidence, repair, isJoint }: Diagnosis, input: ResultInput): ResultCause => {
  const { language, findPosition } = input
  const { where } = evidence
  const found = where === undefined ? undefined : findPosition(where.object, where.path)
  const { kind, namespace, name } = where?.object ?? {}
  return {
    code: cause.code,
    title: cause.title[language],
    facts: evidence.facts.map((fact) => fact[language]),
    section: cause.section,
    position:
      where === undefined
        ? null
        : {
            ...toPosition(found),
            object: `${kind ?? ''} ${namespace === undefined ? '' : `${namespace}/`}${name ?? ''}`,
            path: where.path,
          },
    repair: repair === undefined ? null : toRepair(repair, input),
    joint: isJoint === true,
  }
}

const toPosition = (position: Position | undefined): ResultPosition => ({
  file: position?.file ?? null,
  line: position?.line ?? null,
  column: position?.column ?? null,
  endLine: position?.endLine ?? null,
  endColumn: position?.endColumn ?? null,
  object: null,
  path: null,
})

const toProblem = ({ problem, cause, repair }: ExplainedProblem, { task, language }: ResultInput): ResultProblem => ({
  code: cause.code,
  title: cause.title[language],
  message: yamlMessage(problem.message, language),
  facts: [...problem.facts.map((fact) => fact[language]), cause.explanation[language]],
  section: cause.section,
  position: { ...toPosition(problem.position), path: problem.path ?? null },
  repair: repair === undefined ? null : { changes: repair.shown, passing: repair.passing, of: task.checks.length },
  joint: false,
})
