/** Servers that speak their own protocols: what counts here is where they listen, and what they ask for to start. */
import {
  optionOf,
  portOption,
  boundTo,
  tcp,
  type Program,
  type ProgramContext,
  type ProgramListener,
  type ProgramResult,
} from './program.ts'

interface ServerShape {
  readonly ports: readonly number[]
  readonly portOptions?: readonly string[]
  readonly portVariable?: string
  /** Sent on connect, or as the reply to what it does not understand. */
  readonly banner?: string
  readonly ready: string
  /** One of these variables must be set. */
  readonly needs?: readonly string[]
  readonly refusal?: string
  readonly http?: ProgramListener['http']
}

const NAMES = {
  postgres: ['postgres'],
  mysql: ['mysqld', 'mariadbd'],
  memcached: ['memcached'],
  mongo: ['mongod'],
  rabbitmq: ['rabbitmq-server'],
  elasticsearch: ['elasticsearch'],
  kafka: ['kafka-server-start'],
  tomcat: ['catalina.sh'],
  traefik: ['traefik'],
  haproxy: ['haproxy'],
  prometheus: ['prometheus'],
  grafana: ['grafana'],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>

type Server = keyof typeof NAMES

const json = (body: string): ProgramListener['http'] => [
  { path: '/', match: 'prefix', status: 200, headers: { 'content-type': 'application/json' }, body },
]

const lost = (type: string, body: string): ProgramListener['http'] => [
  { path: '/', match: 'prefix', status: 404, headers: { 'content-type': type }, body },
]

/** Made for a server that is started. */
const shapes = (): Readonly<Record<Server, ServerShape>> => ({
  postgres: {
    ports: [5432],
    portOptions: ['-p'],
    portVariable: 'PGPORT',
    ready: 'LOG:  database system is ready to accept connections\n',
    needs: ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_HOST_AUTH_METHOD'],
    refusal:
      'Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser.\n',
  },
  mysql: {
    ports: [3306],
    portOptions: ['--port', '-P'],
    ready: 'mysqld: ready for connections.\n',
    needs: [
      'MYSQL_ROOT_PASSWORD',
      'MYSQL_ALLOW_EMPTY_PASSWORD',
      'MYSQL_RANDOM_ROOT_PASSWORD',
      'MARIADB_ROOT_PASSWORD',
      'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
      'MARIADB_RANDOM_ROOT_PASSWORD',
    ],
    refusal:
      '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n    - MYSQL_RANDOM_ROOT_PASSWORD\n',
  },
  memcached: { ports: [11_211], portOptions: ['-p', '--port'], banner: 'ERROR\r\n', ready: '' },
  mongo: { ports: [27_017], portOptions: ['--port'], ready: 'Waiting for connections\n' },
  rabbitmq: { ports: [5672, 15_692], ready: 'Server startup complete\n' },
  elasticsearch: {
    ports: [9200, 9300],
    ready: 'started\n',
    http: json('{"name":"{hostname}","tagline":"You Know, for Search"}\n'),
  },
  kafka: { ports: [9092], ready: 'Kafka Server started\n' },
  tomcat: {
    ports: [8080],
    ready: 'Server startup\n',
    http: lost('text/html', '<!doctype html><title>HTTP Status 404</title>\n'),
  },
  traefik: { ports: [80], ready: '', http: lost('text/plain', '404 page not found\n') },
  haproxy: { ports: [80], ready: '' },
  prometheus: { ports: [9090], ready: 'Server is ready to receive web requests.\n', http: json('{}') },
  grafana: { ports: [3000], ready: 'HTTP Server Listen\n', http: json('{}') },
})

function start(server: Server, { argv, env }: ProgramContext): ProgramResult {
  const [program] = NAMES[server]
  const shape = shapes()[server]
  const { needs, portOptions = [], portVariable } = shape
  if (argv.includes('--version') || argv.includes('--help')) return { kind: 'exits', code: 0, output: `${program}\n` }
  if (needs !== undefined && !needs.some((name) => (env[name] ?? '') !== ''))
    return { kind: 'exits', code: 1, errors: shape.refusal ?? '' }
  const [usual = 0, ...others] = shape.ports
  const chosen = optionOf(argv, ...portOptions) ?? (portVariable === undefined ? undefined : env[portVariable])
  const port = portOption(['-p', chosen ?? String(usual)], usual, '-p')
  const more = {
    ...boundTo(optionOf(argv, '--bind', '--bind-address', '--bind_ip', '-l')),
    ...(shape.banner === undefined ? {} : { banner: shape.banner }),
    ...(shape.http === undefined ? {} : { http: shape.http }),
  }
  return {
    kind: 'serves',
    listeners: [port, ...others].map((number) => tcp(program, number, more)),
    output: shape.ready,
    bindFailure: (listener) => `${program}: could not bind to port ${listener.port}: Address already in use\n`,
  }
}

export const databasePrograms: readonly Program[] = (Object.keys(NAMES) as Server[]).map((server) => ({
  names: NAMES[server],
  start: (context) => start(server, context),
}))
