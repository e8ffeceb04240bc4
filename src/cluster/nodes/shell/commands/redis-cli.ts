/** redis-cli: one command, and its reply as it shows it to a pipe or to a terminal. */
import { connect } from '../../../../network/connect.ts'
import { done, fail, nextChance, type Command } from '../session.ts'
import { PATIENCE_MS } from './http.ts'
import { parseOptions, valueOf } from './options.ts'

const VALUED = new Set(['-h', '-p', '-a', '-n', '-r', '-i', '-t'])

/** One reply off the front of a text, as it is shown. */
const showReply = (text: string, isTerminal: boolean): { readonly shown: string; readonly rest: string } => {
  const end = text.indexOf('\r\n')
  const line = text.slice(1, end)
  const rest = text.slice(end + 2)
  switch (text[0]) {
    case '+':
      return { shown: line, rest }
    case '-':
      return { shown: isTerminal ? `(error) ${line}` : line, rest }
    case ':':
      return { shown: isTerminal ? `(integer) ${line}` : line, rest }
    case '$': {
      if (line === '-1') return { shown: isTerminal ? '(nil)' : '', rest }
      const body = rest.slice(0, Number(line))
      const shown = isTerminal && !body.includes('\n') ? `"${body.replaceAll('"', '\\"')}"` : body
      return { shown, rest: rest.slice(Number(line) + 2) }
    }
    default:
      return showList(Number(line), rest, isTerminal)
  }
}

const showList = (count: number, text: string, isTerminal: boolean): ReturnType<typeof showReply> => {
  if (count === 0 && isTerminal) return { shown: '(empty array)', rest: text }
  const items: string[] = []
  let rest = text
  for (let index = 1; index <= count; index++) {
    const reply = showReply(rest, isTerminal)
    items.push(isTerminal ? `${index}) ${reply.shown}` : reply.shown)
    rest = reply.rest
  }
  return { shown: items.join('\n'), rest }
}

const encode = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`

/** Commands stand behind the options, or on the lines of the input. */
const commandsOf = (operands: readonly string[], stdin: string): readonly (readonly string[])[] =>
  operands.length > 0
    ? [operands]
    : stdin
        .split('\n')
        .map((line) => line.trim().split(/\s+/u))
        .filter(([first]) => first !== '')

export const redisCli: Command = async (args, session, stdin) => {
  const at = args.findIndex((word, index) => !word.startsWith('-') && !VALUED.has(args[index - 1] ?? ''))
  const options = parseOptions(at < 0 ? args : args.slice(0, at), VALUED)
  const operands = at < 0 ? [] : args.slice(at)
  const host = valueOf(options, '-h') ?? '127.0.0.1'
  const port = Number(valueOf(options, '-p') ?? 6379)
  const { outcomes } = connect(session.world.snapshot(), { from: session.source, to: { host }, port })
  const outcome = session.world.choose(outcomes, nextChance(session.instance))
  const cannot = (why: string): ReturnType<typeof fail> => fail(`Could not connect to Redis at ${host}:${port}: ${why}\n`)
  if (outcome?.verdict === 'unresolved') return cannot('Name or service not known')
  if (outcome?.verdict === 'refused') return cannot('Connection refused')
  if (outcome?.verdict !== 'connected') {
    await session.wait(PATIENCE_MS)
    return cannot('Connection timed out')
  }
  let stdout = ''
  for (const words of commandsOf(operands, stdin)) {
    const reply = await session.world.converse(outcome, encode(words))
    if (reply === undefined || reply === '') return { stdout, stderr: 'Error: Server closed the connection\n', exitCode: 1 }
    stdout += `${showReply(reply, session.isTerminal).shown}\n`
  }
  return done(stdout)
}
