import MiniSearch, { type AsPlainObject } from 'minisearch'
import { expect, test } from 'vitest'
import { createPage } from '../../../../site/build/page.ts'
import { renderSearchIndex } from '../../../../site/build/search-index.ts'
import { aliasesOf, queryOf, type Aliases, type NamedTerm } from '../../../../site/search/aliases.ts'
import { SEARCH_OPTIONS } from '../../../../site/search/options.ts'

const page = (more: Partial<Parameters<typeof createPage>[0]>) =>
  createPage({ kind: 'cause', language: 'en', name: 'causes/x.html', title: 'A cause', html: '', ...more })

const search = (pages: readonly ReturnType<typeof page>[], question: string, terms: readonly NamedTerm[] = []) => {
  const script = renderSearchIndex(pages, aliasesOf(terms))
  const [, quoted = ''] = /^globalThis\.netgradeSearchIndex=(.*)\n$/u.exec(script) ?? []
  const { index, aliases } = JSON.parse(JSON.parse(quoted) as string) as {
    readonly index: AsPlainObject
    readonly aliases: Aliases
  }
  return MiniSearch.loadJS(index, SEARCH_OPTIONS)
    .search(queryOf(question, aliases))
    .map(({ id, title, page: where }) => [id, title, where] as unknown)
}

test('a page is told by the list it stands in, a part by its page', () => {
  const pages = [
    page({ up: { name: 'causes/index.html', title: 'Causes' }, found: [{ title: 'A cause.', text: 'policy' }] }),
    page({ name: 'x.html', title: 'Section', found: [{ anchor: 'why', title: 'Why', text: 'policy' }] }),
    page({ name: 'y.html', title: 'Alone', found: [{ title: 'Alone', text: 'policy' }] }),
  ]
  expect(search(pages, 'policy').toSorted()).toEqual([
    ['causes/x.html', 'A cause.', 'Causes'],
    ['x.html#why', 'Why', 'Section'],
    ['y.html', 'Alone', 'Alone'],
  ])
})

test.each([
  ['인그레스', ['x.html#a']],
  ['인그레스로', ['x.html#a']],
  ['인그레스의 규칙', ['x.html#a']],
  ['Ingress', ['x.html#a']],
  ['로드밸런서', ['x.html#b']],
  ['라벨', ['x.html#b']],
  ['라벨을 인그레스에', []],
])('%s is found by what the course calls it', (question, expected) => {
  const pages = [
    page({
      name: 'x.html',
      found: [
        { anchor: 'a', title: 'Ingress의 규칙', text: '' },
        { anchor: 'b', title: 'LoadBalancer', text: '레이블이 있는 것' },
      ],
    }),
  ]
  const terms = [
    { term: 'Ingress(인그레스)', not: [] },
    { term: 'Ingress 컨트롤러', not: ['인그레스 컨트롤러'] },
    { term: 'LoadBalancer(로드 밸런서)', not: ['로드밸런서', '부하 분산기'] },
    { term: '레이블', not: ['라벨'] },
  ]
  expect(search(pages, question, terms).map((found) => (found as readonly string[])[0])).toEqual(expected)
})
