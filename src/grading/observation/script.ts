/** The command that a probe runs in a container: with whichever program is there, of those whose answers can be read. */
import { readRequest } from '../../network/http/asked.ts'
import type { Aim } from './aim.ts'

/** How long a connection may take to come about; what a policy drops takes all of it. */
const CONNECT_SECONDS = 3
/** How long an answer may take. */
const ANSWER_SECONDS = 8

/** First line of what a probe prints. */
export const TOOL_LINE = /^netgrade-tool=(?<tool>[\w-]+)\n/u

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** One program: how its presence is seen, and how it is called. */
interface Tool {
  readonly name: string
  readonly needs: readonly string[]
  readonly call: string
}

const toScript = (tools: readonly Tool[]): string => {
  const branches = tools.map(({ name, needs, call }) => {
    const present = needs.map((one) => `command -v ${one} >/dev/null 2>&1`).join(' && ')
    return `if ${present}; then echo netgrade-tool=${name}; ${call} </dev/null; exit $?; fi`
  })
  return [...branches, 'echo netgrade-tool=none'].join('\n')
}

/** For `sh -c`. The first line of what it prints names the program, `none` where no known one is there. */
export const writeProbe = (aim: Aim): string => {
  switch (aim.kind) {
    case 'connection':
      return toScript(aim.protocol === 'UDP' ? datagramTools(aim) : connectionTools(aim))
    case 'request':
      return toScript(requestTools(aim))
    case 'name':
      return toScript(lookupTools(aim))
  }
}

const connectionTools = ({ host, port, protocol }: Extract<Aim, { kind: 'connection' }>): readonly Tool[] => {
  if (protocol !== 'TCP') return []
  const url = `http://${host.includes(':') ? `[${host}]` : host.replace(/\.$/u, '')}:${port}/`
  const opening = `exec 3<>/dev/tcp/${host}/${port}`
  return [
    { name: 'nc', needs: ['nc'], call: `nc -vv -z -w ${CONNECT_SECONDS} ${quote(host)} ${port}` },
    { name: 'bash', needs: ['bash', 'timeout'], call: `timeout ${CONNECT_SECONDS} bash -c ${quote(opening)}` },
    {
      name: 'curl',
      needs: ['curl'],
      call: `curl -sSv -o /dev/null --connect-timeout ${CONNECT_SECONDS} -m ${CONNECT_SECONDS + 1} ${quote(url)}`,
    },
  ]
}

/** A name server is asked a name; what else answers datagrams is asked what a test server would answer. */
const datagramTools = ({ host, port }: Extract<Aim, { kind: 'connection' }>): readonly Tool[] =>
  port === 53
    ? [{ name: 'nslookup', needs: ['nslookup'], call: `nslookup kubernetes.default.svc.cluster.local ${quote(host)}` }]
    : [
        {
          name: 'nc-datagram',
          needs: ['nc'],
          call: `sh -c ${quote(`echo hostname | nc -u -w ${CONNECT_SECONDS} ${quote(host)} ${port}`)}`,
        },
      ]

const requestTools = (aim: Extract<Aim, { kind: 'request' }>): readonly Tool[] => {
  const { url, method, headers, connectTo } = aim
  const isSecure = /^https:/iu.test(url)
  const given = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const curlHeaders = given.map((line) => `-H ${quote(line)}`)
  const way = connectTo === undefined ? [] : [`--connect-to ${quote(`::${connectTo.host}:${connectTo.port}`)}`]
  const times = `--connect-timeout ${CONNECT_SECONDS} -m ${ANSWER_SECONDS}`
  const curl = `curl -sSv -i -k ${times} -X ${quote(method)} ${[...curlHeaders, ...way, quote(url)].join(' ')}`
  return [
    { name: 'curl', needs: ['curl'], call: curl },
    ...(isSecure || method !== 'GET' ? [] : [{ name: 'wget', needs: ['wget'], call: wgetCall(aim) }]),
  ]
}

/** wget connects where the URL says, so the host is told in the header. */
const wgetCall = ({ url, headers, connectTo }: Extract<Aim, { kind: 'request' }>): string => {
  const read = readRequest({ from: { outside: '' }, url, headers })
  const to = connectTo === undefined ? url : `http://${connectTo.host}:${connectTo.port}${read?.target ?? '/'}`
  const all = connectTo === undefined || read === undefined ? headers : { ...headers, Host: read.hostHeader }
  const told = Object.entries(all).map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`)
  return ['wget -S -O -', `-T ${CONNECT_SECONDS}`, ...told, quote(to)].join(' ')
}

const lookupTools = ({ name, type }: Extract<Aim, { kind: 'name' }>): readonly Tool[] => {
  const asked = quote(name)
  const dig = { name: 'dig', needs: ['dig'], call: `dig +search +time=2 +tries=1 -t ${type} ${asked}` }
  if (type !== 'A' && type !== 'AAAA') return [dig]
  const database = type === 'A' ? 'ahostsv4' : 'ahostsv6'
  return [
    { name: 'getent', needs: ['getent'], call: `getent ${database} ${asked}` },
    { name: 'nslookup', needs: ['nslookup'], call: `nslookup ${asked}` },
    dig,
  ]
}
