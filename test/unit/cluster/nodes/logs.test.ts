import { expect, test } from 'vitest'
import { LogBuffer } from '../../../../src/cluster/nodes/logs.ts'

test('an empty log has no text', () => {
  const log = new LogBuffer()
  log.append('', 0)
  expect(log.text()).toBe('')
})

test('the oldest lines go where there are too many', () => {
  const log = new LogBuffer()
  for (let index = 0; index < 10_005; index += 1) log.append(`${index}\n`, 0)
  expect(log.text().split('\n').length - 1).toBe(10_000)
  expect(log.text().startsWith('5\n6\n')).toBe(true)
})

test.each([
  ['of long lines', `${'x'.repeat(100_000)}\n`, 300],
  ['of one line that never ends', 'x'.repeat(10_000), 3_000],
])('a log %s does not grow past what a kubelet keeps', (_name, text, times) => {
  const log = new LogBuffer()
  for (let index = 0; index < times; index += 1) log.append(text, 0)
  const { length } = log.text()
  expect(length).toBeLessThanOrEqual(10 * 1024 * 1024)
  expect(length).toBeGreaterThan(9 * 1024 * 1024)
})

test('a line is read when it has ended, by those who follow too, and the last when the process has', async () => {
  const log = new LogBuffer()
  const read = async (follow: boolean): Promise<string> => {
    let text = ''
    for await (const chunk of log.read({ follow }, 0)) text += new TextDecoder().decode(chunk)
    return text
  }
  log.append('one\ntw', 0)
  expect(await read(false)).toBe('one\n')
  const following = read(true)
  await new Promise((resolve) => setTimeout(resolve, 5))
  log.append('o\nend', 0)
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await read(false)).toBe('one\ntwo\n')
  log.close()
  expect(await following).toBe('one\ntwo\nend')
  expect(await read(false)).toBe('one\ntwo\nend')
})

test('from a time on, which may be still to come', async () => {
  const log = new LogBuffer()
  log.append('one\n', 1_000)
  log.append('two\n', 2_000)
  const since = async (sinceMs: number): Promise<string> => {
    let text = ''
    for await (const chunk of log.read({ sinceMs }, 3_000)) text += new TextDecoder().decode(chunk)
    return text
  }
  expect(await since(0)).toBe('one\ntwo\n')
  expect(await since(2_000)).toBe('two\n')
  expect(await since(9_000)).toBe('')
})

test('the last words are the process’s own, not the requests that it notes', () => {
  const log = new LogBuffer()
  expect(log.lastWords()).toBe('')
  log.append('started\n\n', 0)
  log.append('"GET / HTTP/1.1" 200\n', 0, true)
  expect(log.lastWords()).toBe('started')
  expect(log.text()).toBe('started\n\n"GET / HTTP/1.1" 200\n')
})
