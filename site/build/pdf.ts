/** The course on paper: Chromium prints the page that has all of it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { LANGUAGES } from './words.ts'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser of NETGRADE_CHROMIUM; where that is not set, one at a usual place. */
export const findChromium = (environment: Readonly<Record<string, string | undefined>>): string | undefined => {
  const named = environment['NETGRADE_CHROMIUM'] ?? ''
  return (named === '' ? PLACES : [named]).find((path) => existsSync(path))
}

/** On paper there is no page beside this one: of links, those within it and those to the world stay. */
const withoutNeighbours = (html: string): string =>
  html.replaceAll(/<a(?=[^>]*? href="(?!#|https?:))([^>]*?) href="[^"]*"/gu, '<a$1')

/** Writes, tagged and with the headings as bookmarks, `netgrade-en.pdf` and `netgrade-ko.pdf` into the site's folder, and returns these names. */
export const printSite = async (chromium: string, output: string): Promise<readonly string[]> => {
  const written: string[] = []
  for (const language of LANGUAGES) {
    const name = `netgrade-${language}.pdf`
    const folder = join(output, language)
    const page = join(folder, `.${name}.html`)
    writeFileSync(page, withoutNeighbours(readFileSync(join(folder, 'print.html'), 'utf8')))
    const alone = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    try {
      await execa(chromium, [
        '--headless',
        ...alone,
        '--disable-gpu',
        '--no-pdf-header-footer',
        '--generate-pdf-document-outline',
        `--print-to-pdf=${join(output, name)}`,
        pathToFileURL(page).href,
      ])
    } finally {
      rmSync(page, { force: true })
    }
    written.push(name)
  }
  return written
}
