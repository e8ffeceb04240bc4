/** What of a Pod violates a level. @see k8s.io/pod-security-admission policy/registry.go, v1.34 */
import type { PodTemplateSpec } from '../../../../kubernetes/generated/types.ts'
import type { Check, Rule, Violation } from './check.ts'
import { CHECKS } from './checks/checks.ts'
import { minorOf, type LevelVersion } from './levels.ts'

type Template = Pick<PodTemplateSpec, 'metadata' | 'spec'>

/** The check as it is in a version; undefined before there was one. */
const ruleIn = ({ versions }: Check, minor: number): Rule | undefined => versions.findLast(({ since }) => since <= minor)?.rule

/** Baseline's checks come first, without those that stricter ones take the place of. */
const rulesOf = (asked: LevelVersion): readonly Rule[] => {
  if (asked.level === 'privileged') return []
  const minor = minorOf(asked)
  const there = CHECKS.filter((check) => ruleIn(check, minor) !== undefined)
  const strict = asked.level === 'restricted' ? there.filter(({ level }) => level === 'restricted') : []
  const replaced = new Set(strict.map(({ replaces }) => replaces))
  const common = there.filter(({ level, id }) => level === 'baseline' && !replaced.has(id))
  return [...common, ...strict].flatMap((check) => ruleIn(check, minor) ?? [])
}

export const violationsOf = ({ metadata, spec }: Template, asked: LevelVersion): readonly Violation[] => {
  if (spec === undefined) return []
  const { initContainers = [], containers, ephemeralContainers = [] } = spec
  const subject = {
    annotations: metadata?.annotations ?? {},
    spec,
    containers: [...initContainers, ...containers, ...ephemeralContainers],
  }
  return rulesOf(asked).flatMap((rule) => rule(subject) ?? [])
}

export const tellReasons = (violations: readonly Violation[]): string => violations.map(({ reason }) => reason).join(', ')

export const tellViolations = (violations: readonly Violation[]): string =>
  violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ')
