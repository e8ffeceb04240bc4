/** What CoreDNS says of its configuration. @see coredns coremain and plugin/reload, 1.12.1 */
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { readServers, rowsOf } from '../../../network/dns/corefile/directives.ts'
import { readCorefile } from '../../../network/dns/corefile/read-corefile.ts'
import { NODE_CPUS } from '../../bootstrap-nodes.ts'
import { hashText } from '../../controllers/workloads/template-hash.ts'
import { queryLine, readQueryLogs, type QueryLog } from './coredns-log.ts'
import type { AskedName } from './program.ts'

interface Token {
  readonly File: ''
  readonly Line: number
  readonly Text: string
}

/** Of one server, as the reader of Corefiles keeps them: by directive, with all that stands behind its name. */
interface Tokens {
  readonly Keys: string[]
  readonly Tokens: Record<string, Token[]>
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1)

function tokensOf(corefile: string): readonly Tokens[] {
  const servers: Tokens[] = []
  let server: Tokens = { Keys: [], Tokens: {} }
  let depth = 0
  let name = ''
  for (const { line, words } of rowsOf(corefile))
    for (const [index, word] of words.entries()) {
      if (depth === 0 && word !== '{') server.Keys.push(word)
      if (depth === 1 && index === 0) name = word
      if (depth === 1 && index === 0 && word === '}') {
        servers.push({ ...server, Tokens: Object.fromEntries(Object.entries(server.Tokens).toSorted(byName)) })
        server = { Keys: [], Tokens: {} }
      } else if (depth > 0) (server.Tokens[name] ??= []).push({ File: '', Line: line, Text: word })
      if (word === '{') depth += 1
      if (word === '}') depth -= 1
    }
  return servers
}

/** As Go writes JSON. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** DIFFERS: of what a Corefile imports, the word is hashed and not what it stands for (coredns.test.ts). */
const runningLine = (corefile: string): string =>
  `[INFO] plugin/reload: Running configuration SHA512 = ${bytesToHex(sha512(utf8ToBytes(goJson(tokensOf(corefile)))))}\n`

const reloads = (corefile: string): boolean =>
  readServers(corefile).some(({ directives }) => directives.some(({ name }) => name === 'reload'))

const hashOf = (seed: string): number => hashText(seed) >>> 0

/** The question by which it finds out whether its own questions come back: two random numbers as a name. */
function loopLines(logs: readonly QueryLog[], podName: string, nowMs: number): string {
  if (!logs.some(({ detectsLoops }) => detectsLoops)) return ''
  const number = (salt: string): string =>
    String(BigInt(hashOf(`${salt}${podName}${nowMs}`)) * BigInt(hashOf(`${nowMs}${podName}${salt}`)))
  const name = `${number('a')}.${number('b')}.`
  const bytes = name.length + 17
  const asked: AskedName = {
    name,
    type: 'HINFO',
    client: '127.0.0.1',
    port: 32_768 + (hashOf(name) % 28_000),
    id: hashOf(`id${name}`) % 65_536,
    protocol: 'udp',
    bytes,
    mostBytes: 512,
    recurses: true,
    answer: { rcode: 'NXDOMAIN', authoritative: false, answer: [], authority: [], additional: [] },
    answerBytes: bytes + ROOT_SOA_BYTES,
    tookNs: 4_000_000 + (hashOf(`took${name}`) % 9_000_000),
  }
  return queryLine(logs, asked)
}

/** Who is in charge of the root: what comes with the answer that a name is not there. */
const ROOT_SOA_BYTES = 75

const zoneLines = (corefile: string): string =>
  readServers(corefile)
    .flatMap(({ keys }) => keys.map((key) => (/:\d+$/u.test(key) ? key : `${key}:53`)))
    .map((key) => key.toLowerCase().replace(/\.?:(\d+)$/u, '.:$1'))
    .toSorted()
    .map((key) => `${key}\n`)
    .join('')

/** What it prints when files change. What it cannot read changes nothing. */
function reloadLines(corefile: string): string {
  const read = readCorefile(corefile)
  if (read.ok) return `[INFO] Reloading\n${runningLine(corefile)}[INFO] Reloading complete\n`
  return [
    '[INFO] Reloading',
    `[ERROR] Restart failed: ${read.message}`,
    `[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: ${read.message}\n`,
  ].join('\n')
}

export const quotaLine = (): string => `maxprocs: Leaving GOMAXPROCS=${NODE_CPUS}: CPU quota undefined\n`
const VERSION = 'CoreDNS-1.12.1\nlinux/amd64, go1.24.1, 707c7c1\n'

export interface Running {
  readonly greeting: string
  /** What it says of a Corefile that has changed. One that it cannot read leaves it as it is. */
  readonly reread: () => string
  readonly logQuery: (asked: AskedName) => string
}

interface Place {
  /** As it is now. */
  readonly corefile: () => string
  readonly hostname: string
  readonly nowMs: number
}

/** With a Corefile that can be read. */
export function runWith(begun: string, { corefile, hostname, nowMs }: Place): Running {
  let seen = begun
  let running = begun
  let logs = readQueryLogs(begun)
  return {
    greeting: `${quotaLine()}${zoneLines(begun)}${reloads(begun) ? runningLine(begun) : ''}${VERSION}${loopLines(logs, hostname, nowMs)}`,
    reread: () => {
      const now = corefile()
      if (now === seen || !reloads(running)) return ''
      seen = now
      if (!readCorefile(now).ok) return reloadLines(now)
      running = now
      logs = readQueryLogs(now)
      return `${reloadLines(now)}${loopLines(logs, hostname, nowMs)}`
    },
    logQuery: (asked) => queryLine(logs, asked),
  }
}
