/** Screenshots of key pages at three widths, in both themes and languages: kept in test-results/site for whoever wants to look. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSite } from '../../site/build/build-site.ts'
import { writeSite } from '../../site/build/write-site.ts'
import { hasBrowser, launchBrowser } from './support/browser.ts'

const repository = join(import.meta.dirname, '../..')
const artefacts = join(repository, 'test-results/site')

const PAGES = [
  'index',
  '1-1',
  '1-2',
  '3-2',
  '3-3',
  'questions/1-2',
  'exercises/4-2',
  'causes/index',
  'causes/policy-blocks-dns',
  'reference/index',
  'reference/commands',
  'reference/checks',
  'reference/result',
  'reference/semantics-5',
  'glossary',
  'playground',
  'search',
  'progress',
] as const
const WIDTHS = [360, 820, 1440] as const
const THEMES = ['light', 'dark'] as const

describe.skipIf(!hasBrowser)('screenshots', () => {
  const site = mkdtempSync(join(tmpdir(), 'netgrade-shots-'))
  let browser: Browser
  beforeAll(async () => {
    writeSite(site, (await buildSite({ root: repository })).files)
    mkdirSync(artefacts, { recursive: true })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(site, { recursive: true, force: true })
  })

  test.each(
    ['en', 'ko'].flatMap((language) => THEMES.flatMap((theme) => WIDTHS.map((width) => [language, theme, width] as const))),
  )('%s, %s, %d pixels wide: nothing is wider than the page', async (language, theme, width) => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: theme,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    for (const name of PAGES) {
      await page.goto(`file://${encodeURI(join(site, language, `${name}.html`))}`)
      // What the page draws once it is open belongs in the picture.
      if (name === 'playground') await page.waitForSelector('.walk-shown.filled')
      const file = join(artefacts, `${name.replace('/', '-')}.${language}.${theme}.${width}.png`)
      await page.screenshot({ path: file, fullPage: true })
      expect(statSync(file).size, file).toBeGreaterThan(5_000)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width)
    }
    await context.close()
  })
})
