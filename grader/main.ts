/** The entry of the command line's bundle, dist/grade.cjs: bin/grade.mjs calls main. */
import process from 'node:process'
import type { Standby } from './daemon/standby.ts'
import { run } from './cli/run.ts'

/**
 * Runs what the process was asked for; `root` holds tasks/ and dist/, `standby` is the process that bin/grade.cjs has started for it. Sets the
 * exit code.
 */
export async function main(root: string, standby?: Standby): Promise<void> {
  // A reader that closes early (`grade | head`) is no mistake, and a terminal that is gone keeps nobody from cleaning up.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    })
  const { stdout, stderr, env } = process
  process.exitCode = await run(process.argv.slice(2), { stdout, stderr, environment: env, root, standby })
  await standby?.dismiss()
}
