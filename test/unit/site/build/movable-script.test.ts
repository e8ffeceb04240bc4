/** Modules of which more can be left out: what they do stays the same. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { expect, test } from 'vitest'
import { liftFunctions, withPureConstants } from '../../../../site/build/movable-script.ts'

const ROOT = join(import.meta.dirname, '../../../..')

const MODULE = `
const shout = (text: string): string => text.toUpperCase()
export const check = {
  kind: 'check',
  title: shout('checks'),
  example: \`
  read: () => 1,
  \`,
  read: (text: string): string => {
    if (text === '') return shout('none')
    return shout(text)
  },
  count: (text: string): number => text.length,
  later: async ({ text = shout('x') }: { text?: string }) => ({ text }),
  nested: { inner: () => 2 },
}
`

const scriptOf = async (text: string): Promise<string> => (await transform(text, { loader: 'ts' })).code

interface Check {
  readonly title: string
  readonly example: string
  readonly read: (text: string) => string
  readonly count: (text: string) => number
  readonly later: (given: { readonly text?: string }) => Promise<unknown>
  readonly nested: { readonly inner: () => number }
}

const load = async (script: string): Promise<Check> => {
  const text = `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`
  return ((await import(text)) as { readonly check: Check }).check
}

const answersOf = async ({ title, example, read, count, later, nested }: Check): Promise<readonly unknown[]> => [
  title,
  example,
  read(''),
  read('ab'),
  count('ab'),
  await later({}),
  nested.inner(),
]

test('fields that are functions stand beside their object, and do the same', async () => {
  const script = await scriptOf(MODULE)
  const lifted = liftFunctions(script)
  expect([...lifted.matchAll(/^const (check_\w+) = /gmu)].map(([, name]) => name).sort()).toEqual([
    'check_count',
    'check_later',
    'check_read',
  ])
  expect(await answersOf(await load(lifted))).toEqual(await answersOf(await load(script)))
})

test('only those that are named', async () => {
  const script = await scriptOf(MODULE)
  const lifted = liftFunctions(script, new Set(['check_count', 'check_nobody']))
  expect(lifted).toContain('const check_count = ')
  expect(lifted).not.toContain('check_read')
  expect(await answersOf(await load(lifted))).toEqual(await answersOf(await load(script)))
  expect(liftFunctions(script, new Set())).toBe(script)
})

test('a constant that is worked out is left out where nobody uses it', async () => {
  const script = `${await scriptOf(MODULE)}export const other = 1;\n`
  const bundled = async (text: string): Promise<string> => {
    const entry = text.replaceAll(/^export (?=const check)/gmu, '')
    return (await transform(entry, { loader: 'js', format: 'esm', treeShaking: true })).code
  }
  expect(await bundled(script)).toContain('checks')
  expect(await bundled(withPureConstants(script))).not.toContain('checks')
  expect(await answersOf(await load(withPureConstants(script)))).toEqual(await answersOf(await load(script)))
})

test.each(['src/grading/causes/policy/policy-blocks-dns.ts', 'src/grading/checks/policy-equals.ts'])(
  '%s can be read with its functions beside its object',
  async (path) => {
    const script = await scriptOf(readFileSync(join(ROOT, path), 'utf8'))
    const lifted = withPureConstants(liftFunctions(script))
    expect(lifted).toMatch(/^const \w+_(?:repairs|run) = /mu)
    await expect(transform(lifted, { loader: 'js' })).resolves.toHaveProperty('warnings', [])
  },
)
