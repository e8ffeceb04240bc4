/** Serves the pages on loopback from memory, makes them anew when a file changes, and shows what is wrong with the content. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { watch } from 'chokidar'
import { renderContentProblem } from '../../src/course/problem.ts'
import { buildSite, prepareSite, type BuiltSite, type Fixed, type SiteOptions } from './build-site.ts'
import { createLayout } from './layout.ts'
import { LANGUAGES, WORDS } from './words.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** Changes that come together are one. */
const SETTLE_MS = 30

interface Served {
  readonly site: BuiltSite
  readonly fixed: Fixed
}

const renderProblems = ({ root }: SiteOptions, { site, fixed }: Served): string => {
  const problems = site.problems.map(renderContentProblem)
  const blocks = LANGUAGES.map((language) => ({
    language,
    heading: WORDS[language].broken,
    text: WORDS[language].brokenText,
    problems,
  }))
  return createLayout(join(root, 'site'), fixed.assets, true).renderPlain('/', WORDS.en.broken, blocks)
}

/** Other names for this machine would let a foreign page read along. */
const isLocal = (host: string | undefined): boolean => /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u.test(host ?? '')

const send = (response: ServerResponse, status: number, path: string, content: string): void => {
  response.writeHead(status, {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
  })
  response.end(content)
}

const pathOf = (url: string | undefined): string => {
  try {
    const path = decodeURIComponent(new URL(url ?? '/', 'http://localhost').pathname).slice(1)
    return path === '' || path.endsWith('/') ? `${path}index.html` : path
  } catch {
    return ''
  }
}

const createAnswers = (options: SiteOptions, listeners: Set<ServerResponse>, current: () => Served): Server =>
  createServer((request, response) => {
    if (!isLocal(request.headers.host)) return send(response, 421, '.html', '')
    const path = pathOf(request.url)
    if (path === 'live') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write(': \n\n')
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
      return undefined
    }
    const served = current()
    if (served.site.problems.length > 0 && path.endsWith('.html'))
      return send(response, 500, path, renderProblems(options, served))
    const content = served.site.files.get(path)
    if (content !== undefined) return send(response, 200, path, content)
    return send(response, 404, '.html', (served.site.files.get('404.html') ?? '').replace('<head>', '<head><base href="/">'))
  })

const watchFiles = (options: SiteOptions, onChange: (isFixed: boolean) => Promise<void>): { close(): Promise<void> } => {
  const tasks = options.tasks ?? join(options.root, 'tasks')
  let timer: NodeJS.Timeout | undefined
  let isFixed = false
  return watch([tasks, join(options.root, 'site'), join(options.root, 'docs/semantics')], { ignoreInitial: true }).on(
    'all',
    (_event, path) => {
      isFixed ||= !path.startsWith(tasks)
      clearTimeout(timer)
      timer = setTimeout(() => {
        const all = isFixed
        isFixed = false
        void onChange(all)
      }, SETTLE_MS)
    },
  )
}

/** Resolves when the server listens. Port 0 takes a free one. `report` is told what cannot even be read. */
export const serveSite = async (given: SiteOptions, port: number, report: (message: string) => void): Promise<Server> => {
  const options = { ...given, live: true }
  const fixed = await prepareSite(options)
  let served: Served = { fixed, site: await buildSite(options, fixed) }
  const listeners = new Set<ServerResponse>()
  const server = createAnswers(options, listeners, () => served)
  const watcher = watchFiles(options, async (isFixed) => {
    try {
      const next = isFixed ? await prepareSite(options) : served.fixed
      served = { fixed: next, site: await buildSite(options, next) }
      for (const listener of listeners) listener.write('event: change\ndata: \n\n')
    } catch (error) {
      report(error instanceof Error ? error.message : String(error))
    }
  })
  server.on('close', () => void watcher.close())
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
