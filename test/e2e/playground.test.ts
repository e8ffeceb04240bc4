/** The playground in Chromium, from a folder: a cluster is edited and drawn, who reaches whom is guessed, and its address opens it again. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildSite } from '../../site/build/build-site.ts'
import { writeSite } from '../../site/build/write-site.ts'
import { violationsOf } from './support/axe.ts'
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

const NAMED = `apiVersion: v1
kind: Pod
metadata: { name: client }
spec: { containers: [{ name: c, image: agnhost, args: [netexec, --http-port=80, --udp-port=5353], ports: [{ name: dns, containerPort: 5353, protocol: UDP }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: c, image: agnhost, args: [netexec, --http-port=8080, --udp-port=53], ports: [{ name: web, containerPort: 8080 }] }] }
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

  test('what is typed is drawn and listed after a pause; what cannot be read leaves the old drawing, told as old', async () => {
    const status = page.locator('.playground .actions [role=status]').first()
    const listed = () => page.locator('#remove-object option').allTextContents()
    await follow(OPEN)
    await page.fill('#cluster', CLOSED)
    await page.waitForFunction(() => document.querySelector('.walk-shown figcaption')?.textContent.includes('timed out'))
    expect(await listed()).toContain('NetworkPolicy none')
    await page.fill('#cluster', OPEN.replace('containerPort', 'contanerPort'))
    await expect.poll(() => status.textContent()).toBe('1 mistake in the text: The drawing is of the text before.')
    expect(await page.textContent('.playground .diagnostics')).toContain('contanerPort')
    expect(await page.textContent('.walk-shown figcaption')).toContain('timed out')
    await page.fill('#cluster', OPEN.replaceAll('name: client,', 'name: caller,'))
    await page.getByRole('button', { name: /^pod\/default\/caller(?:: |$)/u }).waitFor()
    expect(await page.locator('.playground .diagnostics li').count()).toBe(0)
    expect(await listed()).toEqual(['Pod caller', 'Pod web', 'Service web'])
  })

  test.each(['z.AAAA', 'z.%%%', 't.WyJh'])('that #%s holds no cluster is said, and goes on being said', async (fragment) => {
    const other = await browser.newPage()
    await other.goto(`${page.url()}#${fragment}`)
    await other.waitForSelector('.walk-shown svg')
    await other.waitForTimeout(300)
    expect(await other.locator('.playground .actions [role=status]').first().textContent()).toMatch(/^The address holds no/u)
    await other.close()
  })

  test('objects are added and taken away by hand', async () => {
    await follow(OPEN)
    const caption = (): Promise<string | null> => page.textContent('.walk-shown figcaption')
    const changed = async (act: () => Promise<unknown>): Promise<void> => {
      await page.evaluate(() => document.querySelector('.walk-shown')?.replaceChildren())
      await act()
      await page.waitForSelector('.walk-shown svg')
    }
    await page.selectOption('#add-kind', 'NetworkPolicy')
    await changed(() => page.click('.add-object'))
    expect(await page.inputValue('#cluster')).toContain('name: networkpolicy-1')
    expect(await caption()).toContain('timed out')
    await page.selectOption('#remove-object', { label: 'NetworkPolicy networkpolicy-1' })
    await changed(() => page.click('.remove-object'))
    expect(await page.inputValue('#cluster')).toBe(OPEN)
    expect(await caption()).toContain('connected')
    await page.selectOption('#remove-object', { label: 'Service web' })
    await changed(() => page.click('.remove-object'))
    expect(await page.inputValue('#cluster')).not.toContain('kind: Service')
    expect(await page.inputValue('#to')).not.toContain('service/')
    expect(await violationsOf(page)).toEqual([])
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

  test('two ends of the drawn cluster are pressed, with the keyboard too', async () => {
    await follow(OPEN)
    const spot = (end: string) => page.getByRole('button', { name: new RegExp(`^${end}(?:: |$)`, 'u') })
    await spot('pod/default/web').click()
    expect(await page.textContent('.playground .actions [role=status]')).toContain('From pod/default/web.')
    await spot('pod/default/client').focus()
    await page.evaluate(() => document.querySelector('.walk-shown')?.replaceChildren())
    await page.keyboard.press('Enter')
    await page.waitForSelector('.walk-shown svg')
    expect(await page.inputValue('#from')).toBe('pod/default/web')
    expect(await page.inputValue('#to')).toBe('pod/default/client:80')
    expect(await page.textContent('.walk-shown figcaption')).toContain('refused')
    expect(await spot('pod/default/web').getAttribute('aria-pressed')).toBe('true')
    await spot('service/default/web').click()
    expect(await page.textContent('.playground .actions [role=status]')).toContain('To service/default/web:80.')
  })

  test('the packet is watched step by step, and nothing moves of itself where that is not welcome', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await follow(OPEN)
    const told = page.locator('.step-told')
    const rows = await page.locator('.walk-shown tbody tr').count()
    const first = await told.textContent()
    expect(first).toContain(`1 of ${rows}:`)
    await page.waitForTimeout(2500)
    expect(await told.textContent()).toBe(first)
    const placeOf = () => page.locator('.walk-shown .token').evaluate((token) => (token as SVGElement).style.transform)
    const before = await placeOf()
    for (let step = 1; step < rows; step += 1) await page.getByRole('button', { name: 'Next' }).click()
    expect(await told.textContent()).toContain(`${rows} of ${rows}:`)
    expect(await placeOf()).not.toBe(before)
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
    expect(await page.locator('.walk-shown tr[aria-current=step]').count()).toBe(1)
    await page.getByRole('button', { name: 'Back' }).click()
    expect(await told.textContent()).toContain(`${rows - 1} of ${rows}:`)
  })

  test('where motion is welcome it plays once it is seen, and can be stopped', async () => {
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await follow(OPEN)
    await page.locator('.stepper').scrollIntoViewIfNeeded()
    const pause = page.getByRole('button', { name: 'Pause' })
    await pause.waitFor()
    await page.waitForFunction(() => document.querySelector('.step-told')?.textContent.startsWith('2 of'))
    await pause.click()
    const told = await page.textContent('.step-told')
    await page.waitForTimeout(2500)
    expect(await page.textContent('.step-told')).toBe(told)
    expect(await page.locator('.walk-shown .v').first().isVisible()).toBe(false)
  })

  test('who reaches whom is asked on any port, by number and by name', async () => {
    await page.fill('#cluster', NAMED)
    const answers = async (port: string, protocol: string): Promise<string> => {
      await page.fill('#port', port)
      await page.selectOption('#protocol', protocol)
      await page.click('.reveal')
      await page.waitForSelector('.reach-shown .note:not([hidden])')
      return (await page.textContent('.predict tbody')) ?? ''
    }
    expect(await answers('8080', 'TCP')).toBe('default/client–connecteddefault/webrefused–')
    expect(await answers('5353', 'UDP')).toBe('default/client–refuseddefault/webconnected–')
    expect(await answers('web', 'TCP')).toBe('default/client–connecteddefault/web––')
    expect(
      await page.locator('#ports option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value)),
    ).toEqual(expect.arrayContaining(['8080', '5353', 'web', 'dns']))
    await page.fill('#port', 'dns')
    expect(await page.inputValue('#protocol')).toBe('UDP')
    await page.fill('#port', 'nothing')
    await page.click('.guess')
    await page.waitForFunction(() => document.querySelector('.playground [role=status]')?.textContent.includes('nothing'))
  })

  test('two policies are compared, and what only one allows can be watched', async () => {
    const verdict = page.locator('.comparison [role=status]')
    await page.click('.compare')
    await page.waitForSelector('.compared section')
    expect(await verdict.textContent()).toBe('✘ Different: B allows all that A allows, and more.')
    expect(await page.textContent('.compared section h3')).toBe('Only B allows')
    expect(await page.locator('.compared table').first().textContent()).toContain('A.yaml:4:1')
    await page.getByRole('button', { name: 'Follow the packet with A' }).click()
    await page.waitForFunction(() => document.querySelector('.walk-shown figcaption')?.textContent.includes('timed out'))
    await page.evaluate(() => document.querySelector('.walk-shown')?.replaceChildren())
    await page.getByRole('button', { name: 'Follow the packet with B' }).click()
    await page.waitForFunction(() => document.querySelector('.walk-shown figcaption')?.textContent.includes('connected'))
    await page.selectOption('#pair', { index: 1 })
    await page.click('.compare')
    await page.waitForFunction(() => document.querySelector('.verdict.met') !== null)
    expect(await verdict.textContent()).toContain('Equivalent')
    await page.selectOption('#pair', { index: 3 })
    await page.click('.compare')
    await page.waitForFunction(() => document.querySelector('.verdict.depends') !== null)
    await page.fill(
      '#policies-b',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: x }\nspec: { x: 1 }\n',
    )
    await page.click('.compare')
    await page.waitForSelector('.compared .diagnostics li')
    expect(await page.textContent('.compared .diagnostics')).toContain('B, line 4: unknown field "spec.x"')
  })

  test('nothing jumps when the drawings come, nor with another example', async () => {
    for (const width of [390, 1280]) {
      const other = await browser.newPage({ viewport: { width, height: 900 } })
      await other.addInitScript(() => {
        const shifts: number[] = []
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value)
        }).observe({ type: 'layout-shift', buffered: true })
        Object.assign(globalThis, { shiftsSeen: shifts })
      })
      await other.goto(`file://${join(folder, 'ko/playground.html')}`)
      await other.locator('.cluster-shown').scrollIntoViewIfNeeded()
      await other.waitForSelector('.walk-shown svg')
      const before = await other.evaluate(() => document.querySelector('.walk-shown')?.getBoundingClientRect().top)
      await other.evaluate(() => {
        const chooser = document.querySelector<HTMLSelectElement>('#example')
        if (chooser === null) return
        chooser.selectedIndex = 1
        chooser.dispatchEvent(new Event('change'))
      })
      expect(await other.evaluate(() => document.querySelector('.walk-shown')?.getBoundingClientRect().top)).toBe(before)
      await other.waitForSelector('.walk-shown svg')
      const shifts = await other.evaluate(() => (globalThis as unknown as { shiftsSeen: number[] }).shiftsSeen)
      expect(
        shifts.reduce((sum, shift) => sum + shift, 0),
        `${width}`,
      ).toBeLessThan(0.1)
      await other.close()
    }
  })

  test('all controls, filled, have no accessibility violation in either theme and language', async () => {
    for (const language of ['en', 'ko']) {
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await page.goto(`file://${join(folder, `${language}/playground.html`)}`)
      await page.waitForSelector('.walk-shown svg')
      await page.click('.guess')
      await page.waitForSelector('.predict')
      await page.click('.compare')
      await page.waitForSelector('.compared section')
      await page.locator('details').evaluateAll((all) => {
        for (const one of all) one.setAttribute('open', '')
      })
      expect(await violationsOf(page)).toEqual([])
    }
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
