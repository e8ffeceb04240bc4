/** The command line: which commands and options there are, and which file does each. Commands are loaded when they are run. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { addBatch } from './add-batch.ts'
import { addClusterState } from './add-cluster-state.ts'
import { addCourse } from './add-course.ts'
import { addExam } from './add-exam.ts'
import { addClean, ownClusterOption } from './add-kind.ts'
import { addObserve, addRepairs, contextOption, onOption } from './add-place.ts'
import { addMatrix } from './add-matrix.ts'
import { addPolicies } from './add-policies.ts'
import { addProgressFiles } from './add-progress.ts'
import { addRules } from './add-rules.ts'
import { addTrace } from './add-trace.ts'
import { addUp } from './add-up.ts'
import type { EnvOptions } from '../commands/env.ts'
import type { StartOptions } from '../commands/start.ts'
import type { StatusOptions } from '../commands/status.ts'
import type { CleanOptions } from '../real/clean.ts'
import type { SiteOptions } from '../commands/site.ts'
import type { TaskOptions } from '../commands/task.ts'
import type { Cli } from '../../terminal/cli.ts'
import { pathOf } from './command-path.ts'
import { helpIn } from './help.ts'
import type { PlaceOptions } from '../../environments/place.ts'
import { realMessages } from '../../terminal/messages/real.ts'
import { toPort } from './to-port.ts'
import { variantMessages } from '../../terminal/messages/variants.ts'
import { Problem } from '../../terminal/problem.ts'
import { refuseRepairs } from '../repair-options.ts'

interface Variant {
  readonly variant?: string
}

const toCount = (text: string): number => {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('1, 2, 3, …')
  return count
}

/** Builds the command tree; `choose` receives what to run. */
export function createProgram(cli: Cli, choose: (run: () => Promise<number>) => void): Command {
  const words = cli.messages.help
  const program = new Command('grade')
  program
    .description(words.program)
    .exitOverride()
    .configureOutput({ writeOut: (text) => cli.out(text), writeErr: () => undefined, outputError: () => undefined })
    .configureHelp(helpIn(cli))
    .helpOption('-h, --help', words.help)
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .addOption(new Option('--lang <language>', words.lang).choices(['en', 'ko']))
    .option('-V, --version', words.version)
    .hook('preAction', (_, command) => refuseInExam(cli, program, command))
    .hook('preAction', refuseForeignOptions)
  addTask(program, cli, choose)
  addCluster(program, cli, choose)
  addLearning(program, cli, choose)
  addAnalysis(program, cli, choose)
  addCourse(program, cli, choose)
  addExam(program, cli, toCount, choose)
  addBatch(program, cli, toCount, choose)
  return program
}

function addTask(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  program
    .argument('[task]', words.task)
    .option('-f, --file <path...>', words.file)
    .addOption(onOption(cli))
    .addOption(contextOption(cli))
    .option('--format <format>', words.format, 'text')
    .option('--output <file>', words.output)
    .option('--variant <name>', words.variant)
    .option('--watch', words.watch)
    .option('--answers <file>', words.answers)
    .option('--missed', words.missed)
  addRepairs(addObserve(program, cli), cli).action((task: string | undefined, options: TaskOptions & { version?: boolean }) => {
    choose(async () => {
      if (options.version === true) return (await import('../commands/version.ts')).version(cli)
      if (cli.exam !== undefined) {
        refuseRepairs(options)
        refuseOptionsInExam(program)
        return (await import('../exam/grade-item.ts')).gradeItem(cli, task)
      }
      if (task === undefined) return (await import('../commands/overview.ts')).overview(cli)
      return (await import('../commands/task.ts')).task(cli, task, options)
    })
  })
}

function addCluster(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  addUp(program, cli, toPort, choose)
  program
    .command('down')
    .description(words.down)
    .addOption(ownClusterOption(cli))
    .action((_options: unknown, command: Command) =>
      choose(async () => (await import('../commands/down.ts')).down(cli, command.optsWithGlobals<PlaceOptions>())),
    )
  program
    .command('status')
    .description(words.status)
    .option('--json', words.json)
    .addOption(ownClusterOption(cli))
    .action((_options: unknown, command: Command) =>
      choose(async () => (await import('../commands/status.ts')).status(cli, command.optsWithGlobals<StatusOptions>())),
    )
  program
    .command('reset')
    .description(words.reset)
    .option('--yes', words.yes)
    .addOption(onOption(cli))
    .addOption(contextOption(cli))
    .action((_options: unknown, command: Command) =>
      choose(async () => (await import('../commands/reset.ts')).reset(cli, command.optsWithGlobals<CleanOptions>())),
    )
  addClean(program, cli, choose)
  addClusterState(program, cli, choose)
  program
    .command('env')
    .description(words.env)
    .option('--shell <shell>', words.shell)
    .addOption(ownClusterOption(cli))
    .action((_options: unknown, command: Command) =>
      choose(async () => (await import('../commands/env.ts')).env(cli, command.optsWithGlobals<EnvOptions>())),
    )
  program
    .command('doctor')
    .description(words.doctor)
    .addOption(ownClusterOption(cli))
    .action((_options: unknown, command: Command) =>
      choose(async () => (await import('../commands/doctor.ts')).doctor(cli, command.optsWithGlobals<PlaceOptions>())),
    )
}

function addLearning(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  program
    .command('start')
    .description(words.start)
    .argument('<task>', words.oneTask)
    .option('--variant <name>', words.variant)
    .option('--force', words.force)
    .addOption(onOption(cli))
    .addOption(contextOption(cli))
    .option('--yes', realMessages(cli.language).help.yes)
    .addOption(new Option('--brief').hideHelp())
    .action((id: string, _options: unknown, command: Command) =>
      choose(async () => (await import('../commands/start.ts')).start(cli, id, command.optsWithGlobals<StartOptions>())),
    )
  program
    .command('hint')
    .description(words.hint)
    .argument('[task]', variantMessages(cli.language).begunTask)
    .argument('[number]', words.hintNumber, toCount)
    .option('--variant <name>', words.variant)
    .action((id: string | undefined, number: number | undefined, _options: unknown, command: Command) =>
      choose(async () =>
        (await import('../commands/hint.ts')).hint(cli, id, { number, ...command.optsWithGlobals<Variant>() }),
      ),
    )
  program
    .command('solution')
    .description(words.solution)
    .argument('<task>', words.oneTask)
    .option('--variant <name>', words.variant)
    .action((id: string, _options: unknown, command: Command) =>
      choose(async () => (await import('../commands/solution.ts')).solution(cli, id, command.optsWithGlobals<Variant>())),
    )
  program
    .command('site')
    .description(words.site)
    .addArgument(new Argument('<what>', words.siteWhat).choices(['build', 'serve']))
    .argument('[where]', words.siteWhere)
    .option('--pdf', words.sitePdf)
    .action((what: 'build' | 'serve', where: string | undefined, options: SiteOptions) =>
      choose(async () => {
        if (cli.exam !== undefined)
          return (await import('../exam/serve-exam.ts')).serveExam(cli, where === undefined ? undefined : toPort(where))
        return (await import('../commands/site.ts')).site(cli, [what, where], options)
      }),
    )
  addProgressFiles(program, cli, choose)
  program
    .command('explain')
    .description(words.explain)
    .argument('[code]', words.causeCode)
    .action((code: string | undefined) => choose(async () => (await import('../commands/explain.ts')).explain(cli, code)))
}

function addAnalysis(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  addTrace(program, cli, choose)
  addRules(program, cli, choose)
  addMatrix(program, cli, toPort, choose)
  addPolicies(program, cli, { toPort, toCount }, choose)
}

/** Options for any command. */
const EVERYWHERE = new Set(['lang', 'version'])

const givenOptions = (program: Command): readonly Option[] =>
  program.options.filter((option) => {
    const name = option.attributeName()
    return !EVERYWHERE.has(name) && program.getOptionValueSource(name) === 'cli'
  })

/** What an exam lets a learner know has one form, and is about the exam's own cluster. */
const refuseOptionsInExam = (program: Command): void => {
  const [option] = givenOptions(program)
  if (option !== undefined) throw new Problem('exam-option', { option: option.long ?? '' })
}

/** Options of `grade <task>` are taken wherever they stand; commands that do nothing with them must not seem to. */
const refuseForeignOptions = (program: Command, command: Command): void => {
  if (command === program) return
  for (const option of givenOptions(program)) {
    if (command.options.some(({ long }) => long === option.long)) continue
    throw new Problem('option-not-here', { option: option.long ?? '', command: pathOf(command) })
  }
}

/** What an exam leaves: its own commands, and those that say how its cluster is. */
const IN_EXAM = new Set(['exam', 'env', 'status', 'up', 'doctor'])

/** Of the command itself, or of what it is a part of. */
const topName = (program: Command, command: Command): string =>
  command.parent === null || command.parent === program ? command.name() : topName(program, command.parent)

/** Hints, solutions, walks and comparisons would answer what is asked. */
const refuseInExam = (cli: Cli, program: Command, command: Command): void => {
  if (cli.exam === undefined || command === program || IN_EXAM.has(topName(program, command))) return
  // Instead of the site it serves the exam.
  if (command.name() === 'site' && command.args[0] === 'serve') return
  throw new Problem('in-exam', { command: topName(program, command) })
}
