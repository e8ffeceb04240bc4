/** Modules that wait: what is loaded at once, and what each importer gets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { lateEntries, lateModules } from '../../../../site/build/late-modules.ts'

const folder = mkdtempSync(join(tmpdir(), 'netgrade-late-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const LATE = `
export const LIMIT: number = 7
export const weigh = (amount: number): string => 'weighed ' + amount
export function tell(words: string): string { return 'told ' + words }
`
const PARTS = { scales: ['late.ts'] }

/** The text of the entry and all that it imports at once, and of the part. */
const bundled = async (modules: Readonly<Record<string, string>>): Promise<Readonly<Record<'atOnce' | 'part', string>>> => {
  for (const [name, text] of Object.entries({ 'late.ts': LATE, ...modules })) writeFileSync(join(folder, name), text)
  const { outputFiles, metafile } = await build({
    entryPoints: { entry: join(folder, 'entry.ts'), ...lateEntries(PARTS) },
    plugins: [lateModules(folder, PARTS)],
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: join(folder, 'out'),
    absWorkingDir: folder,
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const textOf = (path: string): string => outputFiles.find((file) => file.path === join(folder, path))?.text ?? ''
  const withImports = (path: string): string =>
    [
      textOf(path),
      ...(metafile.outputs[path]?.imports ?? [])
        .filter(({ kind }) => kind === 'import-statement')
        .map((imported) => withImports(imported.path)),
    ].join('\n')
  return { atOnce: withImports('out/entry.js'), part: withImports('out/scales.js') }
}

/** Names of functions that ask for the part. */
const stoodInFor = (text: string): readonly string[] => {
  expect(text).toContain('netgradeLate("scales")[name]')
  return [...text.matchAll(/ = \/\* @__PURE__ \*\/ late\w*\("(\w+)"\)/gu)].map(([, name = '']) => name)
}

test('who asks for functions alone gets functions that ask for the part', async () => {
  const { atOnce, part } = await bundled({ 'entry.ts': `import { weigh } from './late.ts'\nconsole.log(weigh(3))` })
  expect(stoodInFor(atOnce)).toEqual(['weigh'])
  expect(atOnce).not.toContain('weighed')
  expect(part).toContain('weighed')
  expect(part).toContain('told')
})

test('who asks for a constant alone gets the module itself', async () => {
  const { atOnce } = await bundled({ 'entry.ts': `import { LIMIT } from './late.ts'\nconsole.log(LIMIT)` })
  expect(atOnce).toContain('LIMIT = 7')
  expect(atOnce).not.toContain('netgradeLate')
})

test('a constant that is loaded later does not bring its module to those who ask for functions', async () => {
  const { atOnce } = await bundled({
    'entry.ts': `import { tell } from './late.ts'\nconsole.log(tell('it'), () => import('./later.ts'))`,
    'later.ts': `import { LIMIT, type weigh } from './late.ts'\nexport const most: ReturnType<typeof weigh> = String(LIMIT)`,
  })
  expect(stoodInFor(atOnce)).toEqual(['tell'])
  expect(atOnce).not.toContain('LIMIT')
})

test('who asks for both gets both', async () => {
  const { atOnce } = await bundled({ 'entry.ts': `import { LIMIT, tell } from './late.ts'\nconsole.log(tell('it'), LIMIT)` })
  expect(stoodInFor(atOnce)).toEqual(['tell'])
  expect(atOnce).toContain('LIMIT = 7')
})
