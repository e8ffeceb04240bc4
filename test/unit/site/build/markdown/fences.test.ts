import { expect, test } from 'vitest'
import { codeHtml } from '../../../../../site/build/escape.ts'
import { renderFence } from '../../../../../site/build/markdown/fences.ts'

test('only what stands behind a dollar sign is a command; a remark of a program is what it prints', () => {
  const html = renderFence('console', '$ grade rules service/shop/cart\n# nat PREROUTING: all\n-A PREROUTING\n', 'en')
  expect(html).toContain('<span class="prompt">$ </span><kbd>grade rules service/shop/cart</kbd>')
  expect(html).toContain('<samp># nat PREROUTING: all</samp>\n<samp>-A PREROUTING</samp>')
})

test('a command goes on after a backslash', () => {
  expect(renderFence('console', '$ one \\\ntwo\nthree\n', 'en')).toContain(
    '<kbd>one \\</kbd>\n<kbd>two</kbd>\n<samp>three</samp>',
  )
})

test.each<[info: string, label: string]>([
  ['text', '텍스트'],
  ['', '텍스트'],
  ['json', 'json'],
  ['yaml', 'YAML'],
])('a block of %s is called %s in Korean', (info, label) => {
  expect(renderFence(info, 'a: 1\n', 'ko')).toContain(`<p class="label">${label}</p>`)
})

test('what is wrong on purpose says so, and leads to its cause', () => {
  const wrong = (find?: (code: string) => string | undefined): string =>
    renderFence('yaml wrong=policy-selects-no-pod in=states/shop.yaml', 'a: 1\n', 'en', find)
  expect(wrong((code) => `causes/${code}.html`)).toContain(
    'YAML, wrong on purpose: <a href="causes/policy-selects-no-pod.html">what is wrong with it</a>',
  )
  expect(wrong(() => undefined)).toContain('<span>YAML, wrong on purpose</span>')
})

test.each<[text: string, html: string]>([
  ['web.shop', '<code>web.shop</code>'],
  ['web.shop.svc.cluster.local & more', '<code class="long">web<wbr>.shop<wbr>.svc<wbr>.cluster<wbr>.local &amp; more</code>'],
  [
    'kubernetes.io/metadata.name=ops-team',
    '<code class="long">kubernetes<wbr>.io<wbr>/metadata<wbr>.name<wbr>=ops-team</code>',
  ],
])('long code may break at its joints: %s', (text, html) => expect(codeHtml(text)).toBe(html))
