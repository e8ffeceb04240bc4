/** What keeps a text from being read. Codes are stable; each has a page in the catalogue of causes. */
export type YamlProblemCode =
  | 'yaml-slash-comment'
  | 'yaml-indentation'
  | 'yaml-tab'
  | 'yaml-duplicate-key'
  | 'yaml-unclosed'
  | 'yaml-syntax'
  | 'yaml-alias-bomb'
  | 'manifest-too-large'
  | 'manifest-binary'
  | 'manifest-empty'
  | 'manifest-no-object'

/** A place in a text, counted from 1. */
export interface Position {
  /** As it was named. */
  readonly file: string
  /** The line that it begins on. */
  readonly line: number
  /** The column that it begins in. */
  readonly column: number
  /** The line that it ends on. */
  readonly endLine: number
  /** The column behind its end. */
  readonly endColumn: number
}

export interface YamlProblem {
  readonly code: YamlProblemCode
  readonly position: Position
  /** What is wrong and why. */
  readonly message: string
  /** What to do. */
  readonly advice: string
  /** Texts that can be read and in which only this problem is mended, the likeliest first. */
  readonly mendings?: readonly string[]
}
