import MiniSearch from 'minisearch'
import { SEARCH_OPTIONS } from '../search/options.ts'
import type { Page } from './page.ts'

/** A script that sets the index of one language's pages: a page from file:// may load scripts, but not fetch. */
export const renderSearchIndex = (pages: readonly Page[]): string => {
  const index = new MiniSearch(SEARCH_OPTIONS)
  index.addAll(
    pages.flatMap((page) =>
      page.found.map(({ anchor, title, text }) => ({
        id: anchor === undefined ? page.name : `${page.name}#${anchor}`,
        title,
        text,
        page: page.title,
      })),
    ),
  )
  return `globalThis.netgradeSearchIndex=${JSON.stringify(JSON.stringify(index))}\n`
}
