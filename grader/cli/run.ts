import { CommanderError } from 'commander'
import type { Terminal } from '../terminal/cli.ts'
import { activeCluster } from '../exam/active.ts'
import { createCli, type Cli } from '../terminal/cli.ts'
import type { Language } from '../terminal/messages/language.ts'
import { isLanguage } from '../terminal/messages/language.ts'
import type { Problem } from '../terminal/problem.ts'
import { createProgram } from './program/program.ts'
import { renderProblem, toProblem } from './render-problem.ts'
import { toUsageProblem } from './usage-problem.ts'

/** `--lang` decides the words of the help too, so it is looked for before anything is parsed. */
function askedLanguage(argv: readonly string[]): Language | undefined {
  const index = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='))
  const value = argv[index] === '--lang' ? argv[index + 1] : argv[index]?.slice('--lang='.length)
  return index >= 0 && value !== undefined && isLanguage(value) ? value : undefined
}

/** Runs one command line and returns its exit code: 0 passed, 1 a check failed, 2 usage, 3 our own or the environment's fault. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const cli = inExam(createCli(terminal, askedLanguage(argv)))
  let chosen = (): Promise<number> => Promise.resolve(0)
  const program = createProgram(cli, (command) => (chosen = command))
  try {
    await program.parseAsync(argv, { from: 'user' })
    return await chosen()
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const problem = error instanceof CommanderError ? toUsageProblem(error, program, cli.language) : toProblem(error)
    cli.err(renderProblem(problem, cli))
    if (problem.code === 'internal' && terminal.environment['NETGRADE_DEBUG'] === '1') cli.err(causeOf(problem))
    return problem.exitCode
  }
}

/** While an exam runs, commands are about its cluster. */
const inExam = (cli: Cli): Cli => {
  const cluster = activeCluster(cli.paths)
  return cluster === undefined ? cli : { ...cli, paths: cluster, exam: cli.paths }
}

const causeOf = (problem: Problem): string => (problem.cause instanceof Error ? (problem.cause.stack ?? '') : '')
