import { expect, test } from 'vitest'
import { readText, renderParts, type MarkdownContext } from '../../../../../site/build/markdown/markdown.ts'

const TEXT = `## Task {#task}

1. First.
2. Second.

## Hints {#hints}

1. Look.
2. Look \`again\`.
`

const context: MarkdownContext = {
  file: 'tasks/1-1/en.md',
  before: 0,
  language: 'en',
  prefix: '',
  resolve: () => undefined,
  note: () => undefined,
}

test.each(['', 's1-1-'])('hints come one by one, other lists as they are, with %j before ids', (prefix) => {
  const parts = renderParts(readText(TEXT), { ...context, prefix })
  expect(parts.map(({ id, items }) => [id, items.map((item) => item.trim())])).toEqual([
    [`${prefix}task`, []],
    [`${prefix}hints`, ['Look.', 'Look <code>again</code>.']],
  ])
  for (const { html } of parts) expect(html.match(/<li>/gu)).toHaveLength(2)
})

test('a text that is read once is placed on each page as if it were read for that page', () => {
  const text = readText(
    ['## Why {#why}', '', 'See [the task](#task),', '[a section](section:3-1) and [no section](section:9-9).', ''].join('\n'),
  )
  const on = (prefix: string, folder: string): readonly [html: string, dead: readonly string[]] => {
    const dead: string[] = []
    const resolve = (kind: string, name: string): string | undefined =>
      kind === 'section' && name === '3-1' ? `${folder}3-1.html` : undefined
    const note: MarkdownContext['note'] = ({ line, message }) => dead.push(`${line}: ${message}`)
    const [part] = renderParts(text, { ...context, before: 4, prefix, resolve, note })
    return [`${part?.headingHtml ?? ''}${part?.html ?? ''}`, dead]
  }
  const dead = ['8: the link section:9-9 leads nowhere']
  const html = (prefix: string, folder: string): string =>
    `<h2 id="${prefix}why"><a class="heading" href="#${prefix}why">Why</a></h2>\n<p>See <a href="#${prefix}task">the task</a>,\n<a href="${folder}3-1.html" class="section-number">a section</a> and <a href="section:9-9" class="section-number">no section</a>.</p>\n`
  for (const [prefix, folder] of [
    ['', ''],
    ['s1-1-', '../'],
    ['', ''],
  ] as const)
    expect(on(prefix, folder)).toEqual([html(prefix, folder), dead])
})
