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
import { layVariant, PLAIN, variantsOf } from '../../src/course/variants.ts'
import { gradeManifests } from '../../src/grading/manifests/grade-manifests.ts'
import { toResult, type Result } from '../../src/grading/result.ts'
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

interface File {
  readonly path: string
  readonly text: string
}

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

  test.each(tasks)(
    '%s %s: the same results, repairs included',
    async (_id, _name, source) => {
      const { task } = readTask(source)
      const filesIn = (prefix: string): readonly File[] => answerIn(source, prefix, task.parameters)
      const answers = ['solution/', ...wrongAnswersOf(source).map((name) => `wrong/${name}/`)]
      for (const answer of answers) {
        const files = filesIn(answer)
        const { checks, problems, applied } = await gradeManifests(task, files)
        const expected: Result = toResult({
          task,
          language: 'en',
          environment: 'manifests',
          version: '1',
          at: AT,
          files: files.map(({ path }) => ({ path, sha256: '' })),
          checks,
          problems,
          findPosition: (reference, path) => applied.findPosition(reference, path),
        })
        const asked = { kind: 'grade', task: source, files, language: 'en', version: '1', at: AT }
        expect(await inPage(asked), answer).toEqual({ kind: 'graded', result: JSON.parse(JSON.stringify(expected)) })
      }
    },
    120_000,
  )

  /** Bytes, gzip, of the files that a page has loaded of the engine. */
  const loadedBy = async (where: Page): Promise<number> => {
    const names = await where.evaluate(() => {
      const { parts } = Reflect.get(globalThis, 'netgradeEngine') as { parts: Record<string, { file: string }> }
      return Object.keys(Reflect.get(globalThis, 'netgradeChunks') as object).map((name) => parts[name]?.file ?? '')
    })
    return ['index.js', ...new Set(names)].reduce((sum, name) => sum + gzipSync(engine.get(name) ?? '').length, 0)
  }

  // 150,000 are asked of each; what more there is says why.
  test.each([
    ['2-2', PLAIN, 'solution/', 103_000],
    ['2-2', 'own-page', 'solution/', 106_000],
    ['2-3', PLAIN, 'solution/', 101_000],
    ['3-3', PLAIN, 'solution/', 105_500],
    ['4-2', PLAIN, 'solution/', 109_500],
    ['5-2', PLAIN, 'solution/', 105_500],
    ['2-2', PLAIN, 'wrong/loopback-only/', 150_000],
    ['2-2', PLAIN, 'wrong/policy-left-over/', 150_000],
    ['2-2', PLAIN, 'wrong/stranger/', 150_000],
    ['2-2', 'own-page', 'wrong/target-port-8080/', 150_000],
    ['2-3', PLAIN, 'wrong/port-without-name/', 150_000],
    ['3-3', PLAIN, 'wrong/and-pods/', 150_000],
    ['3-3', PLAIN, 'wrong/pod-without-label/', 150_000],
    ['4-2', PLAIN, 'wrong/only-app/', 150_000],
    ['4-2', PLAIN, 'wrong/policy-for-pods/', 150_000],
    ['5-2', PLAIN, 'wrong/other-namespace/', 150_000],
    // Two policies are compared, and names are looked up.
    ['3-3', 'egress', 'wrong/dns-forgotten/', 150_000],
    ['3-3', 'egress', 'wrong/dns-over-udp-only/', 150_000],
    ['3-3', 'egress', 'wrong/only-the-worker/', 150_000],
    ['3-3', 'egress', 'wrong/types-ingress/', 150_000],
    // What nobody could apply, be it YAML or not.
    ['2-3', 'two-ports', 'wrong/service-ports-without-names/', 150_000],
    ['2-3', PLAIN, 'wrong/node-port-taken/', 150_000],
    ['3-3', PLAIN, 'wrong/quoted-port/', 150_000],
    ['4-2', PLAIN, 'wrong/path-type-missing/', 150_000],
    ['2-2', PLAIN, 'wrong/unclosed-bracket/', 150_000],
    ['2-3', PLAIN, 'wrong/no-space/', 150_000],
    ['3-3', PLAIN, 'wrong/slash-comment/', 150_000],
    // Pods that only their kubelet has to see.
    ['2-2', PLAIN, 'wrong/config-map-misnamed/', 150_000],
    ['2-2', PLAIN, 'wrong/second-container/', 150_000],
    ['3-3', PLAIN, 'wrong/misspelt-image/', 150_000],
    // Here nodes are looked at as well.
    ['3-3', 'egress', 'wrong/both-types/', 154_000],
    // What controllers bring about has to be run.
    ['5-2', 'stateful-names', 'solution/', 164_500],
    ['2-3', 'deployment', 'wrong/selector-of-another-label/', 201_000],
  ])('%s %s %s loads less than %i bytes of the engine, gzip', async (id, name, answer, budget) => {
    const source = layVariant(sourceOf(id), name)
    const files = answerIn(source, answer, readTask(source).task.parameters)
    const fresh = await openPage()
    await inPage({ kind: 'grade', task: source, files, language: 'en', version: '1', at: AT }, fresh)
    const loaded = await loadedBy(fresh)
    await fresh.close()
    expect(loaded).toBeGreaterThan(90_000)
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
