/** A page before it is put into the layout. */
import { WORDS, type Language } from './words.ts'

export type PageKind =
  | 'start'
  | 'section'
  | 'exercises'
  | 'exercise'
  | 'questions'
  | 'playground'
  | 'causes'
  | 'cause'
  | 'reference'
  | 'glossary'
  | 'search'
  | 'progress'
  | 'print'

export interface Contents {
  readonly id: string
  readonly heading: string
}

export interface Page {
  readonly kind: PageKind
  readonly language: Language
  /** The path within the language's folder, e.g. `causes/index.html`. */
  readonly name: string
  readonly title: string
  /** Of a section, before its title. */
  readonly number?: string
  /** The page with the list that this one stands in. */
  readonly up?: { readonly name: string; readonly title: string }
  readonly summary: string
  /** HTML of the article, below its title. */
  readonly html: string
  readonly contents: readonly Contents[]
  /** Names of the scripts of site/client that it needs besides `main`. */
  readonly scripts: readonly string[]
  /** Scripts of the page's own, which say what it is about. */
  readonly data: readonly { readonly name: string; readonly content: string }[]
  /** What the search finds: each with the anchor it stands at, or none for the page itself. */
  readonly found: readonly { readonly anchor?: string; readonly title: string; readonly text: string }[]
}

/** From one page of a language to another: works in any folder and without a server. */
export const hrefBetween = (from: string, to: string): string => `${'../'.repeat(from.split('/').length - 1)}${to}`

/** What pages share when they are made. */
export const createPage = (page: Pick<Page, 'kind' | 'language' | 'name' | 'title' | 'html'> & Partial<Page>): Page => ({
  summary: WORDS[page.language].intro,
  contents: [],
  scripts: [],
  data: [],
  found: [],
  ...page,
})
