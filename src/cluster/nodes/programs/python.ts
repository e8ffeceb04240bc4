/** python, as far as it serves files. @see cpython Lib/http/server.py, version 3.13 */
import type { HttpRoute } from '../../../network/facts.ts'
import type { FileView } from '../container-files.ts'
import {
  logTime,
  optionOf,
  pathFrom,
  tcp,
  type ProgramContext,
  type ProgramListener,
  type ProgramResult,
  type ServedEntry,
} from './program.ts'
import { escapePlaceholders, siteRoutes } from './static-site.ts'

const SERVER = { server: 'SimpleHTTP/0.6 Python/3.13.1' }
const INDEX = ['index.html', 'index.htm']

const errorPage = (code: number, message: string, explanation: string): string => `<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: ${code}</p>
        <p>Message: ${message}.</p>
        <p>Error code explanation: ${code} - ${explanation}.</p>
    </body>
</html>
`

const failing = (code: number, message: string, explanation: string): HttpRoute => ({
  path: '/',
  match: 'prefix',
  status: code,
  reason: message,
  headers: { ...SERVER, connection: 'close', 'content-type': 'text/html;charset=utf-8' },
  body: errorPage(code, message, explanation),
})

/** Its handler has no function for a method that only reads files. */
const UNSUPPORTED: HttpRoute = {
  ...failing(501, "Unsupported method ('{method}')", 'Server does not support this operation'),
  methods: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
}

const NOT_FOUND = failing(404, 'File not found', 'Nothing matches the given URI')

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** As urllib.parse.quote does. */
const quote = (name: string): string =>
  encodeURIComponent(name)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/gu, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)

const listing = (url: string, names: readonly string[]): string => {
  const title = `Directory listing for ${escapeHtml(url)}`
  const items = names
    .toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map((name) => `<li><a href="${quote(name)}">${escapeHtml(name)}</a></li>\n`)
  return `<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
</head>
<body>
<h1>${title}</h1>
<hr>
<ul>
${items.join('')}</ul>
<hr>
</body>
</html>
`
}

/** What each directory holds, by its URL with a slash at its end; directories below end with one, too. */
const directoriesOf = (files: FileView, root: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>([['/', new Set()]])
  for (const file of files.list(root)) {
    const steps = file.slice(root === '/' ? 1 : root.length + 1).split('/')
    for (const [at, step] of steps.entries()) {
      const url = `/${steps
        .slice(0, at)
        .map((one) => `${one}/`)
        .join('')}`
      const names = found.get(url) ?? new Set()
      names.add(at === steps.length - 1 ? step : `${step}/`)
      found.set(url, names)
    }
  }
  return found
}

const routesOfDirectory = (url: string, names: ReadonlySet<string>): readonly HttpRoute[] => [
  {
    path: url,
    match: 'exact',
    status: 200,
    headers: { ...SERVER, 'content-type': 'text/html; charset=utf-8' },
    body: escapePlaceholders(listing(url, [...names])),
  },
  ...(url === '/'
    ? []
    : [{ path: url.slice(0, -1), match: 'exact' as const, status: 301, headers: { ...SERVER, location: url }, body: '' }]),
]

/** All in HTTP/1.0. */
const routesOf = (files: FileView, root: string, begunMs: number): readonly HttpRoute[] =>
  pagesOf(files, root, begunMs).map((route) => ({ ...route, version: '1.0' }))

const pagesOf = (files: FileView, root: string, begunMs: number): readonly HttpRoute[] => [
  UNSUPPORTED,
  ...siteRoutes(files, {
    prefix: '/',
    root,
    index: INDEX,
    headers: SERVER,
    validators: (_size, atMs = begunMs) => ({ 'last-modified': new Date(atMs).toUTCString() }),
  }),
  ...[...directoriesOf(files, root)].flatMap(([url, names]) => routesOfDirectory(url, names)),
  NOT_FOUND,
]

/** To its standard error; what went wrong on a line of its own before. */
const logLine = ({ client, atMs, method, target, status }: ServedEntry): string => {
  const head = `${client} - - [${logTime(atMs).replace(' +0000', '').replace(':', ' ')}]`
  const message = status === 404 ? 'File not found' : status === 501 ? `Unsupported method ('${method}')` : undefined
  const complaint = message === undefined ? '' : `${head} code ${status}, message ${message}\n`
  return `${complaint}${head} "${method} ${target} HTTP/1.1" ${status} -\n`
}

/** `python -m http.server [port] [--directory D]` */
function serveFiles({ argv, files, podIp, cwd, nowMs }: ProgramContext): ProgramResult {
  const at = argv.indexOf('http.server')
  const numbers = argv
    .slice(at + 1)
    .filter((argument, index, all) => /^\d+$/u.test(argument) && !/^-/u.test(all[index - 1] ?? ''))
  const port = Number(numbers[0] ?? 8000)
  const root = pathFrom(cwd, optionOf(argv, '--directory', '-d') ?? '.')
  const address = optionOf(argv, '--bind', '-b') ?? '0.0.0.0'
  const listeners = (): readonly ProgramListener[] => [tcp('python', port, { address, http: routesOf(files, root, nowMs) })]
  return {
    kind: 'serves',
    listeners: listeners(),
    output: podIp === '' ? '' : `Serving HTTP on ${address} port ${port} (http://${address}:${port}/) ...\n`,
    refresh: listeners,
    logLine,
    bindFailure: () => 'OSError: [Errno 98] Address in use\n',
  }
}

/** Any other program is not run. */
export function startPython(context: ProgramContext): ProgramResult {
  const { argv } = context
  if (argv.includes('http.server')) return serveFiles(context)
  if (argv.includes('--version') || argv.includes('-V')) return { kind: 'exits', code: 0, output: 'Python 3.13.1\n' }
  if (argv.length <= 1) return { kind: 'exits', code: 0 }
  return { kind: 'exits', code: 1, errors: `${argv[0] ?? 'python'}: programs are not run here; "-m http.server" is\n` }
}
