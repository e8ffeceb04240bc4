/** How far a shell reads a script that it cannot read to its end. */
import { isUnfinished, type Grammar } from './grammar.ts'

const canBeRead = ({ parse }: Grammar, text: string): boolean => {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}

/** How many of the lines make up whole commands that come first; 0 where no command is whole. */
const lengthOfFirst = (grammar: Grammar, lines: readonly string[]): number => {
  if (isUnfinished(grammar, lines.join('\n'))) {
    const isWhole = canBeRead(grammar, lines[0] ?? '') && !isUnfinished(grammar, lines[0] ?? '')
    return isWhole ? 1 : 0
  }
  for (let count = 1; count <= lines.length; count++) {
    const text = lines.slice(0, count).join('\n')
    if (isUnfinished(grammar, text)) continue
    return canBeRead(grammar, text) ? count : 0
  }
  return 0
}

/** The lines before the command that cannot be read: a shell has run them when it comes to it. */
export const readableLines = (grammar: Grammar, text: string): string => {
  const lines = text.split('\n')
  let read = 0
  for (;;) {
    const count = lengthOfFirst(grammar, lines.slice(read))
    if (count === 0) return lines.slice(0, read).join('\n')
    read += count
  }
}
