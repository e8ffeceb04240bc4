import { expect, test } from 'vitest'
import { highlightYaml } from '../../../../../site/build/markdown/highlight-yaml.ts'

test.each([
  ['', ''],
  ['a: 1\n', '<span class="y-key">a</span><span class="y-mark">:</span> <span class="y-value">1</span>\n'],
  ['"a" : b # c', '<span class="y-key">"a"</span> <span class="y-mark">:</span> b <span class="y-comment"># c</span>'],
  ['- <a>', '<span class="y-mark">-</span> &lt;a&gt;'],
])('%j', (text, html) => {
  expect(highlightYaml(text).replaceAll('&quot;', '"')).toBe(html)
})

test('a block ten times as long takes ten times as long, not a hundred times', () => {
  const lines = 30_000
  expect(highlightYaml('key: value\n'.repeat(lines)).match(/y-key/gu)).toHaveLength(lines)
})
