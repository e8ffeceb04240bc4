import { expect, test } from 'vitest'
import { deflateRawSync } from 'node:zlib'
import { MAX_FRAGMENT, readFragment, writeFragment } from '../../../../site/client/playground/share.ts'

const state = { cluster: 'kind: Pod\n# 가게\n'.repeat(200), from: 'pod/shop/web', to: 'service/shop/db:5432' }

const written = async (): Promise<string> => {
  const coded = await writeFragment(state)
  if ('fault' in coded) throw new Error(coded.fault)
  return coded.fragment
}

test('a state comes back from its fragment, which is shorter than its text', async () => {
  const fragment = await written()
  expect(fragment).toMatch(/^z\.[\w-]+$/)
  expect(fragment.length).toBeLessThan(state.cluster.length / 4)
  expect(await readFragment(fragment)).toEqual({ state })
})

test('where nothing compresses, the text is kept as it is', async () => {
  const globals = globalThis as { CompressionStream?: unknown }
  const kept = globals.CompressionStream
  delete globals.CompressionStream
  try {
    const fragment = await written()
    expect(fragment).toMatch(/^t\.[\w-]+$/)
    expect(await readFragment(fragment)).toEqual({ state })
  } finally {
    globals.CompressionStream = kept
  }
})

test('a text that does not fit an address is refused, not cut', async () => {
  const cluster = Array.from({ length: 9000 }, (_, index) => ((index * 2654435761) >>> 0).toString(36)).join(' ')
  expect(await writeFragment({ ...state, cluster })).toEqual({ fault: 'too-long' })
  expect(await readFragment(`t.${'A'.repeat(MAX_FRAGMENT)}`)).toEqual({ fault: 'too-long' })
})

test('a short fragment that unpacks to a long text is not unpacked to its end', async () => {
  const bomb = deflateRawSync(Buffer.from(JSON.stringify(['a'.repeat(4_000_000), '', '']))).toString('base64url')
  expect(bomb.length).toBeLessThan(MAX_FRAGMENT)
  expect(await readFragment(`z.${bomb}`)).toEqual({ fault: 'too-long' })
})

test.each([
  '',
  'z.',
  'x.AAAA',
  't.%%%',
  'z.AAAA',
  `t.${btoa('[1,2,3]')}`,
  `t.${btoa('{"cluster":"a"}')}`,
  `t.${btoa('["a","b"]')}`,
])('a fragment that is not ours is unreadable: %j', async (fragment) => {
  expect(await readFragment(fragment)).toEqual({ fault: 'unreadable' })
})
