import { describe, expect, test } from 'vitest'
import { choose, targetOf, type ChosenEnds } from '../../../../site/client/playground/spots.ts'

const TARGETS = ['service/shop/web:80', 'pod/shop/web:8080', 'http://shop.example/']

const press = (...ends: readonly string[]): ChosenEnds =>
  ends.reduce<ChosenEnds>((chosen, end) => choose(chosen, end, TARGETS), {})

describe('ends that are pressed', () => {
  test.each<[string, readonly string[], ChosenEnds]>([
    ['the first sends', ['pod/shop/a'], { from: 'pod/shop/a' }],
    ['the second receives', ['pod/shop/a', 'service/shop/web'], { from: 'pod/shop/a', to: 'service/shop/web:80' }],
    ['a Service sends nothing', ['service/shop/web'], { to: 'service/shop/web:80' }],
    ['nor does a URL', ['http://shop.example/', 'outside'], { from: 'outside', to: 'http://shop.example/' }],
    ['nothing is sent outside', ['pod/shop/a', 'outside'], { from: 'outside' }],
    ['another Service takes its place', ['service/shop/web', 'http://shop.example/'], { to: 'http://shop.example/' }],
    ['to itself', ['pod/shop/web', 'pod/shop/web'], { from: 'pod/shop/web', to: 'pod/shop/web:8080' }],
    ['the third begins anew', ['pod/shop/a', 'service/shop/web', 'node/n'], { from: 'node/n' }],
  ])('%s', (_, ends, chosen) => {
    expect(press(...ends)).toEqual(chosen)
  })
})

test('ports are those that are known, or the usual one', () => {
  expect(targetOf('pod/shop/web', TARGETS)).toBe('pod/shop/web:8080')
  expect(targetOf('pod/shop/we', TARGETS)).toBe('pod/shop/we:80')
  expect(targetOf('service/shop/none', TARGETS)).toBeUndefined()
  expect(targetOf('outside', TARGETS)).toBeUndefined()
})
