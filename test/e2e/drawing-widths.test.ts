/** The widths that drawings reckon with hold in a browser, and its motion follows the reader's wish. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromium, type Browser } from 'playwright'
import { DRAWING_STYLE } from '../../src/drawing/style.ts'
import { DRAWINGS, pictureOf, snapshotOf, textOfState } from '../unit/drawing/support/drawings.ts'

let browser: Browser

const executablePath = process.env['NETGRADE_CHROMIUM'] ?? chromium.executablePath()
const isInstalled = existsSync(executablePath)

beforeAll(async () => {
  if (isInstalled)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] })
})

afterAll(async () => {
  if (isInstalled) await browser.close()
})

const pageOf = (svg: string, language: string): string =>
  `<!doctype html><html lang="${language}"><style>${DRAWING_STYLE}</style><body>${svg}</body></html>`

describe.skipIf(!isInstalled).each(Object.keys(DRAWINGS))('drawings of %s', (state) => {
  test.each(['en', 'ko'] as const)('text stays within its box and the sheet (%s)', async (language) => {
    const snapshot = await snapshotOf(textOfState(state))
    const page = await browser.newPage()
    for (const yaml of DRAWINGS[state] ?? []) {
      await page.setContent(pageOf(pictureOf(snapshot, yaml, language).svg, language))
      const faults = await page.evaluate(() => {
        const svg = document.querySelector('svg')
        const { width } = svg?.viewBox.baseVal ?? { width: 0 }
        const rects = [...document.querySelectorAll('rect:not(.b):not(.j)')].map((rect) => (rect as SVGRectElement).getBBox())
        return [...document.querySelectorAll('text')].flatMap((text) => {
          const box = text.getBBox()
          const around = rects.filter(
            (rect) => box.x + 1 >= rect.x && box.x < rect.x + rect.width && box.y + 4 >= rect.y && box.y < rect.y + rect.height,
          )
          const right = Math.min(width, ...around.map((rect) => rect.x + rect.width))
          return box.x < -1 || box.x + box.width > right + 1
            ? [`${text.textContent} ends at ${Math.round(box.x + box.width)}, not ${right}`]
            : []
        })
      })
      expect(faults, yaml).toEqual([])
    }
    await page.close()
  })
})

test.skipIf(!isInstalled).each([
  ['reduce', 'none'],
  ['no-preference', 'inline'],
] as const)('a reader who asks for motion %s sees the token as %s', async (reducedMotion, display) => {
  const snapshot = await snapshotOf(textOfState('shop'))
  const page = await browser.newPage({ reducedMotion })
  await page.setContent(pageOf(pictureOf(snapshot, DRAWINGS['shop']?.[0] ?? '').svg, 'en'))
  const shown = await page
    .locator('.v')
    .first()
    .evaluate((token) => getComputedStyle(token).display)
  expect(shown).toBe(display)
})
