import type { GradedCheck } from './grade.ts'

export interface Score {
  readonly score: number
  readonly max: number
  /** `invalid` is not scored: nothing could be read. */
  readonly status: 'pass' | 'partial' | 'fail'
}

export const pointsOf = ({ passed, check }: GradedCheck): number => (passed === true ? check.points : 0)

export const scoreOf = (checks: readonly GradedCheck[]): Score => {
  const score = checks.reduce((sum, check) => sum + pointsOf(check), 0)
  const max = checks.reduce((sum, { check }) => sum + check.points, 0)
  const isPass = checks.every(({ passed }) => passed === true)
  return { score, max, status: isPass ? 'pass' : score > 0 ? 'partial' : 'fail' }
}
