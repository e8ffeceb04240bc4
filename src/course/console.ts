/** Blocks of commands and what they print: `$ command`, then its output. */

export interface ConsoleStep {
  /** Without the prompt; further lines of a command begin with `> ` in the block. */
  readonly command: string
  readonly output: string
}

/** The steps of a block; lines before the first prompt belong to none and are left out. */
export const readConsole = (text: string): readonly ConsoleStep[] => {
  const steps: { command: string[]; output: string[] }[] = []
  for (const line of text.replace(/\n$/u, '').split('\n')) {
    const last = steps.at(-1)
    if (line.startsWith('$ ')) steps.push({ command: [line.slice(2)], output: [] })
    else if (line.startsWith('> ') && last?.output.length === 0) last.command.push(line.slice(2))
    else last?.output.push(line)
  }
  return steps.map(({ command, output }) => ({ command: command.join('\n'), output: output.join('\n') }))
}

/** The block of these steps, as it stands in the prose. */
export const writeConsole = (steps: readonly ConsoleStep[]): string =>
  steps.map(({ command, output }) => `$ ${command.split('\n').join('\n> ')}\n${output === '' ? '' : `${output}\n`}`).join('')

/** What differs from run to run, and what stands for it. */
const CHANCE: readonly (readonly [pattern: RegExp, stand: string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gu, '<uid>'],
  [/\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z\b/gu, '<time>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}/gu, '<time>'],
  [/-[bcdf0-9ghjklmnpqrstvwxz]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/gu, '-<pod>'],
  [/(?<=\s|^)(?:\d+[dhms]){1,2}(?=\s|$)/gu, '<age>'],
  [/(?<=time=)[\d.]+(?= ms)/gu, '<ms>'],
  [/ +/gu, ' '],
]

/** Two outputs are the same where these are: ages, times, made-up names and the width of columns are left out. */
export const normalizeOutput = (output: string): string =>
  output
    .split('\n')
    .map((line) => CHANCE.reduce((text, [pattern, stand]) => text.replace(pattern, stand), line).trimEnd())
    .join('\n')
    .trimEnd()

/** What a command printed: together, as it came, and each stream by itself. */
export interface Printed {
  readonly all: string
  readonly stdout: string
  readonly stderr: string
}

const linesOf = (output: string): readonly string[] => (output === '' ? [] : output.split('\n').filter((line) => line !== ''))

/** Whether `lines` are those of both, each in its own order. */
function areTogether(lines: readonly string[], one: readonly string[], other: readonly string[]): boolean {
  if (lines.length !== one.length + other.length) return false
  /** How many lines of `one` may have been taken when so many of all have. */
  let taken = new Set([0])
  for (const [index, line] of lines.entries()) {
    const next = new Set<number>()
    for (const count of taken) {
      if (one[count] === line) next.add(count + 1)
      if (other[index - count] === line) next.add(count)
    }
    taken = next
  }
  return taken.has(one.length)
}

/** Whether a text shows what was printed: the two streams of a program may meet in any order. */
export function shows(written: string, { all, stdout, stderr }: Printed): boolean {
  const text = normalizeOutput(written)
  if (text === normalizeOutput(all)) return true
  return areTogether(linesOf(text), linesOf(normalizeOutput(stdout)), linesOf(normalizeOutput(stderr)))
}
