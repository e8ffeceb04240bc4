/** Pages that are open in a browser and want to hear of changes, as a stream of events. */
import type { ServerResponse } from 'node:http'

export interface OpenPage {
  /** Within the site. */
  readonly path: string
  /** The mark of the text that it shows. */
  readonly shown: string
  readonly response: ServerResponse
}

export interface News {
  readonly problems: readonly string[]
  /** The mark of a page's text now; undefined where there is no such page. */
  readonly markOf: (path: string) => string | undefined
  /** The terminal's progress, as it stands in its file. */
  readonly progress: string | undefined
}

export interface Listeners {
  readonly add: (page: OpenPage) => void
  /** Tells each page what is new for it. */
  readonly tell: () => void
  readonly close: () => void
}

const write = ({ response }: OpenPage, event: string, data: unknown): void =>
  void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

/** A page is loaded anew only if its own text is another one; what is wrong with the course is told to all. */
export const createListeners = (news: () => News): Listeners => {
  const pages = new Set<OpenPage>()
  const tellOne = (page: OpenPage): void => {
    const { problems, markOf, progress } = news()
    if (progress !== undefined) write(page, 'progress', progress)
    write(page, 'problems', problems)
    const mark = markOf(page.path)
    if (problems.length === 0 && mark !== undefined && mark !== page.shown) write(page, 'change', null)
  }
  return {
    add: (page) => {
      pages.add(page)
      page.response.on('close', () => pages.delete(page))
      tellOne(page)
    },
    tell: () => {
      for (const page of pages) tellOne(page)
    },
    close: () => {
      for (const { response } of pages) response.end()
    },
  }
}
