/** A course that is broken: each mistake is told with its file, its line and a reason, and nothing is written. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWith, prepareSite, type Fixed } from '../../site/build/build-site.ts'
import { createCourseCache } from '../../site/build/content/load-course.ts'
import { renderContentProblem } from '../../src/course/problem.ts'
import { repository } from './support/site.ts'

const folder = mkdtempSync(join(tmpdir(), 'netgrade-problems-'))
const tasks = join(folder, 'tasks')
const cache = createCourseCache()
let fixed: Fixed

beforeAll(async () => {
  cpSync(join(repository, 'tasks'), tasks, { recursive: true })
  fixed = await prepareSite({ root: repository })
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true }))

/** What is told of the course once `path` has been changed; it is put back afterwards. */
const problemsOf = async (path: string, change: (text: string) => string | undefined): Promise<readonly string[]> => {
  const file = join(tasks, path)
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  if (after === undefined) rmSync(file)
  else writeFileSync(file, after)
  try {
    // An engine that fails: who waits for it before telling never tells.
    const engine = Promise.reject<never>(new Error('the engine was waited for'))
    engine.catch(() => undefined)
    const { files, problems } = await buildWith({ root: repository, tasks }, { ...fixed, engine }, cache)
    expect(files.size).toBe(0)
    return problems.map(renderContentProblem)
  } finally {
    writeFileSync(file, before)
  }
}

const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  .concat(Array.from({ length: 11 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(10)}]`))
  .join('\n')

test.each<[mistake: string, path: string, change: (text: string) => string | undefined, told: RegExp]>([
  ['front matter that is not YAML', '1-1/en.md', (text) => text.replace(/^title: .*$/mu, 'title: [a'), /en\.md:\d+:\d+/u],
  ['front matter that never ends', '1-1/en.md', () => '---\ntitle: a\n', /en\.md:\d+/u],
  [
    'a check that does not exist',
    '3-3/task.yaml',
    (text) => text.replace('pod-exists', 'pod-exits'),
    /task\.yaml:\d+:\d+.*pod-exits/u,
  ],
  ['a fence that never closes', '1-2/ko.md', (text) => `${text}\n\`\`\`yaml\na: 1\n`, /ko\.md:\d+/u],
  ['a language that is missing', '1-3/ko.md', () => undefined, /1-3\/ko\.md/u],
  ['aliases that unfold without end', '2-1/task.yaml', (text) => `${text}\n${bomb}\n`, /task\.yaml:\d+/u],
  ['HTML in Markdown', '1-4/en.md', (text) => `${text}\n<script>alert(1)</script>\n`, /en\.md:\d+/u],
  ['a link that runs a script', '1-4/en.md', (text) => `${text}\n[x](javascript:alert(1))\n`, /en\.md:\d+/u],
  ['a word that the glossary lacks', '1-4/en.md', (text) => `${text}\n[x](term:no-such-word)\n`, /en\.md:\d+.*no-such-word/u],
  [
    'an id that is given twice',
    '1-1/questions.yaml',
    (text) => text.replace(/^( {2}- id: )\S+([\s\S]*?^ {2}- id: )\S+/mu, '$1same$2same'),
    /questions\.yaml:\d+:\d+.*same/u,
  ],
  ['an empty task', '3-1/task.yaml', () => '', /3-1\/task\.yaml/u],
  ['an empty text', '3-2/en.md', () => '', /3-2\/en\.md/u],
  ['a section that does not exist', '5-1/en.md', (text) => `${text}\n[x](section:9-9)\n`, /en\.md:\d+.*9-9/u],
  ['a cause that does not exist', '5-1/en.md', (text) => `${text}\n[x](cause:no-such-cause)\n`, /en\.md:\d+.*no-such-cause/u],
  ['an anchor that does not exist', '5-1/en.md', (text) => `${text}\n[x](#nowhere)\n`, /en\.md:\d+.*nowhere/u],
])('%s', async (_, path, change, told) => {
  const problems = await problemsOf(path, change)
  if (process.env['SHOW']) process.stderr.write(problems.slice(0, 2).join('\n').slice(0, 500) + '\n')
  expect(problems.filter((problem) => told.test(problem))).not.toEqual([])
})

test('a course that is whole has no problems', async () => {
  expect((await buildWith({ root: repository, tasks }, fixed, cache)).problems).toEqual([])
}, 60_000)

test('templates in a text stay text', async () => {
  const file = join(tasks, '1-4/en.md')
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n{{constructor}} {{{title}}}\n`)
  const { files, problems } = await buildWith({ root: repository, tasks }, fixed, cache)
  expect(problems).toEqual([])
  expect(files.get('en/1-4.html')).toContain('{{constructor}} {{{title}}}')
}, 60_000)
