/** `grade exam …`. */
import { Option, type Command } from 'commander'
import type { Cli } from '../../terminal/cli.ts'
import type { AnalyseExamOptions } from '../exam/analyse-exam.ts'
import type { FeedbackOptions } from '../exam/feedback-exam.ts'
import type { GradeExamOptions } from '../exam/grade-exam.ts'
import type { NewExamOptions } from '../exam/new-exam.ts'
import type { StartExamOptions } from '../exam/sit.ts'
import { batchMessages } from '../../terminal/messages/batch.ts'
import { examFeedbackMessages } from '../../terminal/messages/exam-feedback.ts'
import { examFigureMessages } from '../../terminal/messages/exam-figures.ts'
import { examPageMessages } from '../../terminal/messages/exam-page.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import { Problem } from '../../terminal/problem.ts'
import { onOption } from './add-place.ts'
import { toPort } from './to-port.ts'

/** What `--diff` was called once. */
const refuseAgainst = (): never => {
  throw new Problem('option-renamed', { option: '--against', now: '--diff' })
}

type Choose = (run: () => Promise<number>) => void

/** Where the secret is, unless another file is named. */
export const SECRET_FILE = 'exam-secret.txt'

export function addExam(program: Command, cli: Cli, toCount: (text: string) => number, choose: Choose): void {
  const { help } = examMessages(cli.language)
  const exam = program.command('exam').description(help.exam).helpCommand(false)
  addSitting(exam, cli, choose)
  addInstructing(exam, cli, toCount, choose)
}

function addSitting(exam: Command, cli: Cli, choose: Choose): void {
  const { help } = examMessages(cli.language)
  const sit = () => import('../exam/sit.ts')
  const handIn = () => import('../exam/hand-in.ts')
  const { help: page } = examPageMessages(cli.language)
  const items = () => import('../exam/items.ts')
  exam
    .command('start')
    .description(help.start)
    .argument('<package>', help.package)
    .option('--code <code>', help.code)
    .option('--agree', help.agree)
    .addOption(onOption(cli))
    .action((path: string, _options: unknown, command: Command) =>
      choose(async () => {
        const options: StartExamOptions = command.optsWithGlobals()
        return (await sit()).startExam(cli, path, options)
      }),
    )
  exam
    .command('status')
    .description(help.status)
    .action(() => choose(async () => (await sit()).examStatus(cli)))
  exam
    .command('show')
    .description(help.show)
    .argument('<item>', help.item)
    .option('--yes', help.yes)
    .action((item: string, _options: unknown, command: Command) =>
      choose(async () => (await items()).showItem(cli, item, command.optsWithGlobals<{ yes?: boolean }>())),
    )
  exam
    .command('answer')
    .description(help.answer)
    .argument('<item>', help.item)
    .argument('<answer...>', help.answers)
    .action((item: string, answer: readonly string[]) => choose(async () => (await items()).answerItem(cli, item, answer)))
  exam
    .command('serve')
    .description(page.serve)
    .argument('[port]', page.port, toPort)
    .action((port: number | undefined) => choose(async () => (await import('../exam/serve-exam.ts')).serveExam(cli, port)))
  exam
    .command('submit')
    .description(help.submit)
    .argument('[file]', help.submissionFile)
    .action((file: string | undefined) => choose(async () => (await handIn()).submitExam(cli, file)))
  exam
    .command('close')
    .description(help.close)
    .argument('[file]', help.submissionFile)
    .option('--yes', help.closeYes)
    .action((file: string | undefined, _options: unknown, command: Command) =>
      choose(async () => (await handIn()).closeExam(cli, file, command.optsWithGlobals<{ yes?: boolean }>())),
    )
  exam.command('invigilate', { hidden: true }).action(() => choose(async () => (await sit()).invigilateExam(cli)))
}

function addInstructing(exam: Command, cli: Cli, toCount: (text: string) => number, choose: Choose): void {
  const { help } = examMessages(cli.language)
  exam
    .command('new')
    .description(help.new)
    .argument('<exam>', help.examId)
    .requiredOption('--roster <file>', help.roster)
    .option('--secret <file>', help.secret, SECRET_FILE)
    .option('--out <folder>', help.out, 'packages')
    .action((id: string, options: NewExamOptions) =>
      choose(async () => (await import('../exam/new-exam.ts')).newExam(cli, id, options)),
    )
  const grading = (name: 'grade' | 'regrade'): Command =>
    exam
      .command(name)
      .description(help[name])
      .argument('<exam>', help.examId)
      .argument('<submissions...>', help.submissions)
      .requiredOption('--roster <file>', help.roster)
      .option('--secret <file>', help.secret, SECRET_FILE)
      .option('--receipts <file>', help.receipts)
      .option('--format <format>', help.format, 'text')
      .option('--output <file>', help.output)
      .option('--jobs <number>', batchMessages(cli.language).help.jobs, toCount)
      .addOption(onOption(cli))
  // Options that the program has too are read there: commander takes them wherever they stand.
  grading('grade').action((id: string, paths: readonly string[], _options: unknown, command: Command) =>
    choose(async () => {
      const options: GradeExamOptions = command.optsWithGlobals()
      return (await import('../exam/grade-exam.ts')).gradeExam(cli, id, paths, options)
    }),
  )
  grading('regrade')
    .requiredOption('--diff <results>', help.diff)
    .addOption(new Option('--against <results>').hideHelp().argParser(refuseAgainst))
    .action((id: string, paths: readonly string[], _options: unknown, command: Command) =>
      choose(async () => {
        const options: GradeExamOptions & { readonly diff: string } = command.optsWithGlobals()
        return (await import('../exam/grade-exam.ts')).regradeExam(cli, id, paths, options)
      }),
    )
  addAfterwards(exam, cli, choose)
}

/** What is made of the results. */
function addAfterwards(exam: Command, cli: Cli, choose: Choose): void {
  const { help } = examMessages(cli.language)
  const feedback = examFeedbackMessages(cli.language).help
  const figures = examFigureMessages(cli.language).help
  exam
    .command('analyse')
    .description(figures.analyse)
    .argument('<results>', figures.results)
    .option('--format <format>', figures.format, 'text')
    .option('--output <file>', help.output)
    .action((path: string, _options: unknown, command: Command) =>
      choose(async () => {
        const options: AnalyseExamOptions = command.optsWithGlobals()
        return (await import('../exam/analyse-exam.ts')).analyseExam(cli, path, options)
      }),
    )
  exam
    .command('feedback')
    .description(feedback.feedback)
    .argument('<results>', figures.results)
    .option('--out <folder>', feedback.out, 'feedback')
    .action((path: string, options: FeedbackOptions) =>
      choose(async () => (await import('../exam/feedback-exam.ts')).feedbackExam(cli, path, options)),
    )
}
