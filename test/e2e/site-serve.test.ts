/** The site while it is served: open pages hear of changes, mistakes and progress, and show the learner's own cluster. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OwnCluster } from '../../site/serve/learner.ts'
import { serveSite } from '../../site/serve/serve-site.ts'
import { violationsOf } from './support/axe.ts'
import { hasBrowser, launchBrowser } from './support/browser.ts'

const root = join(import.meta.dirname, '../..')

const OWN: OwnCluster = {
  manifests: `apiVersion: v1
kind: Pod
metadata: { name: my-own, namespace: mine, uid: u, resourceVersion: '7' }
spec: { nodeName: netgrade-worker, containers: [{ name: c, image: nginx, ports: [{ containerPort: 80 }] }] }
status: { phase: Running, podIP: 10.244.1.77, podIPs: [{ ip: 10.244.1.77 }] }
`,
  count: 1,
}

const folder = mkdtempSync(join(tmpdir(), 'netgrade-serve-'))
const tasks = join(folder, 'tasks')
const progressFile = join(folder, 'progress.json')
const took: number[] = []
let cluster: OwnCluster | undefined
let server: Server
let origin: string

const change = (path: string, how: (text: string) => string): void => {
  const file = join(tasks, path)
  writeFileSync(file, how(readFileSync(file, 'utf8')))
}

beforeAll(async () => {
  cpSync(join(root, 'tasks'), tasks, { recursive: true })
  const learner = { progressFile, cluster: () => Promise.resolve(cluster) }
  server = await serveSite({ root, tasks, learner, report: (ms) => took.push(ms) }, 0)
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 60_000)

afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(`${origin}${path}`, { headers, method }, (response) => {
      let text = ''
      response.on('data', (piece: Buffer) => (text += piece.toString()))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers })
      })
    })
      .on('error', reject)
      .end()
  })

describe('who may read', () => {
  test.each<[string, string, Readonly<Record<string, string>>, string, number]>([
    ['this machine by its address', '/live/cluster', {}, 'GET', 404],
    ['this machine by its name', '/en/3-1.html', { host: 'localhost:4173' }, 'GET', 200],
    ['another name that leads here', '/live/cluster', { host: 'evil.example' }, 'GET', 421],
    ['a name that begins alike', '/', { host: '127.0.0.1.evil.example' }, 'GET', 421],
    ['a page of another place', '/live/cluster', { 'sec-fetch-site': 'cross-site' }, 'GET', 403],
    ['another port of this machine', '/live/cluster', { 'sec-fetch-site': 'same-site' }, 'GET', 403],
    ['a foreign page that listens', '/live', { 'sec-fetch-site': 'cross-site' }, 'GET', 403],
    ['who would write', '/live/cluster', {}, 'POST', 405],
    ['a path that leads out', '/..%2f..%2fetc/passwd', {}, 'GET', 404],
    ['a path that is none', '/%E0%A4', {}, 'GET', 404],
  ])('%s', async (_, path, headers, method, status) => {
    expect((await ask(path, headers, method)).status).toBe(status)
  })

  test('no other page may embed what is answered', async () => {
    cluster = OWN
    const { status, headers, text } = await ask('/live/cluster')
    cluster = undefined
    expect([status, JSON.parse(text)]).toEqual([200, OWN])
    expect(headers).toMatchObject({ 'cross-origin-resource-policy': 'same-origin', 'x-content-type-options': 'nosniff' })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe.skipIf(!hasBrowser)('open pages', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  const open = async (path: string): Promise<Page> => {
    const page = await browser.newPage()
    await page.goto(`${origin}/${path}`)
    return page
  }

  test('are loaded anew when their text changes, and left alone when another’s does', async () => {
    const [changed, left] = [await open('en/3-1.html'), await open('en/5-1.html')]
    await left.evaluate(() => document.body.setAttribute('data-kept', 'yes'))
    change('3-1/en.md', (text) => text.replace(/^summary: .*$/mu, 'summary: A summary that was written just now.'))
    await changed.waitForFunction(
      () => document.querySelector('.summary')?.textContent === 'A summary that was written just now.',
    )
    expect(await left.getAttribute('body', 'data-kept')).toBe('yes')
    await Promise.all([changed.close(), left.close()])
  })

  test('say what is wrong with the course, with file, line and reason, until it is mended', async () => {
    const page = await open('en/3-3.html')
    const before = readFileSync(join(tasks, '3-3/ko.md'), 'utf8')
    change('3-3/ko.md', (text) => text.replace(/^summary: .*\n/mu, ''))
    const panel = page.locator('#builder-says')
    await panel.waitFor()
    expect(await panel.textContent()).toMatch(/tasks\/3-3\/ko\.md:\d+:\d+.*summary/u)
    expect(await violationsOf(page)).toEqual([])
    const other = await open('ko/3-1.html')
    expect(await other.textContent('.problems')).toContain('tasks/3-3/ko.md')
    writeFileSync(join(tasks, '3-3/ko.md'), before)
    await panel.waitFor({ state: 'detached' })
    await other.waitForSelector('article')
    expect(await other.getAttribute('html', 'lang')).toBe('ko')
    await Promise.all([page.close(), other.close()])
  })

  test('a page is made anew within 200 ms', async () => {
    for (let round = 0; round < 6; round += 1) {
      const made = took.length
      change('1-2/ko.md', (text) => `${text}\n`)
      await expect.poll(() => took.length, { timeout: 10_000 }).toBeGreaterThan(made)
    }
    // The fastest: on a machine that does other things beside, the others tell of those.
    expect(Math.min(...took.slice(-5))).toBeLessThan(200)
  })

  test('mark what the terminal has graded, as soon as it has', async () => {
    const page = await open('en/index.html')
    expect(await page.locator('article .mark').count()).toBe(0)
    writeFileSync(
      progressFile,
      JSON.stringify({ '3-3': { best: { embedded: { points: 10, of: 10, at: '2026-11-26T00:00:00Z' } } } }),
    )
    await page.locator('article [data-section="3-3"] .mark').waitFor()
    const table = await open('en/progress.html')
    await table.waitForFunction(() => document.querySelector('[data-best="3-3"]')?.textContent === '10 / 10')
    writeFileSync(
      progressFile,
      JSON.stringify({ '2-2': { best: { embedded: { points: 3, of: 10, at: '2026-11-26T00:00:00Z' } } } }),
    )
    await table.waitForFunction(() => document.querySelector('[data-best="2-2"]')?.textContent === '3 / 10')
    writeFileSync(progressFile, 'no progress')
    await Promise.all([page.close(), table.close()])
  })

  test('the playground shows the learner’s own cluster, and says where there is none', async () => {
    const page = await open('en/playground.html')
    const status = page.locator('.playground [role=status]').first()
    await page.waitForSelector('.walk-shown svg')
    const button = page.getByRole('button', { name: 'My own cluster' })
    await button.click()
    await expect.poll(() => status.textContent()).toContain('grade up')
    cluster = OWN
    await button.click()
    await page.getByRole('button', { name: 'pod/mine/my-own' }).waitFor()
    expect(await page.textContent('.cluster-shown')).toContain('10.244.1.77')
    await expect.poll(() => status.textContent()).toContain('1 object.')
    await page.close()
  })
})
