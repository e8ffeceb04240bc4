import { expect, test } from 'vitest'
import { createTurns } from '../../../../../grader/environments/fresh/turns.ts'

const begin = (together: number) => {
  const controller = new AbortController()
  const turns = createTurns(together, controller.signal)
  const going = new Map<string, () => void>()
  const failed: string[] = []
  const take = (name: string, ...claims: string[]): void => {
    turns.take(claims).then(
      (release) => going.set(name, release),
      () => failed.push(name),
    )
  }
  const now = async (): Promise<readonly string[]> => {
    await new Promise((resolve) => setImmediate(resolve))
    return [...going.keys()]
  }
  const end = (name: string): void => {
    going.get(name)?.()
    going.delete(name)
  }
  return { take, now, end, failed, abort: () => controller.abort(new Error('enough')) }
}

test('no more than so many go at a time, in the order in which they came', async () => {
  const { take, now, end } = begin(2)
  for (const name of ['a', 'b', 'c', 'd']) take(name)
  expect(await now()).toEqual(['a', 'b'])
  end('b')
  expect(await now()).toEqual(['a', 'c'])
  end('b')
  expect(await now()).toEqual(['a', 'c'])
})

test('who wants what another has waits, and is overtaken by those that do not want it', async () => {
  const { take, now, end } = begin(3)
  take('a', 'port')
  take('b', 'port', 'host')
  take('c', 'host')
  take('d')
  // c wants what b is waiting for, and came later.
  expect(await now()).toEqual(['a', 'd'])
  end('a')
  expect(await now()).toEqual(['d', 'b'])
  end('b')
  expect(await now()).toEqual(['d', 'c'])
})

test('giving back twice gives back once', async () => {
  const controller = new AbortController()
  const turns = createTurns(1, controller.signal)
  const release = await turns.take([])
  release()
  release()
  await turns.take([])
  let isSecond = false
  void turns.take([]).then(() => (isSecond = true))
  await new Promise((resolve) => setImmediate(resolve))
  expect(isSecond).toBe(false)
})

test('once somebody has had enough nobody else goes', async () => {
  const { take, now, failed, abort } = begin(1)
  take('a')
  take('b')
  abort()
  take('c')
  expect(await now()).toEqual(['a'])
  expect(failed).toEqual(['b', 'c'])
})
