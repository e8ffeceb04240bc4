/** What the author's contract asks of a practice section: its start fails, its solution passes, its wrong answers fail as they should. */
import type { GradedCheck } from '../../grading/grade.ts'
import { applyManifests } from '../../grading/manifests/apply-manifests.ts'
import { gradeManifests, type ManifestGrading } from '../../grading/manifests/grade-manifests.ts'
import { passingChecks } from '../../grading/passing-checks.ts'
import { scoreOf } from '../../grading/score.ts'
import { readManifests } from '../../kubernetes/yaml/read-manifests.ts'
import type { ContentProblem } from '../problem.ts'
import type { Task } from '../read-task.ts'
import { pathOf, type TaskSource } from '../reading.ts'
import { answerIn, WRONG_FILE, wrongAnswersOf } from '../solution.ts'

/** What the checks of a task are worth together. */
const POINTS = 100
/** The section's own task is where most mistakes are shown. */
const LEAST_WRONG_ANSWERS = 3
const LEAST_OF_A_VARIANT = 2

/** Codes of all that was found, each as often as it was. */
export const codesOf = ({ checks, problems }: ManifestGrading): readonly string[] => [
  ...problems.map(({ cause }) => cause.code),
  ...checks.flatMap(({ diagnoses }: GradedCheck) => diagnoses.map(({ cause }) => cause.code)),
]

/** The checks that pass after the repair that is shown for the cause; repairs of manifests are applied to their text once more. */
const passingAfterRepair = async (task: Task, graded: ManifestGrading, code: string): Promise<readonly string[]> => {
  const inManifests = graded.problems.find(({ cause }) => cause.code === code)?.repair
  if (inManifests !== undefined) {
    const { snapshot } = await applyManifests(task, inManifests.files)
    return snapshot === undefined ? [] : passingChecks(task, snapshot)
  }
  const diagnosis = graded.checks.flatMap(({ diagnoses }) => diagnoses).find(({ cause }) => cause.code === code)
  return diagnosis?.repair === undefined ? [] : passingChecks(task, diagnosis.repair.snapshot)
}

/** What is wrong with one wrong answer: nothing where it fails for its cause, and the repair shown mends all of it. */
export const checkWrongAnswer = async (source: TaskSource, task: Task, name: string): Promise<readonly ContentProblem[]> => {
  const file = pathOf(source, `wrong/${name}/${WRONG_FILE}`)
  const note = (message: string): readonly ContentProblem[] => [{ file, line: 1, column: 1, message }]
  const cause = readManifests(source.files[`wrong/${name}/${WRONG_FILE}`] ?? '', file).documents[0]?.value['cause']
  if (typeof cause !== 'string') return note('needs the code of a cause, such as cause: policy-selects-no-pod')
  const graded = await gradeManifests(task, answerIn(source, `wrong/${name}/`, task.parameters))
  if (scoreOf(graded.checks).status === 'pass') return note('the wrong answer passes')
  const codes = codesOf(graded)
  if (!codes.includes(cause)) return note(`fails for ${codes.join(', ') || 'no cause'}, not for ${cause}`)
  const passing = await passingAfterRepair(task, graded, cause)
  const open = task.checks.filter(({ id }) => !passing.includes(id)).map(({ id }) => id)
  return open.length === 0 ? [] : note(`the repair of ${cause} leaves ${open.join(', ')} failing`)
}

/** The same of the task itself. */
export const checkTask = async (source: TaskSource, task: Task): Promise<readonly ContentProblem[]> => {
  const problems: ContentProblem[] = []
  const note = (file: string, message: string): void => {
    problems.push({ file: pathOf(source, file), line: 1, column: 1, message })
  }
  const points = task.checks.reduce((sum, check) => sum + check.points, 0)
  if (points !== POINTS) note('task.yaml', `the checks are worth ${points} points together, not ${POINTS}`)
  const start = await gradeManifests(task, [])
  const given = scoreOf(start.checks)
  if (given.status === 'pass') note('start.yaml', 'the start state passes already')
  else if (given.score > 0) {
    const passing = start.checks.filter(({ passed }) => passed === true).map(({ check }) => check.id)
    note('task.yaml', `${given.score} points are given for nothing: ${passing.join(', ')} should depend on what is to be made`)
  }
  const solved = await gradeManifests(task, answerIn(source, 'solution/', task.parameters))
  const failing = solved.checks.filter(({ passed }) => passed !== true)
  for (const {
    problem: { position, message },
  } of solved.problems)
    problems.push({ file: position.file, line: position.line, column: position.column, message })
  if (failing.length > 0)
    note(
      'solution',
      `does not pass ${failing.map(({ check, failure }) => `${check.id} (${failure?.actual.en ?? ''})`).join(', ')}`,
    )
  const least = source.variant === undefined ? LEAST_WRONG_ANSWERS : LEAST_OF_A_VARIANT
  if (wrongAnswersOf(source).length < least)
    note('wrong', `${wrongAnswersOf(source).length} wrong answers; at least ${least} are needed`)
  for (const language of ['en', 'ko'] as const) {
    const { hints, sections } = task.prose[language]
    if (hints.length !== task.prose.en.hints.length) note(`${language}.md`, 'has another number of hints than en.md')
    for (const { id, markdown } of sections) if (markdown === '') note(`${language}.md`, `nothing stands below {#${id}}`)
  }
  return problems
}
