/** A line that somebody types at a prompt, can go back into, and call back from earlier. */
import { createKeyReader, type Key } from './keys.ts'

export type LineEnd =
  /** Enter. */
  | { readonly kind: 'line'; readonly text: string }
  /** Ctrl-D on an empty line. */
  | { readonly kind: 'end' }
  /** Ctrl-C. */
  | { readonly kind: 'interrupted' }

export interface LineView {
  write(text: string): void
  readonly prompt: string
  /** Letters in a row of the terminal. */
  readonly columns: number
}

/** The words that may stand where `word` does: commands where it is the first of its line, files elsewhere. */
export type Complete = (word: string, isCommand: boolean) => readonly string[]

const MAX_HISTORY = 500

const commonBeginning = (words: readonly string[]): string => {
  const [first = '', ...rest] = words
  let length = first.length
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length -= 1
  return first.slice(0, length)
}

export class LineEditor {
  private readonly view: LineView
  private readonly history: string[]
  private readonly complete: Complete
  private readonly press = createKeyReader()
  private line = ''
  private cursor = 0
  /** Which of the earlier lines is shown; their number stands for the new one. */
  private shown: number
  private draft = ''

  /** `history` holds earlier lines, the oldest first, and gets this one. */
  constructor(view: LineView, history: string[], complete: Complete) {
    this.view = view
    this.history = history
    this.complete = complete
    this.shown = history.length
    view.write(view.prompt)
  }

  /** Undefined as long as the line is not ended. */
  accept(letter: string): LineEnd | undefined {
    const pressed = this.press(letter)
    if (pressed === undefined) return undefined
    if ('letter' in pressed) {
      this.insert(pressed.letter)
      return undefined
    }
    switch (pressed.key) {
      case 'enter':
        this.remember()
        this.view.write('\r\n')
        return { kind: 'line', text: this.line }
      case 'interrupt':
        this.view.write('^C\r\n')
        return { kind: 'interrupted' }
      case 'delete-or-end':
        if (this.line === '') return { kind: 'end' }
        this.remove(this.cursor, this.cursor + 1)
        return undefined
      default:
        this.edit(pressed.key)
        return undefined
    }
  }

  private edit(key: Key): void {
    switch (key) {
      case 'left':
        return this.moveTo(this.cursor - 1)
      case 'right':
        return this.moveTo(this.cursor + 1)
      case 'home':
        return this.moveTo(0)
      case 'end':
        return this.moveTo(this.line.length)
      case 'erase':
        return this.erase()
      case 'delete':
        return this.remove(this.cursor, this.cursor + 1)
      case 'erase-word':
        return this.remove(this.line.slice(0, this.cursor).replace(/\S*\s*$/u, '').length, this.cursor)
      case 'erase-before':
        return this.remove(0, this.cursor)
      case 'erase-after':
        return this.remove(this.cursor, this.line.length)
      case 'earlier':
        return this.recall(this.shown - 1)
      case 'later':
        return this.recall(this.shown + 1)
      case 'complete':
        return this.completeWord()
      default:
        this.view.write('\u001B[H\u001B[J')
        this.draw(0)
    }
  }

  private insert(text: string): void {
    const before = this.cursor
    this.line = this.line.slice(0, before) + text + this.line.slice(before)
    this.cursor += text.length
    if (this.cursor === this.line.length) this.view.write(text)
    else this.redrawFrom(before)
  }

  private erase(): void {
    const isPlain = this.cursor === this.line.length && this.cursor > 0 && this.columnOf(this.cursor) > 0
    if (!isPlain) return this.remove(this.cursor - 1, this.cursor)
    this.line = this.line.slice(0, -1)
    this.cursor -= 1
    this.view.write('\b \b')
  }

  private remove(from: number, to: number): void {
    if (from < 0 || from === to || from >= this.line.length) return
    const before = this.cursor
    this.line = this.line.slice(0, from) + this.line.slice(to)
    this.cursor = from
    this.redrawFrom(before)
  }

  private moveTo(place: number): void {
    if (place < 0 || place > this.line.length) return
    const before = this.cursor
    this.cursor = place
    this.redrawFrom(before)
  }

  private recall(index: number): void {
    if (index < 0 || index > this.history.length || index === this.shown) return
    if (this.shown === this.history.length) this.draft = this.line
    const before = this.cursor
    this.shown = index
    this.line = this.history[index] ?? this.draft
    this.cursor = this.line.length
    this.redrawFrom(before)
  }

  private remember(): void {
    if (this.line.trim() === '' || this.line === this.history.at(-1)) return
    this.history.push(this.line)
    if (this.history.length > MAX_HISTORY) this.history.shift()
  }

  private completeWord(): void {
    const before = this.line.slice(0, this.cursor)
    const word = /[^\s;|&<>()]*$/u.exec(before)?.[0] ?? ''
    const isCommand = /(?:^|[;|&(])\s*$/u.test(before.slice(0, before.length - word.length))
    const found = this.complete(word, isCommand)
    const [only] = found
    const common = found.length === 1 && only !== undefined && !only.endsWith('/') ? `${only} ` : commonBeginning(found)
    if (common.length > word.length) return this.insert(common.slice(word.length))
    if (found.length < 2) return
    const names = found.map((one) => one.replace(/^.*\/(?=.)/u, ''))
    this.view.write(`\r\n${names.join('  ')}\r\n`)
    this.draw(0)
  }

  /** How many letters stand before a place of the line, the prompt's included. */
  private lettersBefore(place: number): number {
    return this.view.prompt.length + place
  }

  private columnOf(place: number): number {
    return this.lettersBefore(place) % this.view.columns
  }

  private rowOf(place: number): number {
    return Math.floor(this.lettersBefore(place) / this.view.columns)
  }

  /** `place` is where the terminal's cursor stands now. */
  private redrawFrom(place: number): void {
    this.draw(this.rowOf(place))
  }

  /** Writes prompt and line again, so many rows above the terminal's cursor, and puts the cursor where it belongs. */
  private draw(rowsAbove: number): void {
    const end = this.line.length
    // A terminal stays in the last column until the next letter comes.
    const wrap = end > 0 && this.columnOf(end) === 0 ? '\r\n' : ''
    const up = this.rowOf(end) - this.rowOf(this.cursor)
    const column = this.columnOf(this.cursor)
    const start = `${rowsAbove > 0 ? `\u001B[${rowsAbove}A` : ''}\r${this.view.prompt}${this.line}${wrap}\u001B[J`
    const back = `${up > 0 ? `\u001B[${up}A` : ''}\r${column > 0 ? `\u001B[${column}C` : ''}`
    this.view.write(this.cursor === end ? start : start + back)
  }
}
