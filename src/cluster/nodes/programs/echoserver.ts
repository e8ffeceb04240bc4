/** echoserver, which tutorials on source addresses ask: it tells all that reached it. @see registry.k8s.io/echoserver, version 1.10 */
import type { HttpCall } from '../conversation.ts'
import { boundTo, page, tcp, type ProgramContext, type ProgramResult, type Responded } from './program.ts'

const PORT = 8080

interface Request extends Pick<HttpCall, 'method' | 'target' | 'host' | 'headers' | 'body' | 'client'> {
  readonly hostname: string
}

const section = (title: string, lines: readonly string[]): string =>
  `${title}:\n${lines.map((line) => `\t${line}\n`).join('')}\n`

const tell = ({ hostname, method, target, host, headers, body, client }: Request): string => {
  const { connection: _connection, ...others } = headers
  const sent: Readonly<Record<string, string>> = { ...others, host }
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''
  return [
    `\n\nHostname: ${hostname}\n\n`,
    section('Pod Information', ['-no pod information available-']),
    section('Server values', ['server_version=nginx: 1.13.3 - lua: 10008']),
    section('Request Information', [
      `client_address=${client}`,
      `method=${method}`,
      `real path=${target}`,
      `query=${query}`,
      'request_version=1.1',
      'request_scheme=http',
      `request_uri=http://${host.replace(/:\d+$/u, '')}:${PORT}${target}`,
    ]),
    section(
      'Request Headers',
      Object.keys(sent)
        .toSorted()
        .map((name) => `${name}=${sent[name] ?? ''}`),
    ),
    section('Request Body', [body === '' ? '-no body in request-' : body]),
  ].join('')
}

const TYPE = 'text/plain'

/** As its routes say it, where nobody asks the program itself. */
const WRITTEN = { method: 'GET', target: '{path}', host: '{host}', headers: {}, body: '', client: '{client}' } as const

export const startEchoserver = ({ hostname }: ProgramContext): ProgramResult => ({
  kind: 'serves',
  listeners: [tcp('echoserver', PORT, { ...boundTo(), http: page(tell({ hostname, ...WRITTEN }), TYPE) ?? [] })],
  respond: (call): Responded => ({
    status: 200,
    headers: { server: 'echoserver', 'content-type': TYPE },
    body: tell({ ...call, hostname }),
  }),
  bindFailure: ({ port }) => `nginx: [emerg] bind() to 0.0.0.0:${port} failed (98: Address already in use)\n`,
})
