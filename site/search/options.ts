/** How the search index is made and read: both have to agree. */
import type { Options } from 'minisearch'
import { tokenize } from './tokenize.ts'

export const SEARCH_OPTIONS: Options = {
  fields: ['title', 'text'],
  storeFields: ['title', 'page'],
  tokenize,
  processTerm: (term) => term,
  searchOptions: {
    boost: { title: 4 },
    prefix: (term) => term.length > 1,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    combineWith: 'AND',
  },
}
