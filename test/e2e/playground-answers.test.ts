/** What the playground answers, in Chromium: who reaches whom, guessed and asked, and how policies compare. */
import { describe, expect, test } from 'vitest'
import { hasBrowser } from './support/browser.ts'
import { OPEN, usePlayground } from './support/playground.ts'

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

describe.skipIf(!hasBrowser)('answers of the playground', () => {
  const opened = usePlayground()

  test('guesses are held against what happens', async () => {
    const { page } = opened()
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

  test('who reaches whom is asked on any port, by number and by name', async () => {
    const { page } = opened()
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
    const { page } = opened()
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
})
