import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askOver } from '../../../../site/serve/ask-parent.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const channel = () => {
  const sent: unknown[] = []
  const takers: ((message: unknown) => void)[] = []
  const ask = askOver({ send: (message) => sent.push(message), onMessage: (take) => takers.push(take) })
  return { sent, ask, answer: (message: unknown) => takers.forEach((take) => take(message)) }
}

test('answers find their questions, whatever their order', async () => {
  const { sent, ask, answer } = channel()
  const [first, second] = [ask(), ask()]
  expect(sent).toEqual([
    { question: 1, about: 'cluster' },
    { question: 2, about: 'cluster' },
  ])
  answer({ answer: 2, cluster: { manifests: 'two', count: 2 } })
  answer({ answer: 1, cluster: { manifests: 'one', count: 1 } })
  expect([await first, await second]).toEqual([
    { manifests: 'one', count: 1 },
    { manifests: 'two', count: 2 },
  ])
})

test.each([
  ['no cluster', { answer: 1, cluster: null }],
  ['no text', { answer: 1, cluster: { count: 1 } }],
  ['nothing', { answer: 1 }],
])('%s is none', async (_, message) => {
  const { ask, answer } = channel()
  const asked = ask()
  answer(message)
  expect(await asked).toBeUndefined()
})

test('messages that answer nothing are passed over, and silence is no cluster', async () => {
  const { ask, answer } = channel()
  const asked = ask()
  for (const message of [undefined, null, 'x', {}, { answer: '1' }, { answer: 7, cluster: { manifests: '', count: 0 } }])
    answer(message)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(await asked).toBeUndefined()
})
