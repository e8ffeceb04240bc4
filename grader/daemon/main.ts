/** The entry of the daemon's bundle, dist/daemon.cjs: bin/daemon.mjs calls main. */
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { DAEMON_MARK } from './owner.ts'
import { statePaths } from '../terminal/paths.ts'
import { readRanges } from './ranges.ts'
import { readBuildId } from './record.ts'
import type { StartMessage } from './serve.ts'
import { serve, toStartMessage } from './serve.ts'

const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`)

function tell(message: StartMessage): void {
  process.send?.(message)
}

function optionValue(name: string): string | undefined {
  const index = process.argv.indexOf(name)
  return index < 0 ? undefined : process.argv[index + 1]
}

/**
 * Serves until it is told to stop, and returns the exit code. `grade up` starts this process with an IPC channel and listens for its
 * first message; `root` holds dist/.
 */
export async function main(root: string): Promise<number> {
  const home = optionValue(DAEMON_MARK)
  const port = optionValue('--port')
  const ranges = readRanges(optionValue('--ranges'))
  try {
    const serving = await serve({
      paths: statePaths({ ...process.env, ...(home === undefined ? {} : { NETGRADE_HOME: home }) }),
      build: readBuildId(new URL('dist/', pathToFileURL(root))),
      log,
      loadBalancer: process.argv.includes('--load-balancer'),
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(ranges === undefined ? {} : { ranges }),
    })
    process.on('SIGTERM', () => serving.stop())
    process.on('SIGINT', () => serving.stop())
    // One request's mistake must not take the learner's cluster away: it is logged, the state is consistent by construction.
    process.on('uncaughtException', (error) => log(`uncaught: ${error.stack ?? error.message}`))
    process.on('unhandledRejection', (error) =>
      log(`unhandled: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    )
    log(`ready on 127.0.0.1:${serving.record.port}, process ${serving.record.pid}`)
    tell({ ready: serving.record })
    await serving.stopped
    return 0
  } catch (error) {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    tell(toStartMessage(error))
    return 3
  }
}
