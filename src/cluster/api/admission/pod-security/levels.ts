/** What a namespace's labels ask of its Pods. @see k8s.io/pod-security-admission api/helpers.go, v1.34 */
import type { StatusCause } from '../../../../kubernetes/status.ts'
import { invalidValue } from '../../../../kubernetes/validation/causes.ts'

const LEVELS = ['privileged', 'baseline', 'restricted'] as const

/** From the laxest to the strictest. */
export type Level = (typeof LEVELS)[number]

export interface LevelVersion {
  readonly level: Level
  /** `latest` or `v1.x`. */
  readonly version: string
}

export type Mode = 'enforce' | 'audit' | 'warn'

export type Policy = Readonly<Record<Mode, LevelVersion>>

export const PREFIX = 'pod-security.kubernetes.io/'
const LATEST = 'latest'
const MAX_MINOR = 2n ** 63n - 1n

type Labels = Readonly<Record<string, string>>

export const tellLevel = ({ level, version }: LevelVersion): string => `${level}:${version}`

export const isSameLevel = (one: LevelVersion, other: LevelVersion): boolean => tellLevel(one) === tellLevel(other)

export const isStricter = (one: Level, other: Level): boolean => LEVELS.indexOf(one) > LEVELS.indexOf(other)

/** The latest is above all numbers. */
export const minorOf = ({ version }: LevelVersion): number =>
  version === LATEST ? Number.POSITIVE_INFINITY : Number(version.slice('v1.'.length))

const isLevel = (text: string): text is Level => LEVELS.some((level) => level === text)

const isVersion = (text: string): boolean =>
  text === LATEST || (/^v1\.(?:\d|[1-9]\d+)$/u.test(text) && BigInt(text.slice('v1.'.length)) <= MAX_MINOR)

const labelOf = (labels: Labels, name: string): string | undefined => labels[`${PREFIX}${name}`]

/** What cannot be read is the strictest where it is enforced, and nothing elsewhere. */
const readMode = (labels: Labels, mode: Mode): LevelVersion => {
  const level = labelOf(labels, mode) ?? 'privileged'
  const version = labelOf(labels, `${mode}-version`) ?? LATEST
  const unread = mode === 'enforce' ? 'restricted' : 'privileged'
  return { level: isLevel(level) ? level : unread, version: isVersion(version) ? version : LATEST }
}

/** Whoever enforces a level warns of it too, unless warnings have a level of their own. */
const warnAsEnforced = (labels: Labels, enforce: LevelVersion): LevelVersion => {
  const warn = readMode(labels, 'warn')
  const enforced = labelOf(labels, 'enforce')
  if (labelOf(labels, 'warn') !== undefined || enforced === undefined || !isLevel(enforced)) return warn
  if (enforced === 'privileged') return warn
  return { level: enforced, version: labelOf(labels, 'warn-version') === undefined ? enforce.version : warn.version }
}

export const readPolicy = (labels: Labels): Policy => {
  const enforce = readMode(labels, 'enforce')
  return { enforce, audit: readMode(labels, 'audit'), warn: warnAsEnforced(labels, enforce) }
}

const LABELS: readonly Mode[] = ['enforce', 'audit', 'warn']

/** Which labels cannot be read, and why. */
export const labelProblems = (labels: Labels): readonly StatusCause[] =>
  LABELS.flatMap((mode) => {
    const level = labelOf(labels, mode)
    const version = labelOf(labels, `${mode}-version`)
    const field = (name: string): string => `metadata.labels[${PREFIX}${name}]`
    return [
      ...(level === undefined || isLevel(level)
        ? []
        : [invalidValue(field(mode), level, `must be one of ${LEVELS.join(', ')}`)]),
      ...(version === undefined || isVersion(version)
        ? []
        : [invalidValue(field(`${mode}-version`), version, 'must be "latest" or "v1.x"')]),
    ]
  })
