/** The study site in a real browser: it reads, it finds, it has both languages, and nothing that axe finds. */
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contrastViolationsOf, violationsOf } from './support/axe.ts'
import { hasBrowser, launchBrowser } from './support/browser.ts'
import { buildStudySite } from './support/site.ts'

const TOGETHER = 4
/** All rules, on all pages, in both themes: minutes on two cores. */
const AXE_TIMEOUT_MS = 900_000

const { pages, urlOf, remove } = await buildStudySite()

describe.skipIf(!hasBrowser)('the study site', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    remove()
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

  test('a search whose index cannot be loaded says so, and tries again', async () => {
    const page = await browser.newPage()
    const isIndex = /assets\/index-en-/u
    await page.route(isIndex, (route) => route.abort())
    await page.goto(`${urlOf('en/search.html')}?q=port`)
    await expect.poll(() => page.textContent('[role=status]')).toMatch(/could not be loaded/u)
    await page.unroute(isIndex)
    await page.fill('form.search input', 'ports')
    await expect.poll(() => page.textContent('[role=status]')).toMatch(/found/u)
    await page.close()
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
