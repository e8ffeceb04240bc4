/** What the author's contract asks of the variants of a practice section, each with every choice of its parameters. */
import { gradeManifests } from '../../grading/manifests/grade-manifests.ts'
import { scoreOf } from '../../grading/score.ts'
import { everyChoice, type Parameters } from '../parameters.ts'
import type { ContentProblem } from '../problem.ts'
import { readTask, type Task } from '../read-task.ts'
import { pathOf, readProse, type TaskSource } from '../reading.ts'
import { answerIn } from '../solution.ts'
import { layVariant, ownFilesOf, PLAIN, variantsOf } from '../variants.ts'
import { checkProse, type LinkTargets } from './check-prose.ts'

/** A task as a learner may get it: a variant with values of its parameters. */
export interface Drawn {
  readonly name: string
  readonly source: TaskSource
  readonly task: Task
  readonly problems: readonly ContentProblem[]
}

/** Every task of a section: its own and its variants, each with every choice of its parameters. `source` is the whole folder. */
export const drawsOf = (source: TaskSource): readonly Drawn[] =>
  [PLAIN, ...variantsOf(source)].flatMap((name) => {
    const laid = layVariant(source, name)
    return everyChoice(readTask(laid).task.parameterDefinitions).map((parameters) => ({
      name: nameOf(name, parameters),
      source: laid,
      ...readTask(laid, parameters),
    }))
  })

const nameOf = (name: string, parameters: Parameters): string => [name, ...Object.values(parameters)].join(' ')

/** What a variant has to tell in words of its own; the rest may be the section's. */
const OWN_ANCHORS = ['task', 'hints', 'debrief'] as const

/** The texts of a variant as its author wrote them: lines are those of its own files. */
export const checkVariantProse = async (
  source: TaskSource,
  name: string,
  targets: LinkTargets,
): Promise<readonly ContentProblem[]> => {
  const own = ownFilesOf(source, name)
  const { task } = readTask(layVariant(source, name))
  const problems: ContentProblem[] = []
  const prose = readProse({ source: own, parameters: task.parameters, problems })
  const below = new Set(readTask(layVariant(source, PLAIN)).task.prose.en.sections.map(({ id }) => id))
  for (const language of ['en', 'ko'] as const) {
    const place = { file: pathOf(own, `${language}.md`), line: 1, column: 1 }
    if (own.files[`${language}.md`] === undefined) {
      problems.push({ ...place, message: 'the file is missing' })
      continue
    }
    const ids = prose[language].sections.map(({ id }) => id)
    const missing = OWN_ANCHORS.filter((id) => !ids.includes(id))
    if (missing.length > 0) problems.push({ ...place, message: `a variant tells in its own words: ${missing.join(', ')}` })
    const strange = ids.filter((id) => !below.has(id))
    if (strange.length > 0)
      problems.push({ ...place, message: `the section has no ${strange.join(', ')} that this could take the place of` })
    if (prose[language].summary === '') problems.push({ ...place, message: 'the front matter needs a summary' })
  }
  return [...problems, ...(await checkProse(own, { ...task, prose }, targets))]
}

/** Solutions of the section's other tasks do not pass this one: nobody's answer is somebody else's. */
export const checkOthersFail = async (drawn: Drawn, all: readonly Drawn[]): Promise<readonly ContentProblem[]> => {
  const problems: ContentProblem[] = []
  for (const other of all) {
    if (other.name === drawn.name) continue
    const { checks } = await gradeManifests(drawn.task, answerIn(other.source, 'solution/', other.task.parameters))
    if (scoreOf(checks).status !== 'pass') continue
    const file = pathOf(drawn.source, 'task.yaml')
    problems.push({ file, line: 1, column: 1, message: `${drawn.name}: the solution of ${other.name} passes` })
  }
  return problems
}
