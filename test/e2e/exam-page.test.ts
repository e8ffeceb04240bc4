/** The exam as a page: its clock, its questions, and that no answer is lost; in both languages. */
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contrastViolationsOf, violationsOf } from './support/axe.ts'
import { hasBrowser, launchBrowser } from './support/browser.ts'
import { GRADE, openSession, type Session } from './support/session.ts'

const EXAM = `title: { en: Mid-term, ko: 중간시험 }
minutes: 40
attempts: { scoring: best, limit: 2 }
slots:
  - { id: one, points: 10, pool: [{ question: "1-1#second-server" }] }
  - { id: many, points: 10, pool: [{ question: "1-1#what-keeps-the-address" }] }
  - { id: order, points: 10, pool: [{ question: "1-1#way-through-the-overlay" }] }
  - { id: text, points: 10, pool: [{ question: "1-1#room-for-the-envelope" }] }
  - { id: service, points: 50, pool: [{ task: 2-3 }] }
  - { id: last, points: 10, lock: true, pool: [{ question: "1-1#nothing-declared" }] }
`

let folder: string
let session: Session
let server: ChildProcess | undefined
let browser: Browser
let url: string

const inFolder = (name: string): string => join(folder, name)

const serve = (port = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = session.start(`exec ${process.execPath} ${GRADE} exam serve ${port}`)
    server = child
    let out = ''
    const hear = (chunk: Buffer): void => {
      out += String(chunk)
      const found = /http:\/\/127\.0\.0\.1:\d+\/\w+\//u.exec(out)
      if (found !== null) resolve(found[0])
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', () => reject(new Error(out)))
  })

const stop = (): Promise<void> =>
  new Promise((resolve) => {
    if (server?.exitCode !== null || server.signalCode !== null) resolve()
    else {
      server.once('exit', () => resolve())
      server.kill('SIGTERM')
    }
  })

const exam = async (...words: readonly string[]): Promise<string> => {
  const { code, out, err } = await session.grade('exam', ...words)
  expect(code, err).toBe(0)
  return out
}

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const ask = ({ method = 'GET', path, headers = {}, body }: Asked): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const { port, pathname } = new URL(url)
    const asked = request({ host: '127.0.0.1', port, path: path ?? pathname, method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })

const withPage = async (use: (page: Page) => Promise<void>, options = {}): Promise<void> => {
  const context = await browser.newContext({ viewport: { width: 900, height: 900 }, ...options })
  const page = await context.newPage()
  const mistakes: string[] = []
  page.on('pageerror', (error) => mistakes.push(String(error)))
  try {
    await page.goto(url)
    await use(page)
    expect(mistakes).toEqual([])
  } finally {
    await context.close()
  }
}

const form = (page: Page, item: string) => page.locator(`form[data-item="${item}"]`)
const kept = (page: Page, item: string) => form(page, item).getByText('Kept.').waitFor()

describe.skipIf(!hasBrowser)('the page of an exam', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netgrade-exam-page-'))
    session = await openSession()
    browser = await launchBrowser()
    await writeFile(inFolder('mid.yaml'), EXAM)
    await writeFile(inFolder('roster.csv'), 'learner,name,multiplier\nkim,<b>Kim</b> & co,1.5\n')
    const common = ['--roster', inFolder('roster.csv'), '--secret', inFolder('secret.txt'), '--out', folder]
    const out = await exam('new', inFolder('mid.yaml'), ...common)
    const code = /: (?<code>[A-Z0-9-]+)/u.exec(out)?.groups?.['code'] ?? ''
    await exam('start', inFolder('mid-kim.netexam'), '--code', code)
    url = await serve()
  })

  afterAll(async () => {
    await stop()
    await browser.close()
    await session.grade('exam', 'close', '--yes', inFolder('last.json'))
    await session.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('is for this machine’s own browser alone, and tells no key', async () => {
    const { pathname, host } = new URL(url)
    const own = await ask({})
    expect(own.status).toBe(200)
    // The hash of what was drawn may hold any digits.
    expect(own.text.replace(/[0-9a-f]{64}/u, '')).not.toMatch(/"(?:key|why|correct|accept)"|8900|token/u)
    expect(own.text).toContain('&lt;b&gt;Kim&lt;/b&gt; &amp; co')
    for (const asked of [
      { path: '/' },
      { path: `/${'0'.repeat(32)}/` },
      { headers: { host: 'exam.example' } },
      { headers: { host, 'sec-fetch-site': 'cross-site' } },
      { method: 'POST', path: `${pathname}submit`, headers: { host, origin: 'http://exam.example' } },
    ])
      expect(await ask(asked)).toEqual({ status: 404, text: '{}' })
    expect((await ask({ method: 'PUT' })).status).toBe(405)
    expect((await ask({ path: `${pathname}paper.json` })).status).toBe(404)
    expect((await ask({ path: `${pathname}..%2fkey.pem` })).status).toBe(404)
    const long = await ask({ method: 'POST', path: `${pathname}answer`, body: `item=text&answer=${'x'.repeat(80_000)}` })
    expect(long.status).toBe(413)
    const { status } = await ask({ method: 'POST', path: `${pathname}answer`, body: 'item=<img>&answer=a' })
    expect(status).toBe(409)
  })

  test('each kind of answer is kept when it is given, and is there after a reload and in the terminal', async () => {
    await withPage(async (page) => {
      await form(page, 'one').getByRole('radio').nth(1).check()
      await kept(page, 'one')
      await form(page, 'many').getByRole('checkbox').nth(0).check()
      await form(page, 'many').getByRole('checkbox').nth(2).check()
      await kept(page, 'many')
      await form(page, 'text').getByRole('textbox').pressSequentially('8 <i>900</i>')
      await kept(page, 'text')
      const lists = form(page, 'order').getByRole('combobox')
      await lists.nth(0).selectOption('c')
      await form(page, 'order').getByText('Put each option in one place').waitFor()
      for (const [place, letter] of Array.from('cbagfed').entries()) await lists.nth(place).selectOption(letter)
      await kept(page, 'order')
      await page.reload()
      expect(await form(page, 'one').getByRole('radio').nth(1).isChecked()).toBe(true)
      expect(await form(page, 'many').getByRole('checkbox').nth(2).isChecked()).toBe(true)
      expect(await form(page, 'text').getByRole('textbox').inputValue()).toBe('8 <i>900</i>')
      expect(await lists.nth(6).inputValue()).toBe('d')
    })
    expect(await exam('show', 'one')).toContain('Your answer so far: b')
    expect(await exam('show', 'many')).toContain('Your answer so far: a,c')
    expect(await exam('show', 'order')).toContain('Your answer so far: c,b,a,g,f,e,d')
    expect(await exam('status')).toMatch(/text .*answered/u)
  })

  test('what could not be kept is said, stays over a reload, and is kept once the program answers again', async () => {
    await withPage(async (page) => {
      await page.route('**/answer', (route) => route.abort())
      await form(page, 'one').getByRole('radio').nth(0).check()
      await form(page, 'one').getByText('Not kept').waitFor()
      page.on('dialog', (dialog) => void dialog.accept())
      await page.reload()
      await form(page, 'one').getByText('Not kept').waitFor()
      expect(await form(page, 'one').getByRole('radio').nth(0).isChecked()).toBe(true)
      await page.unroute('**/answer')
      await kept(page, 'one')
    })
    expect(await exam('show', 'one')).toContain('Your answer so far: a')
  })

  test('little time is told politely, once for each bound; at the end nothing that was typed vanishes', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.clock.install()
    let left = 10 * 60_000 + 3000
    await page.route('**/state', (route) => route.fulfill({ json: { leftMs: left } }))
    const withLeft = async (): Promise<void> => {
      await page.route(url, async (route) => {
        const response = await route.fetch()
        const text = (await response.text()).replace(/"leftMs":\d+/u, `"leftMs":${left}`)
        await route.fulfill({ response, body: text })
      })
    }
    await withLeft()
    await page.goto(url)
    const said = page.locator('#said')
    expect(await said.getAttribute('role')).toBe('status')
    expect(await page.locator('#clock').getAttribute('aria-live')).toBeNull()
    expect(await said.textContent()).toBe('')
    await page.clock.runFor(4000)
    expect(await said.textContent()).toBe('10 minutes left.')
    expect(await page.locator('#clock').textContent()).toMatch(/^9:5\d$|^10:00$/u)
    // The program is asked, too: a machine that slept has not counted.
    left = 59_000
    const saidAfter = (seconds: number): Promise<string | null> =>
      page.clock.runFor(seconds * 1000).then(() => said.textContent())
    await expect.poll(() => saidAfter(16)).toBe('1 minute left.')
    left = 0
    await expect.poll(() => saidAfter(16)).toContain('The time is over.')
    expect(await form(page, 'text').getByRole('textbox').isDisabled()).toBe(true)
    expect(await form(page, 'text').getByRole('textbox').inputValue()).toBe('8 <i>900</i>')
    await context.close()
  })

  test('the clock can be hidden, and the learner’s own time is told', async () => {
    await withPage(async (page) => {
      expect(await page.locator('main').textContent()).toContain('You have 60 minutes: the exam’s time, 1.5 times.')
      await page.getByLabel('Hide the clock').check()
      expect(await page.locator('#clock').isVisible()).toBe(false)
      await page.reload()
      expect(await page.locator('#clock').isVisible()).toBe(false)
    })
  })

  test('without its script it is complete', async () => {
    await withPage(
      async (page) => {
        await form(page, 'one').getByRole('radio').nth(1).check()
        await form(page, 'one').getByRole('button', { name: 'Keep this answer' }).click()
        expect(page.url()).toContain('#one')
        expect(await form(page, 'one').getByRole('radio').nth(1).isChecked()).toBe(true)
        expect(await page.getByText('Keep each answer with its button.').isVisible()).toBe(true)
        await form(page, 'order').getByRole('combobox').nth(0).selectOption('a')
        await form(page, 'order').getByRole('button').click()
        expect(await page.getByRole('alert').textContent()).toContain('is no answer to this question')
      },
      { javaScriptEnabled: false },
    )
  })

  test('what a lock keeps is opened by consent alone, and closes what stands before it', async () => {
    await withPage(async (page) => {
      expect(await page.content()).not.toContain('containerPort')
      await page.getByRole('button', { name: 'Close them' }).click()
      expect(await page.getByRole('checkbox', { name: 'I am done with one, many, order, text, service.' }).isVisible()).toBe(
        true,
      )
      await page.getByRole('checkbox', { name: 'I am done with' }).check()
      await page.getByRole('button', { name: 'Close them' }).click()
      await form(page, 'last').waitFor()
      expect(await form(page, 'one').getByRole('radio').nth(0).isDisabled()).toBe(true)
    })
    const { status, text } = await ask({ method: 'POST', path: `${new URL(url).pathname}answer`, body: 'item=one&answer=a' })
    expect(status).toBe(409)
    expect(text).toContain('one is closed.')
  })

  test('what there is can be handed in, with its receipt and its file', async () => {
    await withPage(async (page) => {
      await page.getByRole('button', { name: 'Hand in' }).click()
      await page.getByText(/Submission 1, receipt (?:\w{4}-){2}\w{4}/u).waitFor()
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'file' }).click()])
      const submission = JSON.parse(await readFile(await download.path(), 'utf8')) as { learner: string }
      expect(submission.learner).toBe('kim')
    })
  })

  test('nobody is shut out, in either language, and narrow screens do not scroll sideways', async () => {
    for (const language of ['en', 'ko'])
      await withPage(async (page) => {
        await page.goto(`${url}?lang=${language}`)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect((await violationsOf(page)).join('\n')).toBe('')
        expect((await contrastViolationsOf(page)).join('\n')).toBe('')
        await page.setViewportSize({ width: 320, height: 640 })
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
        const shots = process.env['NETGRADE_SHOTS']
        if (shots !== undefined) {
          await page.screenshot({ path: join(shots, `exam-${language}-narrow.png`), fullPage: true })
          await page.setViewportSize({ width: 900, height: 900 })
          await page.screenshot({ path: join(shots, `exam-${language}.png`), fullPage: true })
        }
      })
    await withPage(async (page) => {
      await page.getByRole('link', { name: '한국어' }).click()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('중간시험')
      expect(await page.locator('main').textContent()).not.toContain('**')
    })
  })

  test('`grade site serve` shows the exam as well; once it is closed the page says so and ends', async () => {
    await stop()
    const child = session.start(`exec ${process.execPath} ${GRADE} site serve 4199`)
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    await new Promise<void>((resolve) => {
      child.stdout?.once('data', (chunk: Buffer) => {
        expect(String(chunk)).toContain('http://127.0.0.1:4199/')
        resolve()
      })
    })
    await exam('close', '--yes', inFolder('last.json'))
    expect(await ended).toBe(0)
  })
})
