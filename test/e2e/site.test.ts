/** The study site in a real browser: it reads, it links, it finds, it has both languages, and nothing that axe finds. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSite } from '../../site/build/build-site.ts'
import { writeSite } from '../../site/build/write-site.ts'
import { contrastViolationsOf, violationsOf } from './support/axe.ts'
import { hasBrowser, launchBrowser } from './support/browser.ts'

const repository = join(import.meta.dirname, '../..')
const TOGETHER = 4
/** All rules, on all pages, in both themes: minutes on two cores. */
const AXE_TIMEOUT_MS = 900_000

const output = mkdtempSync(join(tmpdir(), 'netgrade site-'))
const { files, problems } = await buildSite({ root: repository })
writeSite(output, files)
const pages = [...files.keys()].filter((path) => path.endsWith('.html'))
const urlOf = (path: string): string => `file://${encodeURI(join(output, path))}`
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

describe.skipIf(!hasBrowser)('the study site', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(output, { recursive: true, force: true })
  })

  test(
    'no page has an accessibility violation in either theme, asks another place, or breaks its policy',
    { timeout: AXE_TIMEOUT_MS },
    async () => {
      const left = [...pages]
      const found: string[] = []
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const work = async (): Promise<void> => {
        const page = await context.newPage()
        page.on('request', (request) => {
          if (!/^(?:file|data|blob):/u.test(request.url())) found.push(`asks ${request.url()}`)
        })
        page.on('console', (message) => {
          if (message.type() === 'error') found.push(`${page.url()}: ${message.text()}`)
        })
        for (let path = left.pop(); path !== undefined; path = left.pop()) {
          const name = path
          await page.goto(urlOf(path))
          found.push(...(await violationsOf(page)).map((violation) => `${name}: ${violation}`))
        }
      }
      await Promise.all(Array.from({ length: TOGETHER }, work))
      await context.close()
      expect(found).toEqual([])
    },
  )

  test.each(['1-2', '3-2', '3-3', 'questions/1-2', 'exercises/4-2', 'causes/policy-blocks-dns', 'reference/checks'])(
    'with more contrast and with forced colours %s can be read',
    async (name) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await page.goto(urlOf(`en/${name}.html`))
      expect(await contrastViolationsOf(page)).toEqual([])
      await page.close()
    },
  )

  test('without scripts a reader goes from the start to a task, opens a hint and changes the language', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await page.goto(urlOf('index.html'))
    await page.click('a:has-text("English")')
    await page.click('nav.side a:has-text("3-3")')
    expect(await page.textContent('h1')).toContain('Only customer A may open the web page')
    await page.click('details:has-text("Hint 1") summary')
    expect(await page.isVisible('text=--show-labels')).toBe(true)
    await page.click('a.language')
    expect(await page.getAttribute('html', 'lang')).toBe('ko')
    expect(await page.textContent('h1')).toContain('고객 A만 웹 페이지를 열 수 있게 하기')
    await page.close()
  })

  /** Pressed where it stands: before other clicks the driver scrolls what sticks to the top. */
  const pressAtTop = async (page: Page, selector: string): Promise<void> => {
    const { x, y, width, height } = (await page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await page.mouse.click(x + width / 2, y + height / 2)
  }
  const pressLanguage = async (page: Page): Promise<void> => {
    await pressAtTop(page, 'a.language')
    await page.waitForURL(/\/ko\//u)
  }

  test('the other language opens at the same heading, and the theme is remembered', async () => {
    const context = await browser.newContext({ colorScheme: 'light' })
    const page = await context.newPage()
    await page.goto(`${urlOf('en/3-3.html')}#background`)
    await pressAtTop(page, 'button.theme')
    await pressAtTop(page, 'button.theme')
    await pressLanguage(page)
    expect(page.url()).toMatch(/ko\/3-3\.html#background$/u)
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
    await context.close()
  })

  test('the other language opens where the reader is, and a search asks the same there', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(urlOf('en/3-1.html'))
    await pressLanguage(page)
    expect(page.url()).toMatch(/ko\/3-1\.html$/u)
    const ids = await page.locator('article h2[id]').evaluateAll((all) => all.map(({ id }) => id))
    const middle = ids[Math.floor(ids.length / 2)] ?? ''
    for (const start of ['', `#${ids[0] ?? ''}`]) {
      await page.goto(urlOf('en/3-1.html') + start)
      await page.locator(`[id="${middle}"]`).evaluate((heading) => {
        heading.scrollIntoView()
        scrollBy(0, 60)
      })
      await pressLanguage(page)
      expect(page.url().split('/ko/')[1]).toBe(`3-1.html#${middle}`)
    }
    await page.goto(`${urlOf('en/playground.html')}#z.%%%`)
    await pressLanguage(page)
    expect(page.url()).toMatch(/ko\/playground\.html#z\.%%%$/u)
    await page.goto(`${urlOf('en/search.html')}?q=ndots`)
    await page.fill('form.search input', 'ndots & dns')
    await pressLanguage(page)
    expect(await page.inputValue('form.search input')).toBe('ndots & dns')
    expect(page.url()).toMatch(/\/ko\/search\.html/u)
    await page.close()
  })

  test.each([
    ['en', 'spec.podSelector'],
    ['en', 'customer'],
    ['ko', '정책은'],
    ['ko', 'Service에'],
  ])('the search in %s finds %s', async (language, question) => {
    const page = await browser.newPage()
    await page.goto(`${urlOf(`${language}/search.html`)}?q=${encodeURIComponent(question)}`)
    await page.waitForSelector('ol.results a')
    expect(await page.textContent('[role=status]')).toMatch(/\d/u)
    await page.click('ol.results a')
    expect(page.url()).toContain(`/${language}/`)
    await page.close()
  })

  test.each([
    ['en', 'port', /^\d{2,} found, the first 30 of them/u],
    ['ko', '포트', /^\d{2,}건 가운데 처음 30건/u],
    ['en', 'zzzqqq', /^Nothing found\. Try/u],
  ])('the search in %s for %s says how much there is', async (language, question, wanted) => {
    const page = await browser.newPage()
    await page.goto(`${urlOf(`${language}/search.html`)}?q=${encodeURIComponent(question)}`)
    await expect.poll(() => page.textContent('[role=status]')).toMatch(wanted)
    expect(await page.locator('ol.results li').count()).toBe(question === 'zzzqqq' ? 0 : 30)
    await page.close()
  })

  test('progress of the terminal is added from a file, shown and marked', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(urlOf('en/progress.html'))
    const file = join(output, '../netgrade-progress-test.json')
    writeFileSync(file, '{"sections":"x"}')
    await page.setInputFiles('input[type=file]', file)
    await page.waitForSelector('[role=status]:has-text("No progress was found in the file.")')
    writeFileSync(file, JSON.stringify({ '3-3': { best: { embedded: { points: 100, of: 100, at: '2026-01-01T00:00:00Z' } } } }))
    await page.setInputFiles('input[type=file]', file)
    await page.waitForSelector('td[data-best="3-3"]:has-text("100 / 100")')
    await page.reload()
    expect(await page.textContent('nav.side a[data-section="3-3"]')).toContain('done')
    rmSync(file)
    await context.close()
  })

  test('a variant is found from its section’s exercise, graded in the page, kept by its name, and then debriefed', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(urlOf('en/exercises/3-3.html'))
    await page.click('a[href="3-3-egress.html"]')
    expect(await page.isVisible('details#debrief p')).toBe(false)
    const folder = join(repository, 'tasks/3-3/variants/egress')
    for (const [answer, isDone] of [
      ['wrong/dns-forgotten', false],
      ['solution', true],
    ] as const) {
      await page.fill('#answer', readFileSync(join(folder, answer, 'answer.yaml'), 'utf8'))
      await page.click('.workbench button[type=submit]')
      await page.waitForSelector(`.workbench [role=status]:has-text("${isDone ? '100 of 100' : 'of 100'}")`)
      expect(await page.isVisible('details#debrief p')).toBe(isDone)
    }
    await page.click('details[data-hint="1"] summary')
    // A page tells of what was opened a moment later.
    await page.waitForFunction(() => localStorage.getItem('netgrade-progress')?.includes('"hints"') === true)
    await page.goto(urlOf('en/progress.html'))
    expect(await page.textContent('td[data-best="3-3"]')).toBe('100 / 100')
    const kept = await page.evaluate(() => localStorage.getItem('netgrade-progress'))
    expect(JSON.parse(String(kept))).toMatchObject({ '3-3': { best: {}, variants: { egress: { hints: 1 } } } })
    await context.close()
  })

  /** WCAG 1.4.10: a page of 1280 px, four times as large. */
  const NARROWEST = 320

  test('a phone has a menu and nothing to scroll sideways', { timeout: 120_000 }, async () => {
    const page = await browser.newPage({ viewport: { width: NARROWEST, height: 740 } })
    const wide: string[] = []
    for (const path of pages) {
      await page.goto(urlOf(path))
      await page.locator('article details').evaluateAll((all) => {
        for (const one of all) one.setAttribute('open', '')
      })
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > NARROWEST) wide.push(`${path}: ${width}`)
    }
    expect(wide).toEqual([])
    await page.goto(urlOf('ko/3-3.html'))
    await page.click('details.menu summary')
    expect(await page.isVisible('details.menu a[href="2-2.html"]')).toBe(true)
    await page.close()
  })

  test('on paper the whole course is there, without what only a screen needs', async () => {
    const page = await browser.newPage()
    await page.goto(urlOf('en/print.html'))
    await page.emulateMedia({ media: 'print' })
    expect(await page.isVisible('header.top')).toBe(false)
    expect(await page.locator('section.chapter').count()).toBeGreaterThan(5)
    await page.close()
  })
})
