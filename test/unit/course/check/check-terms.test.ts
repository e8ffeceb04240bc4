import { expect, test } from 'vitest'
import { checkGlossary, checkTerms } from '../../../../src/course/check/check-terms.ts'
import { renderContentProblem } from '../../../../src/course/problem.ts'
import { readGlossary } from '../../../../src/course/read-glossary.ts'

const GLOSSARY = `
label:
  en: { term: label, text: A key and a value. }
  ko: { term: 레이블, not: [라벨], text: 키와 값입니다. }
node-port:
  en: { term: NodePort, also: [node port], text: 'A port of every node.' }
  ko: { term: NodePort(노드 포트), text: 모든 노드의 포트입니다. }
`
const { terms } = readGlossary(GLOSSARY, 'glossary.yaml')

test.each<[line: string, language: 'en' | 'ko' | undefined, problems: readonly string[]]>([
  ['a [label](term:label), [labels](term:label), a [Label](term:label)', 'en', []],
  ['a [`node port`](term:node-port) or [NodePort](term:node-port)', 'en', []],
  ['[NodePort](term:node-port), [노드 포트](term:node-port)', 'ko', []],
  ['a [tag](term:label)', 'en', ['a.md:1:1: the glossary does not call label tag, but label']],
  ['[태그](term:label)를 붙입니다', 'ko', ['a.md:1:1: the glossary does not call label 태그, but 레이블']],
  ['라벨을 붙입니다', 'ko', ['a.md:1:1: the course says 레이블, not 라벨']],
  ['라벨을 붙입니다', undefined, ['a.md:1:1: the course says 레이블, not 라벨']],
  ['[라벨과 선택기](https://kubernetes.io/ko/docs/labels/)', 'ko', []],
])('%s', (text, language, problems) => {
  const naming = { file: 'a.md', text, ...(language === undefined ? {} : { language }) }
  expect(checkTerms(naming, terms).map(renderContentProblem)).toEqual(problems)
})

test('the glossary keeps to its own words', () => {
  const text = GLOSSARY.replace('키와 값입니다.', '라벨입니다.').replace('A port', 'A [hole](term:node-port)')
  expect(checkGlossary(readGlossary(text, 'glossary.yaml').terms, 'glossary.yaml').map(renderContentProblem)).toEqual([
    'glossary.yaml:2:1: the course says 레이블, not 라벨',
    'glossary.yaml:5:1: the glossary does not call node-port hole, but NodePort, node port',
  ])
})
