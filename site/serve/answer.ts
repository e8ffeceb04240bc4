/** What the server answers, on loopback, from memory. Nobody but the pages that it serves may read it. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { createLayout } from '../build/layout.ts'
import { LANGUAGES, WORDS } from '../build/words.ts'
import type { Made } from './builder.ts'
import type { Learner } from './learner.ts'
import type { Listeners } from './listeners.ts'

export interface Served {
  readonly root: string
  readonly current: () => Made
  readonly listeners: Listeners
  readonly learner: Learner
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** Of pages that show what is wrong with the course. */
const PROBLEMS = 'problems'

/** Other names for this machine would let a foreign page read along: its own name may lead here by now. */
const isLocal = (host: string | undefined): boolean => /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u.test(host ?? '')

/** Browsers say so of pages of other places. */
const isForeign = ({ headers }: IncomingMessage): boolean =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site']?.toString())

const send = (response: ServerResponse, status: number, extension: string, content: string): void => {
  response.writeHead(status, {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  response.end(content)
}

const readUrl = (url: string | undefined): URL => {
  try {
    return new URL(url ?? '/', 'http://localhost')
  } catch {
    return new URL('http://localhost/')
  }
}

/** Within the site; empty for what cannot be one. */
const pathOf = (pathname: string): string => {
  try {
    const path = decodeURIComponent(pathname).slice(1)
    return path === '' || path.endsWith('/') ? `${path}index.html` : path
  } catch {
    return ''
  }
}

/** Tells one text of a page from another. */
const markOfText = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** The mark of a page as it is made now. */
export const markOf = ({ site }: Made, path: string): string | undefined => {
  const write = site.files.get(path)
  return write === undefined ? undefined : markOfText(write())
}

const withMark = (html: string, mark: string): string => html.replace('data-live="yes"', `data-live="${mark}"`)

const renderProblems = (root: string, { fixed, problems }: Made): string => {
  const blocks = LANGUAGES.map((language) => ({
    language,
    heading: WORDS[language].broken,
    text: WORDS[language].brokenText,
    problems,
  }))
  return createLayout(join(root, 'site'), fixed.assets, true).renderPlain('/', WORDS.en.broken, blocks)
}

const sendPage = ({ root, current }: Served, path: string, response: ServerResponse): void => {
  const made = current()
  const isPage = path.endsWith('.html')
  if (made.problems.length > 0 && isPage) {
    send(response, 500, '.html', withMark(renderProblems(root, made), PROBLEMS))
    return
  }
  const content = made.site.files.get(path)?.()
  if (content !== undefined) send(response, 200, extname(path), isPage ? withMark(content, markOfText(content)) : content)
  else send(response, 404, '.html', (made.site.files.get('404.html')?.() ?? '').replace('<head>', '<head><base href="/">'))
}

const sendCluster = async ({ learner }: Served, response: ServerResponse): Promise<void> => {
  const cluster = await learner.cluster().catch(() => undefined)
  if (cluster === undefined) send(response, 404, '.json', '{}')
  else send(response, 200, '.json', JSON.stringify(cluster))
}

const listen = ({ listeners }: Served, { searchParams }: URL, response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': \n\n')
  listeners.add({
    path: pathOf(searchParams.get('page') ?? ''),
    shown: searchParams.get('shown') ?? '',
    response,
  })
}

/** Answers what asks for this machine by a name of its own, and only reads. */
export const createAnswers = (served: Served): Server =>
  createServer((request, response) => {
    if (!isLocal(request.headers.host)) return send(response, 421, '.html', '')
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, '.html', '')
    const url = readUrl(request.url)
    const isOfLearner = url.pathname === '/live' || url.pathname.startsWith('/live/')
    if (isOfLearner && isForeign(request)) return send(response, 403, '.html', '')
    if (url.pathname === '/live') return listen(served, url, response)
    if (url.pathname === '/live/cluster') return void sendCluster(served, response)
    return sendPage(served, pathOf(url.pathname), response)
  })
