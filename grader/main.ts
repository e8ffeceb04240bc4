/** The entry of the command line's bundle, dist/grade.mjs. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { run } from './cli/run.ts'

// A reader that closes early (`grade | head`) is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  root: fileURLToPath(new URL('..', import.meta.url)),
})
