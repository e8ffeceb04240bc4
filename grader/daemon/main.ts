/** The daemon's process. `grade up` starts it with an IPC channel and listens for its first message. */
import process from 'node:process'
import { DAEMON_MARK } from './owner.ts'
import { statePaths } from './paths.ts'
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

async function main(): Promise<void> {
  const home = optionValue(DAEMON_MARK)
  const port = optionValue('--port')
  const ranges = readRanges(optionValue('--ranges'))
  try {
    const serving = await serve({
      paths: statePaths({ ...process.env, ...(home === undefined ? {} : { NETGRADE_HOME: home }) }),
      build: readBuildId(new URL('.', import.meta.url)),
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
    process.exit(0)
  } catch (error) {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    tell(toStartMessage(error))
    process.exit(3)
  }
}

await main()
