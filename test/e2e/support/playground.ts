/** The playground in Chromium, from a folder; each test has a page of its own, in which nothing may fail. */
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchBrowser } from './browser.ts'
import { buildStudySite, type BuiltSite } from './site.ts'

export const OPEN = `apiVersion: v1
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

export const CLOSED = `${OPEN}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: none }
spec: { podSelector: {}, policyTypes: [Ingress] }
`

export interface Playground {
  readonly browser: Browser
  readonly page: Page
  readonly urlOf: (language: string) => string
}

/** Opens it before each test of the suite that calls this, and gives it when it is asked for. */
export const usePlayground = (): (() => Playground) => {
  let site: BuiltSite
  let browser: Browser
  let page: Page
  const faults: string[] = []
  const urlOf = (language: string): string => site.urlOf(`${language}/playground.html`)
  beforeAll(async () => {
    site = await buildStudySite()
    browser = await launchBrowser()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    site.remove()
  })
  beforeEach(async () => {
    faults.length = 0
    page = await browser.newPage()
    page.on('pageerror', ({ message }) => faults.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.goto(urlOf('en'))
    await page.waitForSelector('.walk-shown svg')
  })
  afterEach(async () => {
    await page.close()
    expect(faults).toEqual([])
  })
  return () => ({ browser, page, urlOf })
}

/** Draws the way of a packet from the client to the Service, and tells what is said of it. */
export const follow = async (page: Page, cluster: string): Promise<string> => {
  await page.fill('#cluster', cluster)
  await page.fill('#from', 'pod/default/client')
  await page.fill('#to', 'service/default/web:80')
  await page.evaluate(() => document.querySelector('.walk-shown')?.replaceChildren())
  await page.click('.draw-walk')
  await page.waitForSelector('.walk-shown svg')
  return (await page.textContent('.walk-shown figcaption')) ?? ''
}
