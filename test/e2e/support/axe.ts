/** What axe finds on a page, by the rules of WCAG 2.2 AA and its own best practice. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const run = (page: Page, options: unknown): Promise<string[]> =>
  page.evaluate(async (given) => {
    const axe = Reflect.get(window, 'axe') as {
      run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
    }
    const result = await axe.run({ ...(given as object), resultTypes: ['violations'], preload: false })
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`)
  }, options)

/** In both themes, by all rules: what a theme shows and hides is not the contrast alone. */
export const violationsOf = async (page: Page): Promise<string[]> => {
  const found: string[] = []
  await page.evaluate(SOURCE)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const violations = await run(page, { runOnly: { type: 'tag', values: TAGS } })
    found.push(...violations.map((one) => `${colorScheme}: ${one}`))
  }
  return found
}

/**
 * Where more contrast is asked for, text has 7:1; with forced colours all rules hold. In both themes, after which the media are as before.
 */
export const contrastViolationsOf = async (page: Page): Promise<string[]> => {
  const found: string[] = []
  await page.evaluate(SOURCE)
  const looks = [
    [
      { contrast: 'more', forcedColors: 'none' },
      { type: 'rule', values: ['color-contrast-enhanced'] },
    ],
    [
      { contrast: 'no-preference', forcedColors: 'active' },
      { type: 'tag', values: TAGS },
    ],
  ] as const
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [media, runOnly] of looks) {
      await page.emulateMedia({ colorScheme, ...media })
      const violations = await run(page, { runOnly })
      found.push(...violations.map((one) => `${colorScheme}, ${JSON.stringify(media)}: ${one}`))
    }
  await page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null })
  return found
}
