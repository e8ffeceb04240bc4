import { describe, expect, test } from 'vitest'
import { collectInput, mayReadInput, openInput } from '../../../../../src/cluster/nodes/shell/input.ts'

describe('a script is kept waiting for its input', () => {
  test.each([
    ['', false],
    ['echo hello', false],
    ['echo concat; exit 4', false],
    ['wc', true],
    ['cat', true],
    ['/bin/cat > /tmp/x', true],
    ['echo a; while read line; do echo $line; done', true],
    ['tar -xmf - -C /tmp', true],
    ['nslookup web', false],
  ])('%s: %s', (script, wanted) => expect(mayReadInput(script)).toBe(wanted))
})

describe('input', () => {
  const never = new AbortController().signal

  test('comes from the first client only, byte for byte', async () => {
    const input = openInput(true)
    const bytes = async function* (values: readonly number[]): AsyncIterable<Uint8Array> {
      for (const value of values) yield Promise.resolve(Uint8Array.of(value))
    }
    const all = collectInput(input.stream, never)
    input.connect(bytes([0, 128, 255]))
    input.connect(bytes([1]))
    expect(await all).toBe('\u0000\u0080\u00FF')
  })

  test('comes from one client after another where it is not once', async () => {
    const input = openInput(false)
    const text = async function* (sent: string): AsyncIterable<Uint8Array> {
      yield Promise.resolve(new TextEncoder().encode(sent))
    }
    const pieces = input.stream[Symbol.asyncIterator]()
    for (const sent of ['one', 'two']) {
      input.connect(text(sent))
      const { value } = (await pieces.next()) as { readonly value: Uint8Array }
      expect(new TextDecoder().decode(value)).toBe(sent)
    }
  })

  test('that nobody sends ends with its process', async () => {
    const gone = new AbortController()
    const all = collectInput(openInput(true).stream, gone.signal)
    gone.abort()
    expect(await all).toBe('')
  })
})
