import { expect, test } from 'vitest'
import { renderDebrief } from '../../../../grader/reports/debrief.ts'

const style = { color: false, width: 25 }

test.each([
  ['nothing', '', '  Debrief\n\n'],
  [
    'a sentence is broken to the width',
    'A sentence that is longer than one line.',
    '  Debrief\n\n  A sentence that is\n  longer than one line.\n',
  ],
  ['lines of a paragraph flow', 'One\ntwo.\n\nThree.', '  Debrief\n\n  One two.\n\n  Three.\n'],
  [
    'code stands as it is, and marks are none',
    '```console\n$ kubectl get pods --all-namespaces\n```\n\n- **one**\n- `two`',
    '  Debrief\n\n      $ kubectl get pods --all-namespaces\n\n  - one\n  - two\n',
  ],
])('%s', (_, markdown, expected) => {
  expect(renderDebrief({ heading: 'Debrief', markdown }, style)).toBe(expected)
})
