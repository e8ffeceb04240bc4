/** Servers of the usual images besides nginx. */
import type { HttpRoute } from '../../../network/facts.ts'
import { listen, optionOf, portOf, type Program, type ProgramContext, type ProgramStart } from './program.ts'
import { fileRoutes } from './static-files.ts'

const TEXT = { 'content-type': 'text/plain; charset=utf-8' } as const

const everything = (body: string, headers: Readonly<Record<string, string>> = TEXT): readonly HttpRoute[] => [
  { path: '/', match: 'prefix', status: 200, headers, body },
]

const runs = (listeners: Extract<ProgramStart, { kind: 'runs' }>['listeners'], output = ''): ProgramStart => ({
  kind: 'runs',
  listeners,
  output,
})

const plain = (
  program: string,
  names: readonly string[],
  port: number,
  banner: string,
  ...options: readonly string[]
): Program => ({
  names,
  start: (argv, context) => runs([listen(context, { program, port: portOf(optionOf(argv, ...options)) ?? port, banner })]),
})

const withIndex = (routes: readonly HttpRoute[]): readonly HttpRoute[] =>
  [...routes].sort((a, b) => b.path.length - a.path.length)

/** `httpd` is busybox' small server with `-p`, else Apache. */
const httpd: Program = {
  names: ['httpd', 'httpd-foreground', 'apache2', 'apache2ctl'],
  start: (argv, context) => {
    const isApache = context.files.has('/usr/local/apache2/conf/httpd.conf')
    if (!isApache) {
      const folder = optionOf(argv, '-h') ?? '/'
      const routes = withIndex(fileRoutes(context.files, folder, '/', {}))
      return runs([listen(context, { program: 'httpd', port: portOf(optionOf(argv, '-p')) ?? 80, http: routes })])
    }
    const configuration = context.files.get('/usr/local/apache2/conf/httpd.conf') ?? ''
    const ports = [...configuration.matchAll(/^\s*Listen\s+(?:\S+:)?(\d+)/gmu)].map((match) => Number(match[1]))
    const root = /^\s*DocumentRoot\s+"?([^"\n]+)"?/mu.exec(configuration)?.[1] ?? '/usr/local/apache2/htdocs'
    const routes = withIndex(fileRoutes(context.files, root, '/', { server: 'Apache' }))
    return runs(ports.map((port) => listen(context, { program: 'httpd', port, http: routes })))
  },
}

const python: Program = {
  names: ['python', 'python3'],
  start: (argv, context) => {
    const module = argv.indexOf('-m')
    if (module < 0 || argv[module + 1] !== 'http.server') return { kind: 'runs', listeners: [], output: '' }
    const port = portOf(argv.slice(module + 2).find((word) => /^\d+$/u.test(word))) ?? 8000
    const address = optionOf(argv, '--bind', '-b') ?? '0.0.0.0'
    const folder = optionOf(argv, '--directory', '-d') ?? '/'
    return runs([
      listen(context, { program: 'python', port, address, http: withIndex(fileRoutes(context.files, folder, '/', {})) }),
    ])
  },
}

const agnhost: Program = {
  names: ['agnhost'],
  start: (argv, context) => {
    const [, command = 'pause'] = argv
    const http = portOf(optionOf(argv, '--http-port')) ?? 8080
    switch (command) {
      case 'netexec': {
        const udp = optionOf(argv, '--udp-port') === '-1' ? undefined : (portOf(optionOf(argv, '--udp-port')) ?? 8081)
        const routes: readonly HttpRoute[] = [
          { path: '/hostname', match: 'prefix', status: 200, headers: TEXT, body: '{hostname}' },
          { path: '/clientip', match: 'prefix', status: 200, headers: TEXT, body: '{client}' },
          ...everything('NOW: {path}'),
        ]
        return runs([
          listen(context, { program: 'agnhost', port: http, http: routes }),
          ...(udp === undefined
            ? []
            : [listen(context, { program: 'agnhost', port: udp, protocol: 'UDP', banner: context.hostname })]),
        ])
      }
      case 'serve-hostname':
        return runs([
          listen(context, {
            program: 'agnhost',
            port: portOf(optionOf(argv, '--port')) ?? 9376,
            http: everything('{hostname}'),
          }),
        ])
      case 'porter':
        return runs(
          Object.entries(context.env).flatMap(([name, body]) => {
            const port = portOf(/^SERVE_(?:SCTP_)?PORT_(\d+)$/u.exec(name)?.[1])
            const protocol = name.startsWith('SERVE_SCTP') ? 'SCTP' : 'TCP'
            return port === undefined ? [] : [listen(context, { program: 'agnhost', port, protocol, http: everything(body) })]
          }),
        )
      default:
        return runs([])
    }
  },
}

const httpEcho: Program = {
  names: ['http-echo'],
  start: (argv, context) =>
    runs([
      listen(context, {
        program: 'http-echo',
        port: portOf(optionOf(argv, '-listen', '--listen')?.replace(/^=/u, '')) ?? 5678,
        http: everything(`${optionOf(argv, '-text', '--text')?.replace(/^=/u, '') ?? context.env['ECHO_TEXT'] ?? ''}\n`),
      }),
    ]),
}

const helloApp: Program = {
  names: ['hello-app'],
  start: (_argv, context) =>
    runs([
      listen(context, {
        program: 'hello-app',
        port: portOf(context.env['PORT']) ?? 8080,
        http: everything('Hello, world!\nVersion: 1.0.0\nHostname: {hostname}\n'),
      }),
    ]),
}

const whoami: Program = {
  names: ['whoami'],
  start: (argv, context) =>
    runs([
      listen(context, {
        program: 'whoami',
        port: portOf(optionOf(argv, '--port', '-port') ?? context.env['WHOAMI_PORT_NUMBER']) ?? 80,
        http: everything('Hostname: {hostname}\nRemoteAddr: {client}\nGET {path} HTTP/1.1\nHost: {host}\n'),
      }),
    ]),
}

const coredns: Program = {
  names: ['coredns'],
  start: (_argv, context) =>
    runs([
      listen(context, { program: 'coredns', port: 53, protocol: 'UDP', address: '::' }),
      listen(context, { program: 'coredns', port: 53, address: '::' }),
      listen(context, { program: 'coredns', port: 9153, address: '::', http: everything('') }),
      listen(context, { program: 'coredns', port: 8080, address: '::', http: everything('OK') }),
      listen(context, { program: 'coredns', port: 8181, address: '::', http: everything('OK') }),
    ]),
}

const ingressController: Program = {
  names: ['nginx-ingress-controller'],
  start: (_argv, context) => runs([80, 443].map((port) => listen(context, { program: 'nginx', port }))),
}

/** Sleeps, waits and other commands that hold a container open and listen on nothing. */
const idle = (names: readonly string[], seconds: (argv: readonly string[]) => number | undefined): Program => ({
  names,
  start: (argv) => {
    const duration = seconds(argv)
    return { kind: 'runs', listeners: [], ...(duration === undefined ? {} : { seconds: duration }) }
  },
})

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

const sleepSeconds = (argv: readonly string[]): number | undefined => {
  const total = argv.slice(1).reduce((sum, word) => {
    const match = /^(\d+(?:\.\d+)?)([smhd]?)$/u.exec(word)
    return sum + Number(match?.[1] ?? Number.POSITIVE_INFINITY) * (UNITS[match?.[2] ?? 's'] ?? 1)
  }, 0)
  return Number.isFinite(total) ? total : undefined
}

const exits = (names: readonly string[], exitCode: number): Program => ({
  names,
  start: () => ({ kind: 'exits', exitCode, output: '' }),
})

const echo: Program = {
  names: ['echo'],
  start: (argv) => ({ kind: 'exits', exitCode: 0, output: `${argv.slice(1).join(' ')}\n` }),
}

/** An entrypoint script that prepares the container and then becomes the command it was given. */
const entrypoint: Program = {
  names: ['docker-entrypoint.sh', 'entrypoint.sh', 'tini', 'dumb-init', '--'],
  start: (argv) => {
    const rest = argv.slice(1).filter((word, index) => !(index === 0 && word === '--'))
    return rest.length === 0 ? { kind: 'runs', listeners: [] } : { kind: 'becomes', argv: rest }
  },
}

const shell: Program = {
  names: ['sh', 'bash', 'ash', 'dash'],
  start: (argv) => {
    const at = argv.findIndex((word) => /^-[a-z]*c$/u.test(word))
    const script = at < 0 ? undefined : argv[at + 1]
    // A shell without a script and without a terminal reads the end of its input at once.
    return script === undefined
      ? { kind: 'exits', exitCode: 0, output: '' }
      : { kind: 'script', script, args: argv.slice(at + 2) }
  },
}

export const SERVERS: readonly Program[] = [
  entrypoint,
  shell,
  httpd,
  python,
  agnhost,
  httpEcho,
  helloApp,
  whoami,
  coredns,
  ingressController,
  plain('redis-server', ['redis-server', 'valkey-server'], 6379, '-ERR unknown command\r\n', '--port'),
  plain('postgres', ['postgres'], 5432, '', '-p', '--port'),
  plain('mysqld', ['mysqld', 'mariadbd'], 3306, 'J\u0000\u0000\u0000\n8.4.0\u0000', '--port', '-P'),
  plain('mongod', ['mongod'], 27_017, '', '--port'),
  plain('memcached', ['memcached'], 11_211, 'ERROR\r\n', '-p', '--port'),
  plain('rabbitmq-server', ['rabbitmq-server'], 5672, 'AMQP'),
  idle(['sleep'], sleepSeconds),
  idle(
    [
      'pause',
      'tail',
      'cat',
      'watch',
      'top',
      'yes',
      'wait',
      'kube-proxy',
      'kindnetd',
      'etcd',
      'kube-apiserver',
      'kube-scheduler',
      'kube-controller-manager',
    ],
    () => undefined,
  ),
  exits(['true', ':'], 0),
  exits(['false'], 1),
  echo,
]

/** The listener of `nc -l`, which scripts and containers use as a small server. */
export const netcatListener = (
  argv: readonly string[],
  context: ProgramContext,
): Extract<ProgramStart, { kind: 'runs' }> | undefined => {
  if (!argv.some((word) => /^-[a-z]*l/u.test(word))) return undefined
  const port = portOf(optionOf(argv, '-p')) ?? portOf(argv.findLast((word) => /^\d+$/u.test(word)))
  if (port === undefined) return undefined
  const protocol = argv.some((word) => /^-[a-z]*u/u.test(word)) ? 'UDP' : 'TCP'
  return { kind: 'runs', listeners: [listen(context, { program: 'nc', port, protocol })] }
}
