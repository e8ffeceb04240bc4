/** The study site in a real browser: it reads, it links, it has both languages, and nothing that axe finds. */
import { readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSite } from '../../site/build/build-site.ts'

const repository = join(import.meta.dirname, '../..')
const executablePath = process.env['NETGRADE_CHROMIUM'] ?? '/usr/bin/chromium'
const installed = (() => {
  try {
    return readFileSync(executablePath).length > 0
  } catch {
    return false
  }
})()
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const output = mkdtempSync(join(tmpdir(), 'netgrade-site-'))
const pages = buildSite({ tasks: join(repository, 'tasks'), assets: join(repository, 'site'), output }).filter((path) =>
  path.endsWith('.html'),
)

describe.skipIf(!installed)('the study site', () => {
  let browser: Browser
  beforeAll(async () => {
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ]
    browser = await chromium.launch({ executablePath, args })
  })
  afterAll(async () => {
    await browser.close()
    rmSync(output, { recursive: true, force: true })
  })

  test.each(pages)('%s has no accessibility violation', async (path) => {
    const page = await browser.newPage()
    await page.goto(`file://${join(output, path)}`)
    await page.addScriptTag({ content: axeSource })
    const violations = await page.evaluate(async (tags) => {
      const axe = Reflect.get(window, 'axe') as {
        run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
      const result = await axe.run({ runOnly: { type: 'tag', values: tags } })
      return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    }, AXE_TAGS)
    await page.close()
    expect(violations).toEqual([])
  })

  test('every link leads to a page and an anchor that exist', async () => {
    const page = await browser.newPage()
    for (const path of pages) {
      await page.goto(`file://${join(output, path)}`)
      const hrefs = await page.$$eval('a[href]', (links) => links.map((link) => (link as HTMLAnchorElement).href))
      for (const href of hrefs.filter((link) => link.startsWith('file:'))) {
        const target = new URL(href)
        const html = readFileSync(target.pathname, 'utf8')
        if (target.hash !== '') expect(html, href).toContain(`id="${target.hash.slice(1)}"`)
      }
    }
    await page.close()
  })

  test('a reader goes from the start to a task, opens a hint and changes the language', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await page.goto(`file://${join(output, 'index.html')}`)
    await page.click('nav a:has-text("3-3")')
    expect(await page.textContent('h1')).toBe('Only customer A may open the web page')
    await page.click('details:has-text("Hint 1") summary')
    expect(await page.isVisible('text=--show-labels')).toBe(true)
    await page.click('a.language')
    expect(await page.getAttribute('html', 'lang')).toBe('ko')
    expect(await page.textContent('h1')).toBe('고객 A만 웹 페이지를 열 수 있게 하기')
    await page.close()
  })
})
