/** The words around a repair that was tried where packets flow. */
import type { Language } from '../../../src/grading/words.ts'

interface TrialWords {
  /** How many of the checks passed, and how many of those were seen by probes. */
  mends(passed: number, observed: number): string
  doesNotMend(failed: readonly string[]): string
  unclear(reason: string): string
  notTried(reason: string): string
  otherwise(note: string): string
}

const english: TrialWords = {
  mends: (passed, observed) =>
    `tried for real in a copy of the namespaces: failed there, too, and ${passed === 1 ? 'the check passes' : `${passed} checks pass`} after it, ${observed} observed`,
  doesNotMend: (failed) => `tried for real in a copy of the namespaces: after it these still fail: ${failed.join(', ')}`,
  unclear: (reason) => `tried for real in a copy of the namespaces, with no clear answer: ${reason}`,
  notTried: (reason) => `not tried for real: ${reason}`,
  otherwise: (note) => `in the copy ${note}`,
}

const korean: TrialWords = {
  mends: (passed, observed) =>
    `네임스페이스의 복사본에서 실제로 시도함: 그곳에서도 실패했고 수정 뒤 검사 ${passed}개 통과, 그중 ${observed}개는 관찰함`,
  doesNotMend: (failed) => `네임스페이스의 복사본에서 실제로 시도함: 수정 뒤에도 실패하는 검사 ${failed.join(', ')}`,
  unclear: (reason) => `네임스페이스의 복사본에서 실제로 시도했지만 분명하지 않음: ${reason}`,
  notTried: (reason) => `실제로 시도하지 않음: ${reason}`,
  otherwise: (note) => `복사본에서 ${note}`,
}

export const trialWords = (language: Language): TrialWords => (language === 'ko' ? korean : english)
