/** `grade exam analyse`: what a class's results say of the exam. */
import { createSeededRandom } from '../../../src/cluster/virtual.ts'
import { analyseResults } from '../../../src/course/exam/analyse-results.ts'
import { figureFormats } from '../../reports/exam-figures.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { withOutput, type Output } from '../output.ts'
import { Problem } from '../../terminal/problem.ts'
import { readResults } from './grade-exam.ts'

export interface AnalyseExamOptions extends Output {
  readonly format: string
}

/** Always the same intervals of the same results. */
const SEED = 1

export const analyseExam = (cli: Cli, path: string, options: AnalyseExamOptions): Promise<number> => {
  const render = chooseFormat(options.format, figureFormats(cli.language))
  return withOutput(cli, options.output, async (to) => {
    const random = createSeededRandom(SEED)
    const { learners, questions } = await readResults(path)
    const figures = analyseResults(learners, (limit) => random.below(limit), questions)
    if (figures === undefined) throw new Problem('exam-nothing-counts', { path })
    to.out(render(figures, styleOf(to)))
    return 0
  })
}
