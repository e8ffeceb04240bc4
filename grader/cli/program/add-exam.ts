/** `grade exam …`. */
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import type { GradeExamOptions } from '../exam/grade-exam.ts'
import type { NewExamOptions } from '../exam/new-exam.ts'
import type { StartExamOptions } from '../exam/sit.ts'
import { examMessages } from '../messages/exam.ts'

type Choose = (run: () => Promise<number>) => void

const SECRET_FILE = 'exam-secret.txt'

export function addExam(program: Command, cli: Cli, choose: Choose): void {
  const { help } = examMessages(cli.language)
  const exam = program.command('exam').description(help.exam).helpCommand(false)
  addSitting(exam, cli, choose)
  addInstructing(exam, cli, choose)
}

function addSitting(exam: Command, cli: Cli, choose: Choose): void {
  const { help } = examMessages(cli.language)
  const sit = () => import('../exam/sit.ts')
  exam
    .command('start')
    .description(help.start)
    .argument('<package>', help.package)
    .option('--code <code>', help.code)
    .option('--agree', help.agree)
    .action((path: string, options: StartExamOptions) => choose(async () => (await sit()).startExam(cli, path, options)))
  exam
    .command('status')
    .description(help.status)
    .action(() => choose(async () => (await sit()).examStatus(cli)))
  exam
    .command('show')
    .description(help.show)
    .argument('<item>', help.item)
    .option('--yes', help.yes)
    .action((item: string, options: { yes?: boolean }) => choose(async () => (await sit()).showItem(cli, item, options)))
  exam
    .command('answer')
    .description(help.answer)
    .argument('<item>', help.item)
    .argument('<answer...>', help.answers)
    .action((item: string, answer: readonly string[]) => choose(async () => (await sit()).answerItem(cli, item, answer)))
  exam
    .command('submit')
    .description(help.submit)
    .argument('[file]', help.submissionFile)
    .action((file: string | undefined) => choose(async () => (await sit()).submitExam(cli, file)))
  exam
    .command('close')
    .description(help.close)
    .argument('[file]', help.submissionFile)
    .option('--yes', help.closeYes)
    .action((file: string | undefined, options: { yes?: boolean }) =>
      choose(async () => (await sit()).closeExam(cli, file, options)),
    )
  exam.command('invigilate', { hidden: true }).action(() => choose(async () => (await sit()).invigilateExam(cli)))
}

function addInstructing(exam: Command, cli: Cli, choose: Choose): void {
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
  // Options that the program has too are read there: commander takes them wherever they stand.
  grading('grade').action((id: string, paths: readonly string[], _options: unknown, command: Command) =>
    choose(async () => {
      const options: GradeExamOptions = command.optsWithGlobals()
      return (await import('../exam/grade-exam.ts')).gradeExam(cli, id, paths, options)
    }),
  )
  grading('regrade')
    .requiredOption('--against <results>', help.against)
    .action((id: string, paths: readonly string[], _options: unknown, command: Command) =>
      choose(async () => {
        const options: GradeExamOptions & { readonly against: string } = command.optsWithGlobals()
        return (await import('../exam/grade-exam.ts')).regradeExam(cli, id, paths, options)
      }),
    )
}
