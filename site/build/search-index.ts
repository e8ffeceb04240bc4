import MiniSearch from 'minisearch'
import type { Aliases } from '../search/aliases.ts'
import { SEARCH_OPTIONS } from '../search/options.ts'
import type { Page } from './page.ts'

/** A script that sets the index of one language's pages, and what else may be typed for its words: a page from file:// may load scripts, but not fetch. */
export const renderSearchIndex = (pages: readonly Page[], aliases: Aliases): string => {
  const index = new MiniSearch(SEARCH_OPTIONS)
  index.addAll(
    pages.flatMap((page) =>
      page.found.map(({ anchor, title, text }) => ({
        id: anchor === undefined ? page.name : `${page.name}#${anchor}`,
        title,
        text,
        // A page itself is told by the list it stands in: its own title is there already.
        page: anchor === undefined ? (page.up?.title ?? page.title) : page.title,
      })),
    ),
  )
  return `globalThis.netgradeSearchIndex=${JSON.stringify(JSON.stringify({ index, aliases }))}\n`
}
