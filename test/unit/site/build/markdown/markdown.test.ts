import { expect, test } from 'vitest'
import { renderParts, type MarkdownContext } from '../../../../../site/build/markdown/markdown.ts'

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
  const parts = renderParts(TEXT, { ...context, prefix })
  expect(parts.map(({ id, items }) => [id, items.map((item) => item.trim())])).toEqual([
    [`${prefix}task`, []],
    [`${prefix}hints`, ['Look.', 'Look <code>again</code>.']],
  ])
  for (const { html } of parts) expect(html.match(/<li>/gu)).toHaveLength(2)
})
