/** What probes saw decides whether a check passes; the model explains it. */
import { isEqual } from '../../kubernetes/json.ts'
import type { Snapshot } from '../../network/model.ts'
import { addressesOf } from '../checks/answers.ts'
import { isStatus } from '../checks/http.ts'
import type { AnyCheckSpec, HttpSpec } from '../checks/specs.ts'
import type { CheckOutcome, Failed, Finding } from '../failure.ts'
import { words } from '../words.ts'
import type { Comparison } from './compare.ts'
import type { Seen } from './observation.ts'
import { disagreementOf, type ObservedCheck } from './observed-check.ts'
import { nameAsked, predictedWords, seenWords } from './words.ts'

const isPage = ({ status, body, header }: HttpSpec, seen: Seen): boolean => {
  if (seen.kind !== 'request' || seen.response === undefined || !isStatus(seen.response.status, status)) return false
  const { response } = seen
  // wget keeps the page of an error to itself: what it does not show is the model's to say.
  const hasBody = body === undefined || response.body.includes(body)
  return hasBody && Object.entries(header ?? {}).every(([name, value]) => response.headers[name.toLowerCase()] === value)
}

/** Whether what was seen is what the check asks for. */
const isMet = (snapshot: Snapshot, spec: AnyCheckSpec, seen: Seen): boolean => {
  switch (spec.kind) {
    case 'connects':
      return seen.kind === 'connection' && seen.verdict === 'connected'
    case 'blocked':
      return seen.kind === 'connection' && seen.verdict !== 'connected' && seen.verdict !== 'refused'
    case 'http':
      return isPage(spec, seen)
    case 'resolves':
      return seen.kind === 'name' && addressesOf(snapshot, spec.answers).some((address) => seen.found.includes(address))
    default:
      return true
  }
}

/** What probes cannot see: which Pod answered, and which path it was asked for. */
const isHidden = (finding: Finding): boolean =>
  finding.kind === 'http' && (finding.mismatch === 'backend' || finding.mismatch === 'path')

const isAbout = (finding: Finding, { asked }: Comparison): boolean => {
  const question =
    finding.kind === 'not-connected' || finding.kind === 'not-blocked' || finding.kind === 'http'
      ? finding.question
      : finding.kind === 'name'
        ? finding.resolution.question
        : undefined
  return question !== undefined && isEqual(question, asked.question)
}

const failedBy = (observed: ObservedCheck, comparison: Comparison, seen: Seen): Failed => {
  const name = nameAsked(comparison.asked)
  const [wanted, found] = [predictedWords(comparison.predicted), seenWords(seen)]
  return {
    passed: false,
    expected: words(`${name}   ${wanted.en}`, `${name}   ${wanted.ko}`),
    actual: words(`${name}   ${found.en}`, `${name}   ${found.ko}`),
    finding: { kind: 'observed', disagreement: disagreementOf(observed, comparison) },
  }
}

/** The model's outcome stands where both agree, where nothing was seen, and where no probe can see what it is about. */
export const decide = (spec: AnyCheckSpec, outcome: CheckOutcome, observed: ObservedCheck): CheckOutcome => {
  const { snapshot, comparisons } = observed
  const failing = comparisons.flatMap((comparison) => {
    const seen = comparison.observation.samples.find((one) => !isMet(snapshot, spec, one))
    return seen === undefined ? [] : [{ comparison, seen }]
  })
  if (outcome.passed) {
    const [first] = failing
    return first === undefined ? outcome : failedBy(observed, first.comparison, first.seen)
  }
  if (failing.length > 0 || isHidden(outcome.finding)) return outcome
  const answered = comparisons.find((comparison) => isAbout(outcome.finding, comparison))
  return answered !== undefined && answered.observation.samples.length > 0 ? { passed: true } : outcome
}
