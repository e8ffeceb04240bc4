/** Functions that wait: what is loaded at once, what the part holds, and that the list names functions there are. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, transform } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { functionEntries, lateFunctions, movableIn } from '../../../../site/build/late-functions.ts'
import { LATE_FUNCTIONS } from '../../../../site/build/generated/late-functions.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const folder = mkdtempSync(join(tmpdir(), 'netgrade-late-functions-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const MODULE = `
class Fault extends Error {}
const seen = new Map<number, string>()
const double = (amount: number): number => amount * 2
const rare = (amount: number): string => 'rare ' + double(amount)
export const usual = (amount: number): string => (amount > 9 ? rare(amount) : 'usual ' + double(amount))
export async function seldom(): Promise<string> { return 'seldom' }
export const recall = (amount: number): string | undefined => seen.get(amount)
export const remember = (amount: number): void => { seen.set(amount, rare(amount)) }
export const fail = (): never => { throw new Fault('failed') }
const say = (text: string): string => 'said ' + text
export const shown = {
  title: say('what is so'),
  mend: (amount: number): string => {
    return 'mended ' + double(amount)
  },
}
export const isFault = (error: unknown): boolean => error instanceof Fault
`
const PARTS = {
  // What is not there, or no more, is left out.
  part: { 'module.ts': ['rare', 'seldom', 'gone', 'shown_title'], 'moved.ts': ['rare'] },
  other: { 'module.ts': ['remember', 'fail'] },
  field: { 'module.ts': ['shown_mend'] },
}

/** The folder of what is built: its files import each other. */
const bundled = async (): Promise<string> => {
  writeFileSync(join(folder, 'module.ts'), MODULE)
  writeFileSync(join(folder, 'entry.ts'), `export * from './module.ts'`)
  const out = join(folder, 'out')
  await build({
    entryPoints: { entry: join(folder, 'entry.ts'), ...functionEntries(PARTS) },
    plugins: [lateFunctions(folder, PARTS)],
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: out,
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  })
  return out
}

type Functions = Readonly<Record<string, (...given: unknown[]) => unknown>>

interface Shown {
  readonly title: string
  readonly mend: (amount: number) => string
}

/** What the entry exports, and which parts its functions have asked for. */
const loaded = async (out: string): Promise<{ readonly entry: Functions; readonly asked: string[] }> => {
  const load = (name: string): Promise<Functions> => import(pathToFileURL(join(out, `${name}.mjs`)).href) as Promise<Functions>
  const parts = new Map<string, Functions>()
  for (const name of Object.keys(PARTS)) parts.set(name, await load(name))
  const asked: string[] = []
  Object.assign(globalThis, {
    netgradeLate: (name: string) => {
      asked.push(name)
      return parts.get(name)
    },
  })
  return { entry: await load('entry'), asked }
}

test('a function that waits is in its part alone, and is called there with what it needs of its module', async () => {
  const out = await bundled()
  const textOf = (name: string): string => readFileSync(join(out, `${name}.mjs`), 'utf8')
  const atOnce = readdirSync(out).filter((name) => !Object.keys(PARTS).includes(name.replace('.mjs', '')))
  for (const name of atOnce) expect(readFileSync(join(out, name), 'utf8')).not.toContain('"rare "')
  expect(textOf('part')).toContain('"rare "')
  expect(textOf('part')).not.toContain('usual ')
  expect(textOf('other')).not.toContain('"rare "')
  const { entry, asked } = await loaded(out)
  const { usual, seldom } = entry
  expect(usual?.(3)).toBe('usual 6')
  expect(asked).toEqual([])
  expect(usual?.(10)).toBe('rare 20')
  await expect(seldom?.()).resolves.toBe('seldom')
  expect(asked).toEqual(['part', 'part'])
})

test('a function that is a field of an object waits as others do, and its part holds nothing of the object', async () => {
  const out = await bundled()
  const textOf = (name: string): string => readFileSync(join(out, `${name}.mjs`), 'utf8')
  expect(textOf('field')).toContain('"mended "')
  expect(textOf('field')).not.toContain('what is so')
  for (const name of readdirSync(out))
    if (name !== 'field.mjs') expect(textOf(name.replace('.mjs', ''))).not.toContain('"mended "')
  const { entry, asked } = await loaded(out)
  const shown = entry['shown'] as unknown as Shown
  expect(shown.title).toBe('said what is so')
  expect(asked).toEqual([])
  expect(shown.mend(3)).toBe('mended 6')
  expect(asked).toEqual(['field'])
})

test('what a module remembers, and what it is known by, is there once', async () => {
  const { entry, asked } = await loaded(await bundled())
  const { remember, recall, fail, isFault } = entry
  expect(recall?.(11)).toBeUndefined()
  remember?.(11)
  expect(recall?.(11)).toBe('rare 22')
  expect(asked).toEqual(['other', 'part'])
  let caught: unknown
  try {
    fail?.()
  } catch (error) {
    caught = error
  }
  expect(isFault?.(caught)).toBe(true)
})

test.each([
  ['a function beside a variable', 'let count = 0\nconst next = () => count++', 'next'],
  ['a generator', 'function* count() { yield 1 }', 'count'],
  ['a constant', 'const limit = 7', 'limit'],
  ['a field that is no function', 'const one = {\n  limit: 7\n}', 'one_limit'],
])('%s stays', async (_what, text, name) => {
  const { code } = await transform(text, { loader: 'ts' })
  expect(movableIn(code).has(name)).toBe(false)
})

test('the lists name functions there are: else run tools/late-functions.ts', async () => {
  const named = Object.values(LATE_FUNCTIONS).flatMap((functions) => Object.entries(functions))
  expect(named.length).toBeGreaterThan(0)
  for (const [path, names] of named) {
    const { code } = await transform(readFileSync(join(ROOT, path), 'utf8'), { loader: 'ts' })
    const movable = movableIn(code)
    expect(
      names.filter((name) => !movable.has(name)),
      path,
    ).toEqual([])
  }
})
