/** Texts of causes that wait: each language by itself, and the same as the catalogue's. */
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { CAUSE_TEXTS } from '../../../../site/build/engine-parts.ts'
import { functionEntries, lateFunctions } from '../../../../site/build/late-functions.ts'
import { lateTexts, textEntries, withoutTexts } from '../../../../site/build/late-texts.ts'
import type { Cause } from '../../../../src/grading/causes/cause.ts'
import { CAUSES } from '../../../../src/grading/causes/causes.ts'

const ROOT = join(import.meta.dirname, '../../../..')

const load = (text: string): Promise<Readonly<Record<string, unknown>>> =>
  import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`) as Promise<Readonly<Record<string, unknown>>>

test('what is told of a cause comes when it is told, in one language', async () => {
  const { outputFiles } = await build({
    entryPoints: { entry: join(ROOT, 'src/grading/causes/causes.ts'), ...textEntries(ROOT, CAUSE_TEXTS) },
    plugins: [lateTexts(ROOT, CAUSE_TEXTS)],
    bundle: true,
    format: 'esm',
    outdir: 'out',
    charset: 'utf8',
    mainFields: ['module', 'main'],
    alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
    write: false,
    logLevel: 'silent',
  })
  const textOf = (name: string): string => outputFiles.find(({ path }) => path.endsWith(`/${name}.js`))?.text ?? ''
  const asked = new Set<string>()
  const parts = new Map<string, Readonly<Record<string, unknown>>>()
  for (const name of Object.keys(textEntries(ROOT, CAUSE_TEXTS))) parts.set(name, await load(textOf(name)))
  Object.assign(globalThis, {
    netgradeLate: (name: string) => {
      asked.add(name)
      return parts.get(name)
    },
  })
  const { CAUSES: late } = (await load(textOf('entry'))) as { readonly CAUSES: readonly Cause[] }
  expect([...asked]).toEqual([])
  expect(textOf('texts-policy-en')).not.toMatch(/[가-힣]/u)
  const told = ({ code, title, explanation, example }: Cause): unknown => ({
    code,
    title: { ...title },
    explanation: { ...explanation },
    example,
  })
  expect(late.map(told)).toEqual(CAUSES.map(told))
  expect(asked.size).toBe(parts.size)
  const { title } = late.find(({ code }) => code === 'policy-selects-no-pod') ?? {}
  expect(textOf('entry')).not.toContain(title?.en)
})

test('texts of a cause wait where functions of it wait as well', async () => {
  const cause = 'src/grading/causes/policy/policy-selects-no-pod.ts'
  const parts = { repairs: { [cause]: ['policySelectsNoPod_repairs'] } }
  const { outputFiles } = await build({
    entryPoints: { entry: join(ROOT, cause), ...functionEntries(parts), ...textEntries(ROOT, CAUSE_TEXTS) },
    plugins: [lateFunctions(ROOT, parts, withoutTexts(ROOT, CAUSE_TEXTS)), lateTexts(ROOT, CAUSE_TEXTS)],
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: 'out',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
  })
  const title = CAUSES.find(({ code }) => code === 'policy-selects-no-pod')?.title.en ?? ''
  const holders = outputFiles.filter(({ text }) => text.includes(title)).map(({ path }) => path.replace(/^.*\//u, ''))
  expect(title).not.toBe('')
  expect(holders).toHaveLength(1)
  expect(holders[0]).toMatch(/^texts-policy\d*-en\.js$/u)
})
