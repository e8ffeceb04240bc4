/** The playground in Chromium, from a folder: a cluster is edited and drawn, who reaches whom is guessed, and its address opens it again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildSite } from '../../site/build/build-site.ts'
import { writeSite } from '../../site/build/write-site.ts'
import { hasBrowser, launchBrowser } from './support/browser.ts'

const repository = join(import.meta.dirname, '../..')

const OPEN = `apiVersion: v1
kind: Pod
metadata: { name: client, labels: { app: client } }
spec: { containers: [{ name: c, image: busybox, command: [sleep, '3600'] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`

const CLOSED = `${OPEN}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: none }
spec: { podSelector: {}, policyTypes: [Ingress] }
`

describe.skipIf(!hasBrowser)('the playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netgrade-playground-'))
  let browser: Browser
  let page: Page
  const faults: string[] = []
  beforeAll(async () => {
    writeSite(folder, (await buildSite({ root: repository })).files)
    browser = await launchBrowser()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })
  beforeEach(async () => {
    faults.length = 0
    page = await browser.newPage()
    page.on('pageerror', ({ message }) => faults.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.goto(`file://${join(folder, 'en/playground.html')}`)
    await page.waitForSelector('.walk-shown svg')
  })
  afterEach(async () => {
    await page.close()
    expect(faults).toEqual([])
  })

  const follow = async (cluster: string): Promise<string> => {
    await page.fill('#cluster', cluster)
    await page.fill('#from', 'pod/default/client')
    await page.fill('#to', 'service/default/web:80')
    await page.evaluate(() => document.querySelector('.walk-shown')?.replaceChildren())
    await page.click('.draw-walk')
    await page.waitForSelector('.walk-shown svg')
    return (await page.textContent('.walk-shown figcaption')) ?? ''
  }

  test('a packet arrives, and stops where a policy is added', async () => {
    expect(await follow(OPEN)).toContain('connected')
    expect(await follow(CLOSED)).toContain('timed out')
  })

  test('guesses are held against what happens', async () => {
    await page.fill('#cluster', OPEN)
    await page.click('.guess')
    const cell = page.getByRole('button', { name: 'default/client → default/web' })
    await cell.click()
    await page.getByRole('button', { name: 'default/web → default/client' }).click()
    await page.click('.reveal')
    expect(await page.textContent('.playground [role=status]')).toBe('1 of 2 guesses right')
    expect(await page.textContent('.predict .right')).toBe('✔ connected')
    expect(await page.textContent('.predict .wrong')).toBe('✘ refused')
  })

  test('the address opens the same cluster again, in the other language too', async () => {
    await follow(CLOSED)
    await page.click('.share')
    await page.waitForURL(/#[zt]\./u)
    const other = await browser.newPage()
    await other.goto(page.url().replace('/en/', '/ko/'))
    await other.waitForSelector('.walk-shown svg')
    expect(await other.inputValue('#cluster')).toBe(CLOSED)
    expect(await other.inputValue('#to')).toBe('service/default/web:80')
    expect(await other.textContent('.walk-shown figcaption')).toContain('시간 초과')
    await other.close()
  })

  test('what is wrong with a cluster is said with its line, and names that are not there', async () => {
    await page.fill('#cluster', 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { contaners: [] }\n')
    await page.click('.draw-walk')
    await page.waitForSelector('.playground .diagnostics li')
    expect(await page.textContent('.playground .diagnostics')).toContain('line 4: unknown field "spec.contaners"')
    await page.fill('#cluster', OPEN)
    await page.fill('#from', 'pod/default/nobody')
    await page.click('.draw-walk')
    await page.waitForFunction(() => document.querySelector('.playground [role=status]')?.textContent.includes('nobody'))
  })
})
