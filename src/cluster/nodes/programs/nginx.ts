/** nginx as the official image runs it: what its configuration says decides what it listens on and answers. */
import { isTlsPort, type HttpRoute } from '../../../network/facts.ts'
import type { FileView } from '../container-files.ts'
import type { HttpCall } from '../conversation.ts'
import { isAsShipped } from '../images/nginx.ts'
import { nginxVersion } from '../images/versions.ts'
import { ConfigError, directivesNamed, parseFile, type Directive, type DirectiveCheck } from './nginx-config.ts'
import { directiveFault } from './nginx-directives.ts'
import { readMaps, type NginxMaps } from './nginx-maps.ts'
import { certificateOf, checkTls } from './nginx-tls.ts'
import { entrypointLines, errorLogTime, startLines } from './nginx-notices.ts'
import { isUsual } from './nginx-usual.ts'
import { checkVariables, valueFault } from './nginx-values.ts'
import { readTargets, type ProxyTargets } from './nginx-upstreams.ts'
import { inheriting, locationRoutes } from './nginx-locations.ts'
import {
  combinedLine,
  optionOf,
  type Program,
  type ProgramContext,
  type ProgramListener,
  type ProgramResult,
  type Responded,
  type ServerProcess,
} from './program.ts'

const CONFIG = '/etc/nginx/nginx.conf'

const versionOf = ({ version }: ProgramContext): string => (version === '' ? nginxVersion('latest') : version)

/** As it names itself. */
const signatureOf = (context: ProgramContext): string =>
  context.argv[0]?.endsWith('openresty') === true ? 'openresty/1.27.1.1' : `nginx/${versionOf(context)}`

interface Address {
  readonly port: number
  readonly address: string
  readonly protocol: 'TCP' | 'UDP'
  readonly isDefault: boolean
  readonly isTls: boolean
}

/** What may follow the address; anything else, such as the next directive behind a forgotten semicolon, ends nginx at its start. */
const LISTEN_PARAMETER =
  /^(?:default_server|default|ssl|http2|quic|udp|proxy_protocol|deferred|bind|reuseport|(?:ipv6only|backlog|rcvbuf|sndbuf|fastopen|setfib|accept_filter|so_keepalive)=.+)$/u

function parseListen({ args, file, line }: Directive): Address {
  const [target = '', ...parameters] = args
  const odd = parameters.find((parameter) => !LISTEN_PARAMETER.test(parameter))
  if (odd !== undefined) throw new ConfigError(`invalid parameter "${odd}" in ${file}:${line}`)
  const match = /^(?:(\*|[\d.]+|\[[0-9a-fA-F:]*\]|[a-z][\w.-]*):)?(\d+)$/u.exec(target)
  const protocol = args.includes('udp') ? 'UDP' : 'TCP'
  const more = {
    protocol,
    isDefault: args.includes('default_server') || args.includes('default'),
    isTls: args.includes('ssl'),
  } as const
  if (match === null) {
    if (/^[\d.]+$|^\[/u.test(target)) return { port: 80, address: target.replace(/[[\]]/gu, ''), ...more }
    throw new ConfigError(`host not found in "${target}" of the "listen" directive in ${file}:${line}`)
  }
  const port = Number(match[2])
  if (port < 1 || port > 65_535)
    throw new ConfigError(`invalid port in "${target}" of the "listen" directive in ${file}:${line}`)
  const host = match[1] ?? '*'
  const address = host === '*' ? '0.0.0.0' : host === 'localhost' ? '127.0.0.1' : host.replace(/[[\]]/gu, '')
  return { port, address, ...more }
}

interface Server {
  readonly addresses: readonly Address[]
  readonly names: readonly string[]
  readonly block: readonly Directive[]
  readonly file: string
  readonly line: number
}

const USUAL_ADDRESS: Address = { port: 80, address: '0.0.0.0', protocol: 'TCP', isDefault: false, isTls: false }

function serversOf(top: readonly Directive[]): readonly Server[] {
  const http = directivesNamed(top, 'http').flatMap(({ block = [] }) => block)
  return directivesNamed(http, 'server').map(({ block = [], file, line }) => {
    const listens = directivesNamed(block, 'listen').map(parseListen)
    return {
      addresses: listens.length > 0 ? listens : [USUAL_ADDRESS],
      names: directivesNamed(block, 'server_name').flatMap(({ args }) => args),
      block: inheriting(http, block),
      file,
      line,
    }
  })
}

const routesOf = (server: Server, context: ProgramContext, files: FileView): readonly HttpRoute[] =>
  locationRoutes(server.block, { files, hostname: context.hostname, server: signatureOf(context) })

/**
 * One listener per port. DIFFERS: of several servers on one port, the default one answers, whatever the Host header: the
 * network model's routes know no names.
 */
function listenersOf(servers: readonly Server[], context: ProgramContext, files: FileView): readonly ProgramListener[] {
  const listeners = new Map<string, ProgramListener>()
  for (const server of servers)
    for (const { port, address, protocol, isTls } of server.addresses) {
      const key = `${protocol}/${port}`
      const known = listeners.get(key)
      if (known === undefined)
        listeners.set(key, {
          program: 'nginx',
          protocol,
          port,
          address,
          ...(isTls === isTlsPort(port) ? {} : { tls: isTls }),
          http: routesOf(server, context, files),
        })
      else if (address === '::') listeners.set(key, { ...known, ipv6: true })
      else if (known.address.startsWith('127.') && !address.startsWith('127.')) listeners.set(key, { ...known, address })
    }
  return [...listeners.values()]
}

/** The stream module's servers take connections and hand them on; what they answer is not known. */
const streamListeners = (top: readonly Directive[]): readonly ProgramListener[] =>
  directivesNamed(top, 'stream')
    .flatMap(({ block = [] }) => directivesNamed(block, 'server'))
    .flatMap(({ block = [] }) => directivesNamed(block, 'listen').map(parseListen))
    .map(({ isDefault: _default, isTls: _tls, ...address }) => ({ program: 'nginx', ...address }))

const CONDITIONS = ['range', 'if-none-match', 'if-modified-since'] as const

/** Whether a client wants a part of a file, or one that it does not know yet. */
const asksConditionally = ({ headers }: HttpCall): boolean => CONDITIONS.some((name) => headers[name] !== undefined)

const emergency = (message: string): string => `nginx: [emerg] ${message}\n`

/** What cannot be wrong in its words, so that these need not be looked at. */
const isPlainWords = ({ name, args }: Pick<Directive, 'name' | 'args'>, blocks: readonly string[]): boolean =>
  blocks.at(-1) !== 'map' &&
  !WORDED.has(name) &&
  !(name === 'return' && !/^\d{1,3}$/u.test(args[0] ?? '')) &&
  !(name === 'location' && args[0]?.startsWith('~') === true)

const WORDED: ReadonlySet<string> = new Set(['if', 'rewrite', 'set', 'map'])

const checkDirective: DirectiveCheck = (directive, isBlock, blocks) =>
  (isUsual(directive, isBlock, blocks) ? undefined : directiveFault(directive, isBlock, blocks)) ??
  (isPlainWords(directive, blocks) ? undefined : valueFault(directive, isBlock, blocks))

interface Loaded {
  readonly servers: readonly Server[]
  readonly streams: readonly ProgramListener[]
  readonly targets: ProxyTargets
  readonly maps: NginxMaps
}

/** Directives for which a path alone does not say what is answered. */
const MORE_THAN_PATHS: ReadonlySet<string> = new Set(['proxy_pass', 'rewrite', 'if', 'set', 'break'])

const asksMore = ({ name, args, block = [] }: Directive): boolean =>
  MORE_THAN_PATHS.has(name) ||
  (name === 'location' && /^[~@]/u.test(args[0] ?? '')) ||
  ((name === 'return' || name === 'add_header') && args.some((word) => word.includes('$'))) ||
  block.some(asksMore)

/** Whether other servers are named in it. */
const isHandedOn = ({ name, block = [] }: Directive): boolean =>
  name === 'proxy_pass' || name === 'upstream' || block.some(isHandedOn)

const isSettledByPaths = (servers: readonly Server[]): boolean => {
  const ports = servers.flatMap(({ addresses }) => [...new Set(addresses.map(({ port }) => port))])
  return new Set(ports).size === ports.length && !servers.some(({ block }) => block.some(asksMore))
}

/** Whether variables stand anywhere. */
const asksVariables = ({ args, block = [] }: Directive): boolean =>
  args.some((word) => word.includes('$')) || block.some(asksVariables)

/** Whether a server speaks TLS, or could. */
const namesCertificates = ({ name, args, block = [] }: Directive): boolean =>
  name === 'ssl_certificate' || (name === 'listen' && args.includes('ssl')) || block.some(namesCertificates)

/** Throws a ConfigError in nginx's words. */
function load(context: ProgramContext, file: string): Loaded {
  const {
    files,
    argv: [name = ''],
  } = context
  const isUnchecked = isAsShipped(files) || name.endsWith('openresty')
  const top = parseFile(files, file, isUnchecked ? undefined : checkDirective)
  if (directivesNamed(top, 'events').length === 0) throw new ConfigError(`no "events" section in configuration`)
  const http = directivesNamed(top, 'http').flatMap(({ block = [] }) => block)
  if (!isUnchecked && http.some(asksVariables)) checkVariables(top)
  const servers = serversOf(top)
  if (http.some(namesCertificates))
    checkTls(
      servers.map((server) => ({ ...server, isTls: server.addresses.some(({ isTls }) => isTls) })),
      files,
    )
  return {
    servers,
    streams: streamListeners(top),
    maps: readMaps(http),
    targets: http.some(isHandedOn) ? readTargets(http, context.lookUp) : new Map(),
  }
}

/** What `-s` may send. */
const SIGNALS: ReadonlySet<string> = new Set(['stop', 'quit', 'reopen', 'reload'])

/** Of a process that somebody starts beside the server. */
const OTHER_PID = 37

const isTest = ({ argv }: ProgramContext): boolean => argv.includes('-t') || argv.includes('-T')

/** nginx writes what ends it to its log as well, and both are where the container prints. */
function refuse(context: ProgramContext, error: unknown): ProgramResult {
  if (!(error instanceof ConfigError)) throw error
  const pid = isTest(context) ? OTHER_PID : 1
  const toLog = `${errorLogTime(context.nowMs)} [emerg] ${pid}#${pid}: ${error.message}\n`
  return {
    kind: 'exits',
    code: 1,
    output: entrypointLines(context, versionOf(context)),
    errors: `${toLog}${emergency(error.message)}`,
  }
}

/** Paths that are not as they are written. */
const UNUSUAL = /^[^?]*(?:\/\/|%)/u

type Serving = Extract<ProgramResult, { kind: 'serves' }>

/** What it answers beyond what its routes say; the parts that few ask for come when they are asked for. */
function responder(context: ProgramContext, { servers, targets, maps }: Loaded): NonNullable<Serving['respond']> {
  const isPlain = isSettledByPaths(servers)
  const counters = { requests: 0, turns: 0, open: 0 }
  const { files, hostname, library, lookUp } = context
  const server = signatureOf(context)
  const answer = async (call: HttpCall, process: ServerProcess): Promise<Responded> => {
    const { answerAsNginx } = await import('./nginx-answers.ts')
    return answerAsNginx(call, {
      servers,
      targets,
      maps,
      counters,
      process,
      library,
      lookUp,
      signature: server,
      context: { files, hostname, server },
      time: () => errorLogTime(process.nowMs()),
    })
  }
  const respond = async (call: HttpCall, process: ServerProcess): Promise<Responded> => {
    const said = isPlain && !UNUSUAL.test(call.target) ? undefined : await answer(call, process)
    if (said === 'hangs-up' || !asksConditionally(call)) return said
    const { answerOfFile } = await import('./file-requests.ts')
    return answerOfFile({ ...call, served: said ?? call.served }) ?? said
  }
  return (call, process) =>
    isPlain && !UNUSUAL.test(call.target) && !asksConditionally(call) ? undefined : respond(call, process)
}

function serve(context: ProgramContext, file: string): ProgramResult {
  try {
    const loaded = load(context, file)
    const { servers, streams } = loaded
    const all = (): readonly ProgramListener[] => [...listenersOf(servers, context, context.files), ...streams]
    return {
      kind: 'serves',
      listeners: all(),
      greeting: () => `${entrypointLines(context, versionOf(context))}${startLines(context, versionOf(context))}`,
      refresh: all,
      logLine: combinedLine,
      respond: responder(context, loaded),
      certificate: async (port, serverName) => {
        const { serverFor } = await import('./nginx-answers.ts')
        const server = serverFor(servers, port, serverName)
        return server === undefined ? undefined : certificateOf(server.block, context.files)
      },
      bindFailure: ({ address, port }) =>
        emergency(`bind() to ${address}:${port} failed (98: Address already in use)`).repeat(5) +
        emergency('still could not bind()'),
    }
  } catch (error) {
    return refuse(context, error)
  }
}

/** What `-T` prints: every file that was read. */
const dumped = ({ files }: ProgramContext, file: string): string => {
  const read: string[] = []
  const noted = (path: string): string | undefined => {
    if (!read.includes(path)) read.push(path)
    return files.read(path)
  }
  parseFile({ ...files, read: noted, list: (folder) => files.list(folder) }, file)
  return read.map((path) => `# configuration file ${path}:\n${files.read(path) ?? ''}\n`).join('')
}

function test(context: ProgramContext, file: string): ProgramResult {
  const result = serve(context, file)
  if (result.kind === 'exits')
    return { kind: 'exits', code: 1, errors: `${result.errors ?? ''}nginx: configuration file ${file} test failed\n` }
  const errors = `nginx: the configuration file ${file} syntax is ok\nnginx: configuration file ${file} test is successful\n`
  return { kind: 'exits', code: 0, errors, ...(context.argv.includes('-T') ? { output: dumped(context, file) } : {}) }
}

/** `nginx -s`, which reads the configuration before it sends the signal. */
function signal(context: ProgramContext, file: string): ProgramResult {
  const name = optionOf(context.argv, '-s') ?? ''
  if (!SIGNALS.has(name)) return { kind: 'exits', code: 1, errors: `nginx: invalid option: "-s ${name}"\n` }
  const tried = serve({ ...context, argv: ['nginx', '-t'] }, file)
  if (tried.kind === 'exits') return { kind: 'exits', code: 1, errors: tried.errors ?? '' }
  const errors = `${errorLogTime(context.nowMs)} [notice] ${OTHER_PID}#${OTHER_PID}: signal process started\n`
  return { kind: 'exits', code: 0, errors }
}

export const nginx: Program = {
  names: ['nginx', 'nginx-debug', 'openresty'],
  start: (context) => {
    const { argv } = context
    const file = optionOf(argv, '-c') ?? CONFIG
    if (argv.includes('-v') || argv.includes('-V'))
      return { kind: 'exits', code: 0, errors: `nginx version: ${signatureOf(context)}\n` }
    if (isTest(context)) return test(context, file)
    if (argv.includes('-s')) return signal(context, file)
    const text = context.files.read(file) ?? ''
    const globals = argv.flatMap((argument, index) => (argument === '-g' ? [argv[index + 1] ?? ''] : [])).join(' ')
    const started = serve(context, file)
    const isDaemon = !/daemon\s+off/u.test(globals) && !/^\s*daemon\s+off\s*;/mu.test(text)
    // The starting process ends once the server runs by itself; as a container's only process it takes the server with it.
    return isDaemon && started.kind === 'serves' ? { kind: 'exits', code: 0 } : started
  },
}
