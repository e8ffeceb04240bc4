/** The command line: which commands and options there are, and which file does each. Commands are loaded when they are run. */
import type { CommanderError } from 'commander'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { addClusterFiles } from './add-cluster.ts'
import { addMatrix } from './add-matrix.ts'
import { addRules } from './add-rules.ts'
import { addTrace } from './add-trace.ts'
import type { StartOptions } from './commands/start.ts'
import type { TaskOptions } from './commands/task.ts'
import type { UpOptions } from './commands/up.ts'
import type { Cli } from './cli.ts'
import { findNearest } from './nearest.ts'
import { Problem } from './problem.ts'

const toPort = (text: string): number => {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('1–65535.')
  return port
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
  const titles: Readonly<Record<string, string>> = {
    'Usage:': words.usage,
    'Arguments:': words.arguments,
    'Options:': words.options,
    'Commands:': words.commands,
  }
  program
    .description(words.program)
    .exitOverride()
    .configureOutput({ writeOut: (text) => cli.out(text), writeErr: () => undefined, outputError: () => undefined })
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    .helpOption('-h, --help', words.help)
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .addOption(new Option('--lang <language>', words.lang).choices(['en', 'ko']))
    .option('-V, --version', words.version)
  addTask(program, cli, choose)
  addCluster(program, cli, choose)
  addLearning(program, cli, choose)
  addAnalysis(program, cli, choose)
  return program
}

function addTask(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  program
    .argument('[task]', words.task)
    .option('--file <path...>', words.file)
    .addOption(new Option('--on <environment>', words.on).choices(['embedded', 'manifests']))
    .option('--format <format>', words.format, 'text')
    .option('--output <file>', words.output)
    .option('--watch', words.watch)
    .action((task: string | undefined, options: TaskOptions & { version?: boolean }) => {
      choose(async () => {
        if (options.version === true) return (await import('./commands/version.ts')).version(cli)
        if (task === undefined) return (await import('./commands/overview.ts')).overview(cli)
        return (await import('./commands/task.ts')).task(cli, task, options)
      })
    })
}

function addCluster(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  program
    .command('up')
    .description(words.up)
    .option('--port <port>', words.port, toPort)
    .option('--merge-kubeconfig', words.mergeKubeconfig)
    .addOption(new Option('--brief').hideHelp())
    .action((options: UpOptions) => choose(async () => (await import('./commands/up.ts')).up(cli, options)))
  program
    .command('down')
    .description(words.down)
    .action(() => choose(async () => (await import('./commands/down.ts')).down(cli)))
  program
    .command('status')
    .description(words.status)
    .option('--json', words.json)
    .action((options: { json?: boolean }) => choose(async () => (await import('./commands/status.ts')).status(cli, options)))
  program
    .command('reset')
    .description(words.reset)
    .option('--yes', words.yes)
    .action((options: { yes?: boolean }) => choose(async () => (await import('./commands/reset.ts')).reset(cli, options)))
  addClusterFiles(program, cli, choose)
  program
    .command('env')
    .description(words.env)
    .option('--shell <shell>', words.shell)
    .action((options: { shell?: string }) => choose(async () => (await import('./commands/env.ts')).env(cli, options)))
  program
    .command('doctor')
    .description(words.doctor)
    .action(() => choose(async () => (await import('./commands/doctor.ts')).doctor(cli)))
}

function addLearning(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  program
    .command('start')
    .description(words.start)
    .argument('<task>')
    .option('--force', words.force)
    .addOption(new Option('--brief').hideHelp())
    .action((id: string, options: StartOptions) =>
      choose(async () => (await import('./commands/start.ts')).start(cli, id, options)),
    )
  program
    .command('hint')
    .description(words.hint)
    .argument('<task>')
    .argument('[number]', words.hintNumber, toCount)
    .action((id: string, number: number | undefined) =>
      choose(async () => (await import('./commands/hint.ts')).hint(cli, id, number)),
    )
  program
    .command('solution')
    .description(words.solution)
    .argument('<task>')
    .action((id: string) => choose(async () => (await import('./commands/solution.ts')).solution(cli, id)))
  program
    .command('site')
    .description(words.site)
    .addArgument(new Argument('<what>').choices(['build', 'serve']))
    .argument('[where]', words.siteWhere)
    .action((what: 'build' | 'serve', where: string | undefined) =>
      choose(async () => (await import('./commands/site.ts')).site(cli, what, where)),
    )
  program
    .command('explain')
    .description(words.explain)
    .argument('<code>')
    .action((code: string) => choose(async () => (await import('./commands/explain.ts')).explain(cli, code)))
}

/** Options that the program has too are read there: commander takes them wherever they stand. */
function addAnalysis(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  const protocol = (): Option => new Option('--protocol <protocol>', words.protocol).choices(['TCP', 'UDP', 'SCTP'])
  addTrace(program, cli, choose)
  addRules(program, cli, choose)
  addMatrix(program, cli, toPort, choose)
  program
    .command('lint')
    .description(words.lint)
    .option('--file <path...>', words.analysedFile)
    .option('--format <format>', words.pageFormat)
    .option('--limit <seconds>', words.limit, toCount)
    .action((_options: unknown, command: Command) =>
      choose(async () => (await import('./commands/lint.ts')).lint(cli, command.optsWithGlobals())),
    )
  program
    .command('forbid')
    .description(words.forbid)
    .argument('<from>', words.forbidden)
    .argument('<to>', words.forbidden)
    .option('--file <path...>', words.analysedFile)
    .option('--port <port>', words.forbidPort, toPort)
    .option('--format <format>', words.pageFormat)
    .option('--limit <seconds>', words.limit, toCount)
    .addOption(protocol())
    .action((from: string, to: string, _options: unknown, command: Command) =>
      choose(async () => (await import('./commands/forbid.ts')).forbid(cli, [from, to], command.optsWithGlobals())),
    )
  program
    .command('compare')
    .description(words.compare)
    .argument('<a>', words.compared)
    .argument('<b>', words.compared)
    .option('--format <format>', words.traceFormat)
    .option('--limit <seconds>', words.limit, toCount)
    .addOption(new Option('--expect <relation>', words.expect).choices(['equal', 'at-least-as-strict', 'at-least-as-open']))
    .action((a: string, b: string, _options: unknown, command: Command) =>
      choose(async () => (await import('./commands/compare.ts')).compare(cli, [a, b], command.optsWithGlobals())),
    )
}

/** What is wrong with the command line, from what commander threw. */
export function toUsageProblem(error: CommanderError, program: Command): Problem {
  const given = /'([^']+)'/.exec(error.message)?.[1] ?? ''
  const commands = [program, ...program.commands]
  const flags = commands.flatMap((command) => command.options.flatMap(({ long }) => (typeof long === 'string' ? [long] : [])))
  switch (error.code) {
    case 'commander.unknownOption':
      return new Problem('unknown-option', { given, nearest: findNearest(given, [...flags, '--help']) ?? '' })
    case 'commander.excessArguments':
      return new Problem('too-many-arguments', { reason: error.message })
    default:
      return new Problem('option-argument', { reason: error.message.replace(/^error: /, '') })
  }
}
