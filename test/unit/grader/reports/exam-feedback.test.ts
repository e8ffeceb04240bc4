import { describe, expect, test } from 'vitest'
import type { ExamResults, LearnerResult } from '../../../../grader/exam/class/results.ts'
import { renderFeedback } from '../../../../grader/reports/exam-feedback.ts'

const checks = [
  { id: 'allow', title: { en: 'web gets in', ko: 'web은 들어감' }, passed: true, causes: [] },
  { id: 'deny', title: { en: 'others stay out', ko: '나머지는 막힘' }, passed: false, causes: ['policy-too-wide'] },
  { id: 'dns', title: { en: 'names resolve', ko: '이름을 찾음' }, passed: null, causes: [] },
]
const item = { id: 'policy', slot: 'policy', alternate: '3-3', parameters: {}, share: 0.5, points: 15, max: 30 }
const LEARNER: LearnerResult = {
  learner: 'kim',
  name: 'Kim',
  variant: 'v',
  submissions: [
    {
      file: 'kim.json',
      attempt: 1,
      at: '2026-12-01T09:00:00Z',
      key: 'k',
      program: 'netgrade',
      findings: [{ kind: 'clock-set', detail: { en: '', ko: '' } }],
      counts: true,
      items: [{ ...item, status: 'partial', checks }],
      solvesOthers: { policy: ['lee'] },
      alike: {},
    },
  ],
  slots: [{ slot: 'policy', points: 15, max: 30 }],
  score: 15,
  max: 30,
}
const tell = (after: ExamResults['exam']['after'], language: 'en' | 'ko' = 'en'): string =>
  renderFeedback(LEARNER, { id: 'mid', version: 1, title: { en: 'Mid', ko: '중간' }, scoring: 'best', after }, language)

describe('what a learner is told', () => {
  test('is no more than the exam allows', () => {
    expect(tell('nothing')).toBe('Mid\nKim\n1 submission was received.\n')
    expect(tell('points')).toBe('Mid\nKim\n1 submission was received.\n15 of 30 points\n  policy  15/30\n')
    expect(tell('checks')).toContain('others stay out: does not pass')
    expect(tell('checks')).toContain('names resolve: was not looked at')
    expect(tell('checks')).not.toContain('policy-too-wide')
    expect(tell('everything')).toContain('grade explain policy-too-wide')
    expect(tell('everything', 'ko')).toContain('나머지는 막힘: 통과하지 못함')
  })

  test('holds nothing of other learners, and nothing of what was noted', () => {
    expect(tell('everything')).not.toMatch(/lee|clock/u)
  })
})
