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
  readonly names: readonly string[]
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

const json = (body: string): ProgramListener['http'] => [
  { path: '/', match: 'prefix', status: 200, headers: { 'content-type': 'application/json' }, body },
]

const SERVERS: readonly ServerShape[] = [
  {
    names: ['postgres'],
    ports: [5432],
    portOptions: ['-p'],
    portVariable: 'PGPORT',
    ready: 'LOG:  database system is ready to accept connections\n',
    needs: ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_HOST_AUTH_METHOD'],
    refusal:
      'Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser.\n',
  },
  {
    names: ['mysqld', 'mariadbd'],
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
  { names: ['memcached'], ports: [11_211], portOptions: ['-p', '--port'], banner: 'ERROR\r\n', ready: '' },
  { names: ['mongod'], ports: [27_017], portOptions: ['--port'], ready: 'Waiting for connections\n' },
  { names: ['rabbitmq-server'], ports: [5672, 15_692], ready: 'Server startup complete\n' },
  {
    names: ['elasticsearch'],
    ports: [9200, 9300],
    ready: 'started\n',
    http: json('{"name":"{hostname}","tagline":"You Know, for Search"}\n'),
  },
  { names: ['kafka-server-start'], ports: [9092], ready: 'Kafka Server started\n' },
  { names: ['etcd'], ports: [2379, 2380], ready: 'ready to serve client requests\n', http: json('{"health":"true"}') },
  {
    names: ['catalina.sh'],
    ports: [8080],
    ready: 'Server startup\n',
    http: [
      {
        path: '/',
        match: 'prefix',
        status: 404,
        headers: { 'content-type': 'text/html' },
        body: '<!doctype html><title>HTTP Status 404</title>\n',
      },
    ],
  },
  {
    names: ['traefik'],
    ports: [80],
    ready: '',
    http: [
      { path: '/', match: 'prefix', status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' },
    ],
  },
  { names: ['haproxy'], ports: [80], ready: '' },
  { names: ['prometheus'], ports: [9090], ready: 'Server is ready to receive web requests.\n', http: json('{}') },
  { names: ['grafana'], ports: [3000], ready: 'HTTP Server Listen\n', http: json('{}') },
]

function start(shape: ServerShape, { argv, env }: ProgramContext): ProgramResult {
  const [program = 'server'] = shape.names
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

export const databasePrograms: readonly Program[] = SERVERS.map((shape) => ({
  names: shape.names,
  start: (context) => start(shape, context),
}))
