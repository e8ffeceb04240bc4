/** `grade batch job` and its options; those that say how to grade are of `grade batch`. */
import type { Command } from 'commander'
import type { Cli } from '../../terminal/cli.ts'
import type { BatchJobOptions } from '../commands/batch-job.ts'
import { batchJobMessages } from '../../terminal/messages/batch-job.ts'
import { batchMessages } from '../../terminal/messages/batch.ts'
import { contextOption } from './add-place.ts'

export function addBatchJob(
  batch: Command,
  cli: Cli,
  toCount: (text: string) => number,
  choose: (run: () => Promise<number>) => void,
): void {
  const { help } = batchJobMessages(cli.language)
  const { help: grading } = batchMessages(cli.language)
  batch
    .command('job')
    .description(help.job)
    .argument('<from>', help.from)
    .option('--name <name>', help.name, 'netgrade-batch')
    .option('--namespace <namespace>', help.namespace, 'default')
    .option('--shards <number>', help.shards, toCount, 8)
    .option('--parallel <number>', help.parallel, toCount)
    .option('--image <image>', help.image, 'netgrade')
    .option('--claim <claim>', help.claim, 'class')
    .option('--output <folder>', help.output, 'results')
    .option('--cpu <quantity>', help.cpu, '1')
    .option('--memory <quantity>', help.memory, '1Gi')
    .option('--task <ids>', grading.task)
    .option('--variant <name>', grading.variant)
    .option('--exam <exam>', grading.exam)
    .option('--secret <file>', grading.secret)
    .option('--roster <file>', grading.roster)
    .option('--due <time>', grading.due)
    .option('--report <format=file>', grading.report, (value: string, earlier?: readonly string[]) => [
      ...(earlier ?? []),
      value,
    ])
    .option('--apply', help.apply)
    .addOption(contextOption(cli))
    .addHelpText('after', `\n--roster, --secret, --report: ${help.inVolume}.`)
    .action((from: string, _options: unknown, command: Command) =>
      choose(async () => {
        const options: BatchJobOptions = command.optsWithGlobals()
        const { batchJob } = await import('../commands/batch-job.ts')
        return batchJob(cli, from, options)
      }),
    )
}
