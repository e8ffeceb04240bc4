/** The editor over its field, in Chromium: what is typed stands in the field, indented and in colours. */
import { build } from 'esbuild'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasBrowser, launchBrowser } from './support/browser.ts'

const PROGRAM = `
import { openEditor } from './site/client/editor/editor.ts'
const engine = { call: ({ kind }) => Promise.resolve(kind === 'check' ? { kind: 'checked', diagnostics: [] } : { kind: 'completed' }) }
const field = document.querySelector('textarea')
openEditor({ field, engine, language: 'en', label: 'Answer', checked: () => undefined })
`

test.skipIf(!hasBrowser)(
  'what is typed is indented, coloured and kept in the field',
  async () => {
    const { outputFiles } = await build({
      stdin: { contents: PROGRAM, resolveDir: join(import.meta.dirname, '../..'), loader: 'ts' },
      bundle: true,
      format: 'iife',
      write: false,
    })
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      await page.setContent('<!doctype html><textarea>kind: Pod\n</textarea>')
      await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
      await page.locator('.cm-content').click()
      await page.keyboard.press('Control+End')
      for (const line of ['spec:', 'ports:', '- port: 80', 'name: http # web']) {
        await page.keyboard.insertText(line)
        await page.keyboard.press('Enter')
      }
      expect(await page.locator('textarea').inputValue()).toBe(
        'kind: Pod\nspec:\n  ports:\n    - port: 80\n      name: http # web\n      ',
      )
      expect(await page.locator('.cm-content .key').allTextContents()).toEqual(['kind', 'spec', 'ports', 'port', 'name'])
      expect(await page.locator('.cm-content .value').allTextContents()).toEqual(['80'])
      expect(await page.locator('.cm-content .comment').allTextContents()).toEqual(['# web'])
      // CodeMirror's own theme is light: the page's colours have to win in each part.
      await page.addStyleTag({ content: ':root { --paper: #101010; --text: #eeeeee }' })
      const coloursOf = (name: string): Promise<readonly string[]> =>
        page.locator('.cm-editor').evaluate((editor, part) => {
          const element = document.createElement('div')
          element.className = part
          editor.append(element)
          const { backgroundColor, color } = getComputedStyle(element)
          element.remove()
          return [backgroundColor, color]
        }, name)
      expect(await coloursOf('cm-gutters')).toEqual(['rgba(0, 0, 0, 0)', 'rgb(238, 238, 238)'])
      expect(await coloursOf('cm-tooltip')).toEqual(['rgb(16, 16, 16)', 'rgb(238, 238, 238)'])
      expect((await coloursOf('cm-activeLineGutter'))[0]).toContain('0.06')
    } finally {
      await browser.close()
    }
  },
  60_000,
)
