// Each way of leaving a text half-translated, once.
import { describe, expect, test } from 'vitest'
import { checkProseTranslation, checkWordsTranslation, strayLanguage } from '../../../../src/course/check/check-translation.ts'
import { renderContentProblem } from '../../../../src/course/problem.ts'

describe('the language of a text', () => {
  test.each([
    ['Pod마다 주소가 하나씩 있습니다.', 'ko'],
    ['EndpointSlice, NetworkPolicy', 'ko'],
    ['`kubectl get pods -n shop -o wide`', 'ko'],
    ['[kube-proxy](https://kubernetes.io/docs/reference/the/long/way)', 'ko'],
    ['| | iptables | nftables |', 'ko'],
    ['The word `파드` in code.', 'en'],
  ] as const)('%s may stand in %s', (text, language) => expect(strayLanguage(text, language)).toBeUndefined())

  test.each([
    ['Every Pod has an address.', 'ko', 'the text is not translated'],
    ['a number', 'ko', 'the text is not translated'],
    ['Every Pod has an 주소.', 'en', 'Korean stands in the English text'],
  ] as const)('%s may not stand in %s', (text, language, why) => expect(strayLanguage(text, language)).toBe(why))
})

const ENGLISH = '## One {#one}\n\nThe first.\n\nThe second.\n\n- an item\n'

const problemsOf = (korean: string): readonly string[] =>
  checkProseTranslation({ id: '0-1', folder: 'tasks/0-1', files: { 'en.md': ENGLISH, 'ko.md': korean } }).map(
    renderContentProblem,
  )

describe('prose', () => {
  test.each<[what: string, korean: string, problems: readonly string[]]>([
    ['translated as a whole', '## 하나 {#one}\n\n첫째.\n\n둘째.\n\n- 항목\n', []],
    [
      'with a paragraph left out',
      '## 하나 {#one}\n\n첫째.\n\n- 항목\n',
      ['tasks/0-1/ko.md:5:1: the paragraph of en.md:5 is missing; found instead: item'],
    ],
    [
      'that ends before the other does',
      '## 하나 {#one}\n\n첫째.\n\n둘째.\n',
      ['tasks/0-1/ko.md:5:1: the item of en.md:7 is missing; found instead: the end'],
    ],
    [
      'that says more',
      '## 하나 {#one}\n\n첫째.\n\n둘째.\n\n- 항목\n- 또 하나\n',
      ['tasks/0-1/ko.md:8:1: en.md has no item here'],
    ],
    [
      'with a paragraph left in English',
      '## 하나 {#one}\n\n첫째.\n\nThe second is here.\n\n- 항목\n',
      ['tasks/0-1/ko.md:5:1: the text is not translated'],
    ],
  ])('%s', (_what, korean, problems) => expect(problemsOf(korean)).toEqual(problems))
})

test('texts of a YAML file are told with their field', () => {
  const text =
    "questions:\n  - why: { en: 'It is so.', ko: '그렇습니다.' }\n  - why:\n      en: It is so.\n      ko: It is so.\n"
  expect(checkWordsTranslation(text, 'questions.yaml').map(renderContentProblem)).toEqual([
    'questions.yaml:5:7: questions[1].why.ko: the text is not translated',
  ])
})
