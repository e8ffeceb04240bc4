/** The study site’s files: valid, linked, of one place each, and within their budgets. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import { describe, expect, test } from 'vitest'
import { buildSite } from '../../site/build/build-site.ts'
import { repository } from './support/site.ts'

const { files, problems } = await buildSite({ root: repository })
const pages = [...files.keys()].filter((path) => path.endsWith('.html'))
const htmlOf = (path: string): string => files.get(path) ?? ''
const gzip = (text: string): number => gzipSync(text).length

test('the content has no problems', () => expect(problems).toEqual([]))

test('html-validate finds nothing', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    // The scroll areas of tables and code are groups, and their tab stops are asked for by axe.
    rules: {
      'prefer-native-element': ['error', { exclude: ['group', 'search', 'status'] }],
      'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }],
      'no-trailing-whitespace': 'off',
      'long-title': 'off',
    },
  })
  const found: string[] = []
  for (const path of pages) {
    const { results } = await validator.validateString(htmlOf(path))
    found.push(
      ...results.flatMap(({ messages }) =>
        messages.map(({ ruleId, line, message }) => `${path}:${line} ${ruleId}: ${message}`),
      ),
    )
  }
  expect(found).toEqual([])
})

test('every link leads to a page and an anchor that exist', () => {
  const dead: string[] = []
  for (const path of pages) {
    for (const [, href = ''] of htmlOf(path).matchAll(/(?:href|src)="([^"]*)"/gu)) {
      if (/^https?:/u.test(href)) continue
      const target = new URL(href, `file:///${path}`)
      const found = files.get(target.pathname.slice(1))
      if (found === undefined || (target.hash !== '' && !found.includes(`id="${target.hash.slice(1)}"`)))
        dead.push(`${path}: ${href}`)
    }
  }
  expect(dead).toEqual([])
})

test.each([
  ['en/3-3.html', '"3-3.html" aria-current="page"'],
  ['en/exercises/3-3.html', '"../3-3.html" aria-current="true"'],
  ['ko/exercises/3-3-egress.html', '"../3-3.html" aria-current="true"'],
  ['en/questions/1-2.html', '"../1-2.html" aria-current="true"'],
  ['en/causes/policy-blocks-dns.html', '"../causes/index.html" aria-current="true"'],
  ['ko/reference/checks.html', '"../reference/index.html" aria-current="true"'],
])('%s is one place in the navigation', (path, entry) => {
  const side = /<nav class="side"[\s\S]*?<\/nav>/u.exec(htmlOf(path))?.[0] ?? ''
  expect(side).toContain(`href=${entry}`)
  expect(side.match(/aria-current/gu)).toHaveLength(1)
})

test('the example of a cause says whether it is a manifest or commands', () => {
  expect(htmlOf('en/causes/dns-service-missing.html')).toContain('<p class="label">Terminal</p>')
  expect(htmlOf('ko/causes/dns-service-missing.html')).toContain('<p class="label">터미널</p>')
  expect(htmlOf('en/causes/dns-headless-without-ready-pods.html')).toContain('<p class="label">YAML</p>')
})

test('each question about a cluster shows it, or leads to the question that does; none speaks of files', () => {
  for (const path of pages.filter((one) => one.includes('/questions/'))) {
    expect(htmlOf(path)).not.toContain('states/')
    expect(htmlOf(path)).toMatch(/<details class="state">/u)
  }
  const asked = readFileSync(join(repository, 'tasks/1-3/questions.yaml'), 'utf8').match(/\bstate: /gu)?.length ?? 0
  const forms = htmlOf('en/questions/1-3.html').split('<form class="question"').slice(1)
  const isTold = (form: string): boolean =>
    /<details class="state">|href="#question-[\w-]+">In the cluster of question \d/u.test(form)
  expect(forms.filter(isTold)).toHaveLength(asked)
})

describe('budgets, gzip', () => {
  const isPrint = (path: string): boolean => path.endsWith('/print.html')
  const isProse = (path: string): boolean => /\/(?:\d-\d|glossary|commands)\.html$/u.test(path)

  test('HTML: 7 kB, pages of prose and the commands 14 kB; the page that is the whole course has none', () => {
    const over = pages.filter((path) => !isPrint(path) && gzip(htmlOf(path)) > (isProse(path) ? 14_000 : 7_000))
    expect(over.map((path) => [path, gzip(htmlOf(path))])).toEqual([])
  })

  test('scripts of a page 27 kB, styles 16 kB', () => {
    for (const path of pages) {
      const assets = [...htmlOf(path).matchAll(/(?:src|href)="[./]*(assets\/[^"]+)"/gu)].map(([, asset = '']) => asset)
      const sum = (end: string): number =>
        assets.filter((asset) => asset.endsWith(end)).reduce((all, asset) => all + gzip(files.get(asset) ?? ''), 0)
      expect(sum('.js'), path).toBeLessThanOrEqual(27_000)
      expect(sum('.css'), path).toBeLessThanOrEqual(16_000)
    }
  })
})

test('budget of the editor: 120 kB, gzip', () => {
  const editors = [...files].filter(([path]) => /^assets\/editor-\w+\.js$/u.test(path))
  expect(editors.length).toBe(1)
  for (const [path, text] of editors) expect(gzip(text), path).toBeLessThanOrEqual(120_000)
})
