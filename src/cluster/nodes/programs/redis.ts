/** Redis, as far as a client tries out whether it is there. @see redis.io/docs/latest/develop/reference/protocol-spec */
import { optionOf, portOption, boundTo, tcp, type ProgramContext, type ProgramResult } from './program.ts'

const VERSION = '7.4.1'

/** What a command is answered, as the protocol writes it. */
type Reply = string

const OK: Reply = '+OK\r\n'
const NIL: Reply = '$-1\r\n'

const bulk = (text: string): Reply => `$${text.length}\r\n${text}\r\n`
const number = (value: number): Reply => `:${value}\r\n`
const list = (items: readonly Reply[]): Reply => `*${items.length}\r\n${items.join('')}`

type Store = Map<string, string>

const info = (port: number): string =>
  [
    '# Server',
    `redis_version:${VERSION}`,
    'redis_mode:standalone',
    'os:Linux x86_64',
    'arch_bits:64',
    'process_id:1',
    `tcp_port:${port}`,
    '',
  ].join('\r\n')

interface Run {
  readonly words: readonly string[]
  readonly data: Store
  readonly port: number
}

/** Each command, with the least number of arguments. */
const COMMANDS: Readonly<Record<string, readonly [number, (run: Run) => Reply]>> = {
  ping: [0, ({ words: [message] }) => (message === undefined ? '+PONG\r\n' : bulk(message))],
  echo: [1, ({ words: [message = ''] }) => bulk(message)],
  set: [2, ({ words: [key = '', value = ''], data }) => (data.set(key, value), OK)],
  get: [1, ({ words: [key = ''], data }) => ((value) => (value === undefined ? NIL : bulk(value)))(data.get(key))],
  del: [1, ({ words, data }) => number(words.filter((key) => data.delete(key)).length)],
  exists: [1, ({ words, data }) => number(words.filter((key) => data.has(key)).length)],
  incr: [1, ({ words: [key = ''], data }) => increment(data, key)],
  keys: [1, ({ words: [pattern = ''], data }) => list([...data.keys()].filter((key) => fits(pattern, key)).map(bulk))],
  dbsize: [0, ({ data }) => number(data.size)],
  flushall: [0, ({ data }) => (data.clear(), OK)],
  info: [0, ({ port }) => bulk(info(port))],
  select: [1, () => OK],
  quit: [0, () => OK],
}

const increment = (data: Store, key: string): Reply => {
  const value = Number(data.get(key) ?? '0')
  if (!Number.isInteger(value)) return '-ERR value is not an integer or out of range\r\n'
  data.set(key, String(value + 1))
  return number(value + 1)
}

const fits = (pattern: string, key: string): boolean => {
  const [head = '', ...parts] = pattern.split('*')
  if (parts.length === 0) return key === pattern
  let at = head.length
  if (!key.startsWith(head)) return false
  for (const part of parts.slice(0, -1)) {
    const found = key.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  const tail = parts.at(-1) ?? ''
  return key.length - tail.length >= at && key.endsWith(tail)
}

const answer = (words: readonly string[], data: Store, port: number): Reply => {
  const [name = '', ...rest] = words
  const command = COMMANDS[name.toLowerCase()]
  if (command === undefined) {
    const shown = rest.map((word) => `'${word}' `).join('')
    return `-ERR unknown command '${name}', with args beginning with: ${shown}\r\n`
  }
  const [least, run] = command
  if (rest.length < least) return `-ERR wrong number of arguments for '${name.toLowerCase()}' command\r\n`
  return run({ words: rest, data, port })
}

/** Commands one after another: arrays of bulk strings, or words on a line. */
export function readCommands(text: string): readonly (readonly string[])[] {
  const commands: string[][] = []
  let rest = text
  while (rest !== '') {
    const end = rest.indexOf('\n')
    if (end < 0) break
    const line = rest.slice(0, end).replace(/\r$/u, '')
    rest = rest.slice(end + 1)
    const count = /^\*(\d+)$/u.exec(line)?.[1]
    if (count === undefined) {
      if (line.trim() !== '') commands.push(line.trim().split(/\s+/u))
      continue
    }
    const words: string[] = []
    for (let index = 0; index < Number(count); index++) {
      const size = /^\$(\d+)\r\n/u.exec(rest)
      if (size === null) return commands
      rest = rest.slice(size[0].length)
      words.push(rest.slice(0, Number(size[1])))
      rest = rest.slice(Number(size[1]) + 2)
    }
    commands.push(words)
  }
  return commands
}

/** A browser or curl that has the wrong port: Redis ends the connection at its Host line. */
const isHttp = (words: readonly string[]): boolean => /^(?:post|host:)$/iu.test(words[0] ?? '')

const converse =
  (data: Store, port: number) =>
  ({ data: sent }: { readonly data: string }): Reply => {
    let said = ''
    for (const words of readCommands(sent)) {
      if (isHttp(words)) break
      said += answer(words, data, port)
      if (words[0]?.toLowerCase() === 'quit') break
    }
    return said
  }

const logTime = (atMs: number): string => {
  const [, day = '', month = '', year = '', time = ''] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/u.exec(new Date(atMs).toUTCString()) ?? []
  return `${day} ${month} ${year} ${time}.${String(atMs % 1000).padStart(3, '0')}`
}

export function startRedis({ argv, nowMs }: ProgramContext): ProgramResult {
  if (argv.includes('--version') || argv.includes('-v'))
    return { kind: 'exits', code: 0, output: `Redis server v=${VERSION} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64\n` }
  const port = portOption(argv, 6379, '--port')
  const listener = tcp('redis-server', port, {
    ...boundTo(optionOf(argv, '--bind')),
    banner: '-ERR unknown command\r\n',
  })
  const line = (mark: string, words: string): string => `1:M ${logTime(nowMs)} ${mark} ${words}\n`
  return {
    kind: 'serves',
    listeners: [listener],
    output: `${line('*', 'Server initialized')}${line('*', 'Ready to accept connections tcp')}`,
    converse: converse(new Map(), port),
    bindFailure: () =>
      `${line('#', `Warning: Could not create server TCP listening socket *:${port}: bind: Address already in use`)}${line('#', 'Failed listening on port 6379 (tcp), aborting.').replace('6379', String(port))}`,
  }
}
