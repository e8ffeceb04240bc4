import { expect, test } from 'vitest'
import { readGlossary } from '../../../src/course/read-glossary.ts'

const read = (text: string): unknown => {
  const { terms, problems } = readGlossary(text, 'tasks/glossary.yaml')
  return { ids: terms.map(({ id, line }) => [id, line]), problems: problems.map(({ line, path }) => [line, path]) }
}

const whole = 'pod:\n  en: { term: Pod, text: Containers. }\n  ko: { term: 파드, text: 컨테이너. }\n'

test.each<[what: string, text: string, expected: unknown]>([
  ['nothing is no glossary', '', { ids: [], problems: [[1, undefined]] }],
  ['a term in both languages', whole, { ids: [['pod', 1]], problems: [] }],
  [
    'a term without Korean is told with its place, and left out',
    `${whole}node:\n  en: { term: Node, text: A machine. }\n`,
    { ids: [['pod', 1]], problems: [[4, 'node']] },
  ],
  [
    'words that are no list',
    `${whole}node: { en: { term: node, text: A machine. }, ko: { term: 노드, not: 기계, text: 머신. } }\n`,
    { ids: [['pod', 1]], problems: [[4, 'node']] },
  ],
  ['a word for a term', 'pod: Containers.\n', { ids: [], problems: [[1, 'pod']] }],
])('%s', (_what, text, expected) => expect(read(text)).toEqual(expected))
