import type { Position } from '../kubernetes/yaml/problem.ts'

/** Something wrong with the course's content. */
export interface ContentProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Field path, where the place has one. */
  readonly path?: string
  readonly message: string
}

/** `tasks/3-3/task.yaml:7:5: checks[0].from: must name at least one client` */
export const renderContentProblem = ({ file, line, column, path, message }: ContentProblem): string =>
  `${file}:${line}:${column}: ${path === undefined || path === '' ? '' : `${path}: `}${message}`

export const contentProblem = ({ file, line, column }: Position, message: string, path?: string): ContentProblem => ({
  file,
  line,
  column,
  ...(path === undefined ? {} : { path }),
  message,
})
