/** Commands of the shell whose result is not quite a container's. */
import type { CommandContext, CustomCommand, defineCommand } from 'just-bash'
import type { Image } from '../images/image.ts'
import { isBusybox } from '../userland.ts'
import { withoutShellVariables } from './commands/text-tools.ts'
import { renderEnvironment } from './process-environment.ts'
import { Status } from './status.ts'

export interface Surroundings {
  readonly image: Image | undefined
  readonly environment: Readonly<Record<string, string>>
  /** One program, started without a shell around it. */
  readonly isProgram: boolean
}

/** GNU's ls tells that something named is missing by 2, busybox's by 1. */
const LS_FAILED = { gnu: 2, busybox: 1 } as const

const original = async (args: string[], { origCommand }: CommandContext) =>
  (await origCommand?.(args)) ?? { stdout: '', stderr: '', exitCode: Status.notFound }

export const adjustedCommands = (
  define: typeof defineCommand,
  { image, environment, isProgram }: Surroundings,
): readonly CustomCommand[] => [
  ...['env', 'printenv'].map((name) =>
    define(name, async (args, context) => {
      const result = await original(args, context)
      if (args.length > 0) return result
      return { ...result, stdout: isProgram ? renderEnvironment(environment) : withoutShellVariables(result.stdout) }
    }),
  ),
  define('ls', async (args, context) => {
    const result = await original(args, context)
    const hasFailed = result.exitCode === LS_FAILED.gnu && isBusybox(image)
    return hasFailed ? { ...result, exitCode: LS_FAILED.busybox } : result
  }),
]
