import { describe, expect, test } from 'vitest'
import { judgeTrial } from '../../../../../src/grading/repair/copy/trial.ts'

const check = (id: string, passed: boolean | null): { id: string; passed: boolean | null } => ({ id, passed })

describe('a repair that was tried in a copy', () => {
  test.each([
    ['mends', false, [check('a', true), check('b', true)], []],
    ['mends', null, [check('a', true), check('b', null)], ['shop/slow']],
    ['does-not-mend', false, [check('a', false)], []],
    ['does-not-mend', false, [check('a', true), check('b', false)], []],
    ['unclear', false, [check('a', false)], ['shop/slow']],
    ['unclear', false, [check('a', null)], []],
    ['unclear', false, [], []],
    ['unclear', true, [check('a', true)], []],
  ] as const)('%s where it was %s before, and %j after it, waiting for %j', (outcome, before, after, waiting) => {
    const judged = judgeTrial({ failed: 'a', before: check('a', before), after, waiting })
    expect(judged.outcome).toBe(outcome)
    expect(judged.reason === undefined).toBe(outcome === 'mends' || outcome === 'does-not-mend')
    expect(judged.checks).toEqual(after)
  })

  test('says which Pods it waited for', () => {
    const judged = judgeTrial({ failed: 'a', before: undefined, after: [check('a', false)], waiting: ['shop/slow'] })
    expect(judged.reason?.en).toContain('shop/slow')
  })
})
