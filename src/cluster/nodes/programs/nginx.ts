/** nginx: listens where its configuration says, and serves files and `return` directives. */
import type { HttpRoute, Listener } from '../../../network/facts.ts'
import { childrenNamed, type Directive, expandIncludes, parseConfiguration } from './nginx-configuration.ts'
import { listen, type Program, type ProgramContext, type ProgramStart } from './program.ts'
import { fileRoutes } from './static-files.ts'

const CONFIGURATION = '/etc/nginx/nginx.conf'

export const errorPage = (status: number, reason: string): string =>
  `<html>\r\n<head><title>${status} ${reason}</title></head>\r\n<body>\r\n<center><h1>${status} ${reason}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`

const HTML = { 'content-type': 'text/html', server: 'nginx' } as const

const STATUS_TEXT: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
}

const expandVariables = (text: string): string =>
  text
    .replaceAll('$hostname', '{hostname}')
    .replaceAll('$host', '{host}')
    .replaceAll('$request_uri', '{path}')
    .replaceAll('$uri', '{path}')
    .replaceAll('$remote_addr', '{client}')

const returnRoute = (path: string, match: HttpRoute['match'], args: readonly string[], type: string): HttpRoute => {
  const [first = '200', text] = args
  const status = /^\d{3}$/u.test(first) ? Number(first) : 302
  const location = status >= 301 && status <= 308 ? (text ?? first) : undefined
  const body =
    location === undefined
      ? (text ?? (STATUS_TEXT[status] === undefined ? '' : errorPage(status, STATUS_TEXT[status])))
      : errorPage(status, STATUS_TEXT[status] ?? '')
  const headers = { ...HTML, 'content-type': type, ...(location === undefined ? {} : { location: expandVariables(location) }) }
  return { path, match, status, headers, body: expandVariables(body) }
}

const argOf = (directives: readonly Directive[], name: string): string | undefined =>
  childrenNamed(directives, name)[0]?.args[0]

interface Scope {
  readonly root: string
  readonly type: string
}

const locationRoutes = (location: Directive, scope: Scope, files: ReadonlyMap<string, string>): readonly HttpRoute[] => {
  const children = location.children ?? []
  const modifier = location.args.length > 1 ? location.args[0] : ''
  const path = location.args.at(-1) ?? '/'
  if (modifier === '~' || modifier === '~*') return []
  const match = modifier === '=' ? 'exact' : 'prefix'
  const type = argOf(children, 'default_type') ?? scope.type
  const answer = childrenNamed(children, 'return')[0]
  if (answer !== undefined) return [returnRoute(path, match, answer.args, type)]
  const alias = argOf(children, 'alias')
  if (alias !== undefined) return fileRoutes(files, alias, path, HTML)
  const root = argOf(children, 'root') ?? scope.root
  const served = fileRoutes(files, root, '/', HTML).filter((route) => route.path.startsWith(path))
  const fallback = childrenNamed(children, 'try_files')[0]?.args.at(-1)
  const index =
    fallback?.startsWith('/') === true ? fileRoutes(files, root, '/', HTML).find((route) => route.path === fallback) : undefined
  return index === undefined ? served : [...served, { ...index, path, match: 'prefix' }]
}

/** Exact routes first, then the longest prefixes: the first that fits decides. */
const order = (routes: readonly HttpRoute[]): readonly HttpRoute[] =>
  [...routes].sort((a, b) => (a.match === b.match ? b.path.length - a.path.length : a.match === 'exact' ? -1 : 1))

const serverRoutes = (server: Directive, http: Directive, files: ReadonlyMap<string, string>): readonly HttpRoute[] => {
  const children = server.children ?? []
  const scope = {
    root: argOf(children, 'root') ?? argOf(http.children ?? [], 'root') ?? '/etc/nginx/html',
    type: argOf(children, 'default_type') ?? argOf(http.children ?? [], 'default_type') ?? 'text/plain',
  }
  const whole = childrenNamed(children, 'return')[0]
  const notFound: HttpRoute = { path: '/', match: 'prefix', status: 404, headers: HTML, body: errorPage(404, 'Not Found') }
  if (whole !== undefined) return [returnRoute('/', 'prefix', whole.args, scope.type)]
  const locations = childrenNamed(children, 'location')
  const own = locations.flatMap((location) => locationRoutes(location, scope, files))
  const files_ = locations.some((location) => location.args.at(-1) === '/') ? [] : fileRoutes(files, scope.root, '/', HTML)
  return [...order([...own, ...files_]), notFound]
}

const listenersOf = (directives: readonly Directive[], context: ProgramContext): readonly Listener[] => {
  const listeners = new Map<string, Listener>()
  for (const http of childrenNamed(directives, 'http')) {
    for (const server of childrenNamed(http.children, 'server')) {
      const routes = serverRoutes(server, http, context.files)
      const listens = childrenNamed(server.children, 'listen')
      for (const args of listens.length > 0 ? listens.map((directive) => directive.args) : [['80']]) {
        const [where = '80'] = args
        const split = /^(?:(.*):)?(\d+)$/u.exec(where)
        const port = Number(split?.[2] ?? (/^\d+$/u.test(where) ? where : 80))
        const host = split === null ? where : (split[1] ?? '0.0.0.0')
        const address =
          host === '*' || host === '' ? '0.0.0.0' : host === 'localhost' ? '127.0.0.1' : host.replace(/^\[(.*)\]$/u, '$1')
        const key = `${address.includes(':') ? '6' : '4'}${address}/${port}`
        if (!listeners.has(key)) listeners.set(key, listen(context, { program: 'nginx', port, address, http: routes }))
      }
    }
  }
  return [...listeners.values()]
}

const fail = (message: string): ProgramStart => ({
  kind: 'exits',
  exitCode: 1,
  output: `nginx: [emerg] ${message}\nnginx: configuration file ${CONFIGURATION} test failed\n`,
})

/** What the configuration in the files makes nginx listen on, or why it refuses to start. */
export const nginxListeners = (context: ProgramContext): readonly Listener[] | string => {
  const text = context.files.get(CONFIGURATION)
  if (text === undefined) return `open() "${CONFIGURATION}" failed (2: No such file or directory)`
  const parsed = parseConfiguration(text)
  if (!parsed.ok) return `${parsed.message} in ${CONFIGURATION}`
  const expanded = expandIncludes(parsed.directives, context.files)
  return typeof expanded === 'string' ? expanded : listenersOf(expanded, context)
}

export const nginx: Program = {
  names: ['nginx', 'nginx-debug'],
  start: (argv, context) => {
    const listeners = nginxListeners(context)
    if (typeof listeners === 'string') return fail(listeners)
    if (argv.includes('-t'))
      return {
        kind: 'exits',
        exitCode: 0,
        output: `nginx: the configuration file ${CONFIGURATION} syntax is ok\nnginx: configuration file ${CONFIGURATION} test is successful\n`,
      }
    if (argv.includes('-s')) return { kind: 'exits', exitCode: 0, output: '' }
    return { kind: 'runs', listeners, output: `/docker-entrypoint.sh: Configuration complete; ready for start up\n` }
  },
}
