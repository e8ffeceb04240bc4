/** `grade batch` and its options. */
import { InvalidArgumentError, type Command } from 'commander'
import { isTime } from '../../batch/roster.ts'
import { parseShard, type Shard } from '../../batch/shard.ts'
import { RESULT_FORMATS } from '../../reports/results/formats.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { BatchOptions } from '../commands/batch.ts'
import { batchMessages } from '../../terminal/messages/batch.ts'
import { Problem } from '../../terminal/problem.ts'
import { addObserve, onOption } from './add-place.ts'
import { addBatchJob } from './add-batch-job.ts'
import { SECRET_FILE } from './add-exam.ts'

/** Options that say how to grade, with which nothing can be merged. */
const OF_GRADING = ['task', 'variant', 'exam', 'jobs', 'shard', 'resume', 'due', 'on', 'observe'] as const

export function addBatch(
  program: Command,
  cli: Cli,
  toCount: (text: string) => number,
  choose: (run: () => Promise<number>) => void,
): void {
  const { help, badShard, badTime } = batchMessages(cli.language)
  const toShard = (text: string): Shard => {
    const shard = parseShard(text)
    if (shard === undefined) throw new InvalidArgumentError(badShard)
    return shard
  }
  const toTime = (text: string): number => {
    if (!isTime(text)) throw new InvalidArgumentError(badTime)
    return Date.parse(text)
  }
  const command = program
    .command('batch')
    .description(help.batch)
    .argument('<from...>', help.from)
    .option('--task <ids>', help.task)
    .option('--variant <name>', help.variant)
    .option('--exam <exam>', help.exam)
    .option('--secret <file>', help.secret, SECRET_FILE)
    .option('--output <folder>', help.output)
    .option('--jobs <number>', help.jobs, toCount)
    .option('--shard <part>', help.shard, toShard)
    .option('--resume', help.resume)
    .option('--roster <file>', help.roster)
    .option('--due <time>', help.due, toTime)
    .option('--report <format=file>', help.report, (value: string, earlier?: readonly string[]) => [...(earlier ?? []), value])
    .option('--format <format>', help.format)
    .option('--exit-zero', help.exitZero)
    .addOption(onOption(cli))
    .addHelpText('after', `\n${help.examples} ${Object.keys(RESULT_FORMATS).join(', ')}`)
    .action((from: readonly string[], _options: unknown, command: Command) =>
      choose(async () => {
        const options: BatchOptions = command.optsWithGlobals()
        const [first = '', ...rest] = from
        const { batch, mergeBatch } = await import('../commands/batch.ts')
        if (first === 'merge' && rest.length > 0) {
          const foreign = OF_GRADING.find((name) => options[name] !== undefined)
          if (foreign !== undefined)
            throw new Problem('option-not-here', { option: `--${foreign}`, command: 'grade batch merge' })
          return mergeBatch(cli, rest, options)
        }
        if (rest.length > 0)
          command.error(`error: too many arguments. Expected 1 argument but got ${from.length}.`, {
            code: 'commander.excessArguments',
          })
        return batch(cli, first, options)
      }),
    )
  addObserve(command, cli)
  addBatchJob(command, cli, toCount, choose)
}
