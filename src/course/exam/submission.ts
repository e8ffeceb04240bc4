/** What a learner hands in: netgrade/submission/v1. Its schema is submission.schema.json beside this file. */
import { canonicalize } from 'json-canonicalize'
import type { Words } from '../../grading/words.ts'
import { isJsonObject, isList } from '../../kubernetes/json.ts'
import type { Answers } from '../questions/result.ts'
import { isEvent, type ExamEvent } from './event-log.ts'
import { UNREADABLE } from './unreadable.ts'

/** The state of the cluster that is graded for some slots. */
export interface SubmittedState {
  readonly slots: readonly string[]
  /** All objects as YAML, as `grade cluster export` writes them. */
  readonly objects: string
}

export interface SubmissionBody {
  readonly schema: 'netgrade/submission/v1'
  readonly exam: string
  readonly version: number
  readonly learner: string
  /** The hash of what was drawn for the learner. */
  readonly variant: string
  /** Counts from 1. */
  readonly attempt: number
  /** The program that made it. */
  readonly program: string
  readonly environment: string
  /** RFC 3339, by the learner's clock. */
  readonly at: string
  readonly states: readonly SubmittedState[]
  /** By the item's id. */
  readonly answers: Answers
  readonly events: readonly ExamEvent[]
}

export interface Submission extends SubmissionBody {
  /** HMAC-SHA256 of the body under the paper's token, hexadecimal: made by who could open the package. */
  readonly proof: string
  readonly signature: {
    readonly algorithm: 'Ed25519'
    /** SPKI, base64. It was made when the attempt began: that the body was not changed since is shown, who wrote it is not. */
    readonly publicKey: string
    /** Over the canonical form of the body and its proof, base64. */
    readonly value: string
  }
}

/** What is signed: RFC 8785. */
export const signedText = (body: SubmissionBody & Pick<Submission, 'proof'>): string => canonicalize(body)

/** What the proof is made of. */
export const provenText = (body: SubmissionBody): string => canonicalize(body)

/** The body alone, in the fields it has. */
export const bodyOf = ({ proof: _proof, signature: _signature, ...body }: Submission): SubmissionBody => body

const isTexts = (value: unknown): value is readonly string[] => isList(value) && value.every((item) => typeof item === 'string')

const isState = (value: unknown): boolean =>
  isJsonObject(value) && isTexts(value['slots']) && typeof value['objects'] === 'string'

/** Each field, and what it has to be. */
const FIELDS: Readonly<Record<keyof Submission, (value: unknown) => boolean>> = {
  schema: (value) => value === 'netgrade/submission/v1',
  exam: (value) => typeof value === 'string',
  version: (value) => Number.isInteger(value),
  learner: (value) => typeof value === 'string',
  variant: (value) => typeof value === 'string',
  attempt: (value) => Number.isInteger(value) && Number(value) >= 1,
  program: (value) => typeof value === 'string',
  environment: (value) => typeof value === 'string',
  at: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  states: (value) => isList(value) && value.every(isState),
  answers: (value) => isJsonObject(value) && Object.values(value).every(isTexts),
  events: (value) => isList(value) && value.every(isEvent),
  proof: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/u.test(value),
  signature: (value) =>
    isJsonObject(value) &&
    value['algorithm'] === 'Ed25519' &&
    typeof value['publicKey'] === 'string' &&
    typeof value['value'] === 'string',
}

/** Honest ones have six levels. */
const MAX_DEPTH = 32

/** What has no canonical form, or none that programs find; undefined where there is nothing of the kind. */
const oddityOf = (value: unknown, depth = 0): Words | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : UNREADABLE.largeNumber
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= MAX_DEPTH) return UNREADABLE.tooDeep(MAX_DEPTH)
  for (const inner of Object.values(value)) {
    const oddity = oddityOf(inner, depth + 1)
    if (oddity !== undefined) return oddity
  }
  return undefined
}

/** A submission, or what keeps the text from being one. Fields that are not known are refused: nobody would have signed for them. */
export const parseSubmission = (text: string): Submission | { readonly reason: Words } => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { reason: UNREADABLE.noJson }
  }
  if (!isJsonObject(value)) return { reason: UNREADABLE.noObject }
  const oddity = oddityOf(value)
  if (oddity !== undefined) return { reason: oddity }
  const unknown = Object.keys(value).find((field) => !Object.hasOwn(FIELDS, field))
  if (unknown !== undefined) return { reason: UNREADABLE.unknownField(unknown) }
  const broken = Object.entries(FIELDS).find(([field, isSound]) => !isSound(value[field]))
  return broken === undefined ? (value as unknown as Submission) : { reason: UNREADABLE.brokenField(broken[0]) }
}
