/** Which statements of a script the shell does not wait for. */
import type { parse, serialize } from 'just-bash'

/** What a shell's own parser offers. */
export interface Grammar {
  readonly parse: typeof parse
  readonly serialize: typeof serialize
}

export interface Statement {
  readonly text: string
  /** Ends with `&`: the next one runs beside it. */
  readonly isBackground: boolean
}

type Parsed = ReturnType<typeof parse>['statements'][number]

/** A quoted text, an escaped letter, an operator that has an `&` in it, or one letter. */
const PIECE = /"(?:\\[\s\S]|[^"\\])*"?|'[^']*'?|\\[\s\S]?|&&|[<>]&|&>|\|&|[\s\S]/gu

const mayHaveBackground = (text: string): boolean => text.match(PIECE)?.includes('&') === true

const definesFunction = ({ pipelines }: Parsed): boolean =>
  pipelines.some(({ commands }) => commands.some(({ type }) => type === 'FunctionDef'))

/**
 * Takes a text apart where a background statement stands in it; what the shell waits for stays in one piece between them. Each piece
 * is a script of its own, so it gets the functions that were defined before it; `wait` stands alone. A text that is no shell's is left as it is.
 */
export function splitBackground(text: string, { parse, serialize }: Grammar): readonly Statement[] {
  const whole = [{ text, isBackground: false }]
  if (!mayHaveBackground(text)) return whole
  try {
    const script = parse(text)
    if (!script.statements.some(({ background }) => background)) return whole
    const textOf = (statements: readonly Parsed[]): string => serialize({ ...script, statements: [...statements] })
    const pieces = piecesOf(script.statements, (statement) => isWait(textOf([statement])))
    return pieces.map(({ statements, isBackground }) => ({ text: textOf(statements), isBackground }))
  } catch {
    return whole
  }
}

/** The statement that waits for those in the background. */
export const isWait = (text: string): boolean => /^\s*wait(?:\s|$)/u.test(text)

interface Piece {
  readonly statements: readonly Parsed[]
  readonly isBackground: boolean
}

function piecesOf(statements: readonly Parsed[], standsAlone: (statement: Parsed) => boolean): readonly Piece[] {
  const pieces: Piece[] = []
  const functions: Parsed[] = []
  let waited: Parsed[] = []
  const endPiece = (): void => {
    if (waited.length > 0) pieces.push({ statements: [...functions, ...waited], isBackground: false })
    functions.push(...waited.filter(definesFunction))
    waited = []
  }
  for (const statement of statements) {
    if (statement.background) {
      endPiece()
      pieces.push({ statements: [...functions, { ...statement, background: false }], isBackground: true })
    } else if (standsAlone(statement)) {
      endPiece()
      pieces.push({ statements: [statement], isBackground: false })
    } else waited.push(statement)
  }
  endPiece()
  return pieces
}
