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
