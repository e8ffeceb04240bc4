import { expect, test } from 'vitest'
import { quote, typedFor } from '../../../../../grader/environments/live/typed.ts'

test('a context of the user’s is named, a kubeconfig of our own is given as a file', () => {
  expect(typedFor('far')).toEqual({ kubectl: 'kubectl --context far', place: '--on kubeconfig --context far' })
  expect(typedFor({ name: 'kind-a', file: '/home/a b/kubeconfig' })).toEqual({
    kubectl: "kubectl --kubeconfig '/home/a b/kubeconfig'",
    place: '--on kind',
  })
})

test.each([
  ['admin@far.test:6443/eu-1', 'admin@far.test:6443/eu-1'],
  ['', "''"],
  ['a b', "'a b'"],
  ['$(id)', "'$(id)'"],
  ["o'clock", String.raw`'o'\''clock'`],
])('%s is one word of a shell', (text, quoted) => expect(quote(text)).toBe(quoted))
