/** `grade site build --pdf`: the whole course on paper, printed by a real Chromium and read back. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { executablePath, hasBrowser } from './support/browser.ts'
import { readPdf } from './support/read-pdf.ts'

const repository = join(import.meta.dirname, '../..')
const output = mkdtempSync(join(tmpdir(), 'netgrade-pdf-'))
afterAll(() => rmSync(output, { recursive: true, force: true }))

const build = (
  folder: string,
  chromium: string,
  language = 'en',
): Promise<{ exitCode?: number; stderr: string; stdout: string }> =>
  execa(process.execPath, [join(repository, 'dist/site.mjs'), 'build', folder, '--pdf'], {
    reject: false,
    env: { NETGRADE_ROOT: repository, NETGRADE_CHROMIUM: chromium, NETGRADE_LANG: language },
  })

test.each([
  ['en', 'site: --pdf needs Chromium, and there is none at /no/chromium.'],
  ['ko', 'site: --pdf에는 Chromium이 필요한데 /no/chromium에 없습니다.'],
])('without Chromium it says in %s what is missing, and writes nothing', async (language, message) => {
  const folder = join(output, 'nothing')
  const { exitCode, stderr } = await build(folder, '/no/chromium', language)
  expect(exitCode).toBe(2)
  expect(stderr).toContain(message)
  expect(existsSync(folder)).toBe(false)
})

describe.skipIf(!hasBrowser)('the course as PDF', () => {
  const folder = join(output, 'site')
  const pdfIn = (language: string): ReturnType<typeof readPdf> =>
    readPdf(readFileSync(join(folder, `netgrade-${language}.pdf`)))
  beforeAll(async () => {
    const { exitCode, stderr } = await build(folder, executablePath)
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
  })

  test.each([
    ['en', ['1-1 The Pod network', '5-2 Look up a Service and a Pod', 'Glossary'], 'endpoints'],
    ['ko', ['1-1 Pod 네트워크', '5-2', '용어집'], '엔드포인트'],
  ])('in %s has more than 50 pages with text, is tagged, and has its headings as bookmarks', (language, titles, sentence) => {
    const pdf = pdfIn(language)
    expect(pdf.pages.length).toBeGreaterThan(50)
    expect(pdf.pages.filter((text) => text.length < 5)).toEqual([])
    expect(pdf.pages.join('\n')).toContain(sentence)
    expect(pdf.pages.join('')).not.toContain('\uFFFD')
    pdf.pages.forEach((text, index) => expect(text, `page ${index + 1}`).toContain(`${index + 1} / ${pdf.pages.length}`))
    expect(pdf.isTagged).toBe(true)
    expect(pdf.language).toBe(language)
    for (const title of titles) expect(pdf.bookmarks.filter((bookmark) => bookmark.startsWith(title))).not.toEqual([])
    expect(pdf.bookmarks.length).toBeGreaterThan(100)
  })

  test.each(['en', 'ko'])('in %s its pages are A4, and no link leads to a file of this machine', (language) => {
    const bytes = readFileSync(join(folder, `netgrade-${language}.pdf`)).toString('latin1')
    const sizes = [...bytes.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/gu)].map(([, width, height]) => [
      Math.round((Number(width) / 72) * 25.4),
      Math.round((Number(height) / 72) * 25.4),
    ])
    expect([...new Set(sizes.map(String))]).toEqual(['210,297'])
    const addresses = [...bytes.matchAll(/\/URI \(([^)]*)\)/gu)].map(([, address = '']) => address)
    expect(addresses.filter((address) => !address.startsWith('https://'))).toEqual([])
    expect(addresses.length).toBeGreaterThan(50)
    expect(existsSync(join(folder, language, `.netgrade-${language}.pdf.html`))).toBe(false)
  })
})
