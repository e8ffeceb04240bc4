import { describe, expect, test } from 'vitest'
import { matchesMap, matchesSelector, renderSelector } from '../../../src/kubernetes/labels.ts'

const labels = { app: 'web', tier: 'front', empty: '', size: '4' }

describe('N13, N14: selectors as objects', () => {
  test.each([
    ['absent', undefined, false],
    ['empty', {}, true],
    ['matchLabels', { matchLabels: { app: 'web' } }, true],
    ['In', { matchExpressions: [{ key: 'app', operator: 'In', values: ['api'] }] }, false],
    ['NotIn without the key', { matchExpressions: [{ key: 'old', operator: 'NotIn', values: ['x'] }] }, true],
    ['Exists', { matchExpressions: [{ key: 'empty', operator: 'Exists' }] }, true],
    ['DoesNotExist', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  ])('%s', (_, selector, matches) => {
    expect(matchesSelector(selector, labels)).toBe(matches)
  })

  test('S8: an empty map of labels selects nothing', () => {
    expect(matchesMap({}, labels)).toBe(false)
    expect(matchesMap(undefined, labels)).toBe(false)
    expect(matchesMap({ app: 'web' }, labels)).toBe(true)
    expect(matchesMap({ app: 'web' }, undefined)).toBe(false)
  })

  test('is shown as kubectl shows it', () => {
    expect(renderSelector(undefined)).toBe('<none>')
    const matchExpressions = [
      { key: 'tier', operator: 'In', values: ['b', 'a'] },
      { key: 'old', operator: 'DoesNotExist' },
      { key: 'new', operator: 'Exists' },
    ]
    expect(renderSelector({ matchLabels: { app: 'poc' }, matchExpressions })).toBe('app=poc,new,!old,tier in (a,b)')
  })
})
