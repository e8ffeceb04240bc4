/** Answers that an author wrote down: the solution of a task, and its typical mistakes. */
import { substitute, type Parameters } from './parameters.ts'
import { pathOf, type TaskSource } from './reading.ts'

/** A manifest of an answer, with the learner's parameters. */
export interface AnswerFile {
  /** As messages show it. */
  readonly path: string
  readonly text: string
}

/** Names the cause that a wrong answer is for; it is no part of the answer. */
export const WRONG_FILE = 'wrong.yaml'

/** Manifests below a folder such as `solution/`. */
export const answerIn = (source: TaskSource, prefix: string, parameters: Parameters): readonly AnswerFile[] =>
  Object.entries(source.files)
    .filter(([path]) => path.startsWith(prefix) && /\.ya?ml$/u.test(path) && !path.endsWith(`/${WRONG_FILE}`))
    .map(([path, text]) => ({ path: pathOf(source, path), text: substitute(text, parameters) }))

/** Names of the folders below `wrong/`. */
export const wrongAnswersOf = ({ files }: TaskSource): readonly string[] => [
  ...new Set(Object.keys(files).flatMap((path) => /^wrong\/([^/]+)\//u.exec(path)?.[1] ?? [])),
]

const COMMANDS = 'solution/commands.sh'

/** A solution to show: its commands where the author gave some, else its manifests. */
export const solutionOf = (source: TaskSource, parameters: Parameters): string => {
  const commands = source.files[COMMANDS]
  if (commands !== undefined) return substitute(commands, parameters)
  return answerIn(source, 'solution/', parameters)
    .map(({ text }) => text)
    .join('---\n')
}
