/** What the letters that a terminal's client sends mean to a line that is edited. @see busybox libbb/lineedit.c, GNU readline */

export type Key =
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'earlier'
  | 'later'
  | 'erase'
  | 'delete'
  | 'delete-or-end'
  | 'erase-word'
  | 'erase-before'
  | 'erase-after'
  | 'complete'
  | 'clear'
  | 'interrupt'
  | 'enter'

const CONTROLS: Readonly<Record<string, Key>> = {
  '\u0001': 'home',
  '\u0002': 'left',
  '\u0003': 'interrupt',
  '\u0004': 'delete-or-end',
  '\u0005': 'end',
  '\u0006': 'right',
  '\b': 'erase',
  '\t': 'complete',
  '\n': 'enter',
  '\u000B': 'erase-after',
  '\u000C': 'clear',
  '\r': 'enter',
  '\u000E': 'later',
  '\u0010': 'earlier',
  '\u0015': 'erase-before',
  '\u0017': 'erase-word',
  '\u007F': 'erase',
}

/** By what stands between `ESC [` or `ESC O` and the sequence's end, with its last letter. */
const SEQUENCES: Readonly<Record<string, Key>> = {
  A: 'earlier',
  B: 'later',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '1~': 'home',
  '7~': 'home',
  '4~': 'end',
  '8~': 'end',
  '3~': 'delete',
}

const ESCAPE = '\u001B'
const LAST_LETTER = /^[@-~]$/u

/** A letter that is written, a key, or nothing yet: a sequence is under way, or has no meaning here. */
export type Pressed = { readonly letter: string } | { readonly key: Key } | undefined

/** Reads one letter after another. */
export function createKeyReader(): (letter: string) => Pressed {
  let sequence: string | undefined
  return (letter) => {
    if (sequence === undefined) {
      if (letter === ESCAPE) sequence = ''
      else if (CONTROLS[letter] !== undefined) return { key: CONTROLS[letter] }
      else if (letter >= ' ') return { letter }
      return undefined
    }
    if (sequence === '' && (letter === '[' || letter === 'O')) {
      sequence = letter
      return undefined
    }
    const known = sequence === '' ? undefined : SEQUENCES[sequence.slice(1) + letter]
    const isOver = sequence === '' || LAST_LETTER.test(letter)
    sequence = isOver ? undefined : sequence + letter
    return isOver && known !== undefined ? { key: known } : undefined
  }
}
