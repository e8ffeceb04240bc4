import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { allowEmphasisBesideHangul } from '../../../src/course/hangul-emphasis.ts'

const render = (text: string): string => {
  const markdown = new MarkdownIt()
  allowEmphasisBesideHangul(markdown)
  return markdown.renderInline(text)
}

describe('emphasis beside Hangul', () => {
  test.each([
    ['**Service의 `port`**는 번호입니다', '<strong>Service의 <code>port</code></strong>는 번호입니다'],
    ['네임스페이스 **`web`**의 Pod', '네임스페이스 <strong><code>web</code></strong>의 Pod'],
    ['**포트(port)**가 *열린*다', '<strong>포트(port)</strong>가 <em>열린</em>다'],
  ])('%s', (text, html) => {
    expect(render(text)).toBe(html)
  })

  test.each(['a * b', '2 ** 3', '가 * 나'])('%s stays as it is', (text) => {
    expect(render(text)).toBe(text)
  })
})
