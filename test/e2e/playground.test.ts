/** The playground in Chromium: a cluster is edited and drawn, its packets are watched, and its address opens it again. */
import { describe, expect, test } from 'vitest'
import { violationsOf } from './support/axe.ts'
import { hasBrowser } from './support/browser.ts'
import { CLOSED, follow, OPEN, usePlayground } from './support/playground.ts'

describe.skipIf(!hasBrowser)('the playground', () => {
  const opened = usePlayground()

  test('a packet arrives, and stops where a policy is added', async () => {
    const { page } = opened()
    expect(await follow(page, OPEN)).toContain('connected')
    expect(await follow(page, CLOSED)).toContain('timed out')
  })

  test('what is typed is drawn and listed after a pause; what cannot be read leaves the old drawing, told as old', async () => {
    const { page } = opened()
    const status = page.locator('.playground .actions [role=status]').first()
    const listed = () => page.locator('#remove-object option').allTextContents()
    await follow(page, OPEN)
    await page.fill('#cluster', CLOSED)
    await page.waitForFunction(() => document.querySelector('.walk-shown figcaption')?.textContent.includes('timed out'))
    expect(await listed()).toContain('NetworkPolicy none')
    await page.fill('#cluster', OPEN.replace('containerPort', 'contanerPort'))
    // What tells mistakes comes in parts, one after another.
    const told = expect.poll(() => status.textContent(), { timeout: 10_000 })
    await told.toBe('1 mistake in the text: The drawing is of the text before.')
    expect(await page.textContent('.playground .diagnostics')).toContain('contanerPort')
    expect(await page.textContent('.walk-shown figcaption')).toContain('timed out')
    await page.fill('#cluster', OPEN.replaceAll('name: client,', 'name: caller,'))
    await page.getByRole('button', { name: /^pod\/default\/caller(?:: |$)/u }).waitFor()
    expect(await page.locator('.playground .diagnostics li').count()).toBe(0)
    expect(await listed()).toEqual(['Pod caller', 'Pod web', 'Service web'])
  })

  test.each(['z.AAAA', 'z.%%%', 't.WyJh'])('that #%s holds no cluster is said, and goes on being said', async (fragment) => {
    const { browser, page } = opened()
    const other = await browser.newPage()
    await other.goto(`${page.url()}#${fragment}`)
    await other.waitForSelector('.walk-shown svg')
    await other.waitForTimeout(300)
    expect(await other.locator('.playground .actions [role=status]').first().textContent()).toMatch(/^The address holds no/u)
    await other.close()
  })

  test('objects are added and taken away by hand', async () => {
    const { page } = opened()
    await follow(page, OPEN)
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

  test('the address opens the same cluster again, in the other language too', async () => {
    const { browser, page } = opened()
    await follow(page, CLOSED)
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
    const { page } = opened()
    await follow(page, OPEN)
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
    const { page } = opened()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await follow(page, OPEN)
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
    const { page } = opened()
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await follow(page, OPEN)
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

  test('nothing jumps when the drawings come, nor with another example', async () => {
    const { browser, urlOf } = opened()
    for (const width of [390, 1280]) {
      const other = await browser.newPage({ viewport: { width, height: 900 } })
      await other.addInitScript(() => {
        const shifts: number[] = []
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value)
        }).observe({ type: 'layout-shift', buffered: true })
        Object.assign(globalThis, { shiftsSeen: shifts })
      })
      await other.goto(urlOf('ko'))
      await other.locator('.cluster-shown').scrollIntoViewIfNeeded()
      await other.waitForSelector('.walk-shown svg')
      await other.waitForSelector('.cluster-shown svg')
      // In one turn of the page, so that nothing that is still loading comes in between.
      const tops = await other.evaluate(() => {
        const topOf = () => document.querySelector('.walk-shown')?.getBoundingClientRect().top
        const before = topOf()
        for (const drawn of document.querySelectorAll('.walk-shown svg')) drawn.setAttribute('data-before', '')
        const chooser = document.querySelector<HTMLSelectElement>('#example')
        if (chooser === null) return []
        chooser.selectedIndex = 1
        chooser.dispatchEvent(new Event('change'))
        return [before, topOf()]
      })
      expect(tops[0]).toBeGreaterThan(0)
      expect(tops[1]).toBe(tops[0])
      await other.waitForSelector('.walk-shown svg:not([data-before])')
      const shifts = await other.evaluate(() => (globalThis as unknown as { shiftsSeen: number[] }).shiftsSeen)
      expect(
        shifts.reduce((sum, shift) => sum + shift, 0),
        `${width}`,
      ).toBeLessThan(0.1)
      await other.close()
    }
  })

  test('all controls, filled, have no accessibility violation in either theme and language', async () => {
    const { page, urlOf } = opened()
    for (const language of ['en', 'ko']) {
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await page.goto(urlOf(language))
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
    const { page } = opened()
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
