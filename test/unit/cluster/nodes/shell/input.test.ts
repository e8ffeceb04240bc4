import { describe, expect, test } from 'vitest'
import { incomingFrom, incomingText } from '../../../../../src/cluster/nodes/connection.ts'
import { lengthOfWanted, type Wanted } from '../../../../../src/cluster/nodes/shell/input-routes.ts'
import { openInput, OwnInput, takeUntil } from '../../../../../src/cluster/nodes/shell/input.ts'
import { endOf, readingOf } from '../../../../../src/cluster/nodes/shell/reading-programs.ts'

const send = async function* (...pieces: readonly (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const piece of pieces) yield Promise.resolve(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
}

const line = (text: string): number | undefined => (text.includes('\n') ? text.indexOf('\n') + 1 : undefined)

const readLine = (input: OwnInput): Promise<string> =>
  takeUntil(input, line, async () => {
    await input.ready()
    return true
  })

describe('the input of a container', () => {
  test('comes from the first client only, byte for byte', async () => {
    const input = openInput(true)
    input.connect(send(Uint8Array.of(0, 128), Uint8Array.of(255)))
    input.connect(send(Uint8Array.of(1)))
    expect(await readLine(new OwnInput(incomingFrom(input.stream)))).toBe('\u0000\u0080\u00FF')
  })

  test('comes from one client after another where it is not once', async () => {
    const input = openInput(false)
    const own = new OwnInput(incomingFrom(input.stream))
    for (const sent of ['one\n', 'two\n']) {
      input.connect(send(sent))
      expect(await readLine(own)).toBe(sent)
    }
  })
})

describe('what a script reads', () => {
  test('is taken as far as somebody asks for it', async () => {
    const input = new OwnInput(incomingText('one\ntwo\nrest'))
    expect([await readLine(input), await readLine(input)]).toEqual(['one\n', 'two\n'])
    await input.ready()
    expect(input.take()).toBe('rest')
    expect(await readLine(input)).toBe('')
  })

  test('is waited for where nothing of it is left, and it has not ended', async () => {
    const input = new OwnInput(incomingText('one\ntwo\n'))
    const isThere = [input.isThere]
    for (let count = 0; count < 3; count += 1) {
      await readLine(input)
      isThere.push(input.isThere)
    }
    expect(isThere).toEqual([false, true, false, true])
  })

  test('is what came where nobody waits any longer', async () => {
    expect(await takeUntil(new OwnInput(incomingText('x')), line, () => Promise.resolve(false))).toBe('')
  })
})

describe('read waits', () => {
  const usual: Wanted = { delimiter: '\n', count: undefined, timeoutMs: undefined, hasEscapes: false }
  test.each<[string, Partial<Wanted>, number | undefined]>([
    ['', {}, undefined],
    ['a', {}, undefined],
    ['a\nb', {}, 2],
    ['a\\\nb\n', { hasEscapes: true }, 5],
    ['a\\\nb\n', {}, 3],
    ['ab;c', { delimiter: ';' }, 3],
    ['ab', { count: 2 }, 2],
    ['a\nb', { count: 2 }, 2],
    ['a\nb', { count: 2, delimiter: undefined }, 2],
    ['a', { count: 2 }, undefined],
  ])('%j %o: %s', (text, wanted, length) => expect(lengthOfWanted({ ...usual, ...wanted }, text)).toBe(length))
})

describe('a program reads', () => {
  test.each<[string, boolean, string]>([
    ['echo hello', true, 'nothing'],
    ['nslookup web', true, 'nothing'],
    ['cat', false, 'pieces'],
    ['cat -n', false, 'lines'],
    ['cat file', true, 'nothing'],
    ['cat file -', false, 'lines'],
    ['tee file', false, 'pieces'],
    ['wc -l', true, 'whole'],
    ['head -n 2', false, 'lines'],
    ['head -n 2 file', true, 'nothing'],
    ['head -n -1', true, 'whole'],
    ['grep x', false, 'whole'],
    ['grep x', true, 'lines'],
    ['grep -c x', true, 'whole'],
    ['grep -q x', false, 'lines'],
    ['grep -e x', true, 'lines'],
    ['grep -e x file', true, 'nothing'],
    ['grep -A 1 x', true, 'lines'],
    ['grep --line-buffered x', false, 'lines'],
    ['sed -u s/a/b/', false, 'lines'],
    ['sed s/a/b/', false, 'whole'],
    ['sed $d', true, 'whole'],
    ['awk {print}', true, 'lines'],
    ['awk END{print}', true, 'whole'],
    ['cut -d : -f 1', true, 'lines'],
    ['tar -xmf - -C /tmp', false, 'whole'],
    ['tar -xf a.tar', false, 'nothing'],
    ['sh -c read', false, 'whole'],
    ['sh -c date', false, 'nothing'],
    ['sh', false, 'whole'],
  ])('%s (terminal: %s): %s', (text, isTerminal, reading) => {
    const [name = '', ...args] = text.split(' ')
    expect(readingOf(name, args, isTerminal)).toBe(reading)
  })

  test.each<[string, string, number | undefined]>([
    ['head -n 2', 'a\nb\nc\n', 4],
    ['head -2', 'a\n', undefined],
    ['head -c 3', 'a\nb\n', 3],
    ['sed 1q', 'a\nb\n', 2],
  ])('%s of %j: so far', (text, input, length) => {
    const [name = '', ...args] = text.split(' ')
    expect(endOf(name, args)?.(input, '', 1)).toBe(length)
  })
})
