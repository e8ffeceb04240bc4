/** The page grades as the terminal does: every solution and every wrong answer of every practice section and of its variants, in Chromium, from a folder. */
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build as bundle } from 'esbuild'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTask } from '../../src/course/read-task.ts'
import { answerIn, wrongAnswersOf } from '../../src/course/solution.ts'
import type { TaskSource } from '../../src/course/reading.ts'
import { layVariant, PLAIN, variantsOf } from '../../src/course/variants.ts'
import { gradeManifests } from '../../src/grading/manifests/grade-manifests.ts'
import { toResult } from '../../src/grading/result.ts'
import type { Language } from '../../src/grading/words.ts'
import { practiceIds, sourceOf } from '../content/sections.ts'
import { bundleEngine } from '../../site/build/bundle-engine.ts'
import { hasBrowser, launchBrowser } from './support/browser.ts'

const repository = join(import.meta.dirname, '../..')
const AT = '2026-01-01T00:00:00Z'

/** A page that does nothing but call the engine. */
const PROGRAM = `
import { createEngine } from './site/client/engine/call-engine.ts'
const engine = createEngine('engine/', 60_000)
Object.assign(globalThis, { callEngine: (request) => engine.call(request) })
`

const POLICY = "default-src 'none'; script-src 'self' file:; worker-src blob:"

describe.skipIf(!hasBrowser)('grading in the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netgrade-page-'))
  const engine = new Map<string, string>()
  let browser: Browser
  let page: Page
  const openPage = async (): Promise<Page> => {
    const opened = await browser.newPage()
    await opened.goto(`file://${join(folder, 'index.html')}`)
    return opened
  }
  beforeAll(async () => {
    mkdirSync(join(folder, 'engine'))
    for (const [name, text] of Object.entries(await bundleEngine(repository))) engine.set(name, text)
    for (const [name, text] of engine) writeFileSync(join(folder, 'engine', name), text)
    const { outputFiles } = await bundle({
      stdin: { contents: PROGRAM, resolveDir: repository, loader: 'ts' },
      bundle: true,
      format: 'iife',
      write: false,
    })
    writeFileSync(join(folder, 'page.js'), outputFiles[0]?.text ?? '')
    writeFileSync(
      join(folder, 'index.html'),
      `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script src="page.js"></script>`,
    )
    browser = await launchBrowser()
    page = await openPage()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  const inPage = (request: unknown, where = page): Promise<unknown> =>
    where.evaluate((asked) => (Reflect.get(globalThis, 'callEngine') as (one: unknown) => Promise<unknown>)(asked), request)

  const tasks = practiceIds.flatMap((id) => {
    const whole = sourceOf(id)
    return [PLAIN, ...variantsOf(whole)].map((name) => [id, name, layVariant(whole, name)] as const)
  })

  /** Bytes, gzip, of the files that a page has loaded of the engine. */
  const loadedBy = async (where: Page): Promise<number> => {
    const names = await where.evaluate(() => {
      const { parts } = Reflect.get(globalThis, 'netgradeEngine') as { parts: Record<string, { file: string }> }
      return Object.keys(Reflect.get(globalThis, 'netgradeChunks') as object).map((name) => parts[name]?.file ?? '')
    })
    return ['index.js', ...new Set(names)].reduce((sum, name) => sum + gzipSync(engine.get(name) ?? '').length, 0)
  }

  /** An answer to a task as it is told in a terminal, and what a page asks for it. */
  const gradeIn = async (
    source: TaskSource,
    answer: string,
    language: Language,
  ): Promise<{ asked: unknown; result: unknown }> => {
    const { task } = readTask(source)
    const files = answerIn(source, answer, task.parameters)
    const { checks, problems, applied } = await gradeManifests(task, files)
    const result = toResult({
      task,
      language,
      environment: 'manifests',
      version: '1',
      at: AT,
      files: files.map(({ path }) => ({ path, sha256: '' })),
      checks,
      problems,
      findPosition: (reference, path) => applied.findPosition(reference, path),
    })
    const asked = { kind: 'grade', task: source, files, language, version: '1', at: AT }
    return { asked, result: JSON.parse(JSON.stringify(result)) }
  }

  const MOST = 150_000

  // Each Korean grade has a page of its own: Korean texts are the longer ones.
  test.each(tasks)(
    '%s %s: the same results in both languages, repairs included, within the budget of the engine',
    async (_id, _name, source) => {
      for (const answer of ['solution/', ...wrongAnswersOf(source).map((name) => `wrong/${name}/`)]) {
        const english = await gradeIn(source, answer, 'en')
        expect(await inPage(english.asked), answer).toEqual({ kind: 'graded', result: english.result })
        const korean = await gradeIn(source, answer, 'ko')
        const fresh = await openPage()
        expect(await inPage(korean.asked, fresh), answer).toEqual({ kind: 'graded', result: korean.result })
        const loaded = await loadedBy(fresh)
        await fresh.close()
        expect(loaded, answer).toBeGreaterThan(90_000)
        expect(loaded, answer).toBeLessThanOrEqual(MOST)
      }
    },
    300_000,
  )

  // What most readers load in the end: a right answer asks for little.
  test.each([
    ['2-2', PLAIN, 105_700],
    ['2-2', 'own-page', 109_400],
    ['2-2', 'own-port', 106_500],
    ['2-3', PLAIN, 105_100],
    ['2-3', 'deployment', 114_200],
    ['2-3', 'two-ports', 106_100],
    ['3-3', PLAIN, 107_000],
    ['3-3', 'egress', 113_500],
    ['3-3', 'tenant', 107_000],
    ['4-2', PLAIN, 111_600],
    ['4-2', 'stripped-path', 112_400],
    ['4-2', 'three-paths', 113_500],
    ['5-2', 'across-namespaces', 110_400],
    ['5-2', PLAIN, 107_200],
    ['5-2', 'stateful-names', 113_500],
  ])('%s %s loads less than %i bytes of the engine for its solution, gzip', async (id, name, budget) => {
    const { asked } = await gradeIn(layVariant(sourceOf(id), name), 'solution/', 'ko')
    const fresh = await openPage()
    await inPage(asked, fresh)
    const loaded = await loadedBy(fresh)
    await fresh.close()
    expect(loaded).toBeLessThanOrEqual(budget)
  })

  test('a text that never ends in the reader ends in a message', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghij'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index] ?? ''},`.repeat(9)}]`),
    ].join('\n')
    const given = { kind: 'check', files: [{ path: 'answer.yaml', text: bomb }], language: 'en' }
    const answer = (await inPage(given)) as { kind: string; diagnostics: readonly { message: string }[] }
    expect(answer.diagnostics.length).toBeGreaterThan(0)
  })
})
