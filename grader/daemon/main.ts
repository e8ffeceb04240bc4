/** The entry of the daemon's bundle, dist/daemon.cjs: bin/daemon.cjs calls main. */
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { makeCredentials, readCredentials } from './credentials.ts'
import { DAEMON_MARK } from './daemon-mark.ts'
import { statePaths } from '../terminal/paths.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { readBuildId } from './record.ts'
import { serve } from './serve.ts'
import type { Serving } from './serve.ts'
import { toStartMessage } from './start-messages.ts'
import type { ServeOrder, StartMessage } from './start-messages.ts'
import { loadSpdy } from './streams/spdy.ts'

const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`)

function tell(message: StartMessage): void {
  process.send?.(message)
}

function optionValue(name: string): string | undefined {
  const index = process.argv.indexOf(name)
  return index < 0 ? undefined : process.argv[index + 1]
}

/** What the command that started this process wants of it; undefined where it went away without a word. */
const nextOrder = (): Promise<ServeOrder | undefined> =>
  new Promise((resolve) => {
    if (!process.connected) resolve(undefined)
    process.once('message', (order) => resolve(order as ServeOrder))
    process.once('disconnect', () => resolve(undefined))
  })

/** Makes, while nobody has said yet what to serve, the keys that a new state directory will need. */
async function makeAhead(paths: StatePaths): ReturnType<typeof makeCredentials> {
  if ((await readCredentials(paths)) !== undefined) throw new Error('there are some')
  return makeCredentials(Date.now())
}

function endWith(serving: Serving): void {
  process.on('SIGTERM', () => serving.stop())
  process.on('SIGINT', () => serving.stop())
  // One request's mistake must not take the learner's cluster away: it is logged, the state is consistent by construction.
  process.on('uncaughtException', (error) => log(`uncaught: ${error.stack ?? error.message}`))
  process.on('unhandledRejection', (error) =>
    log(`unhandled: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  )
}

/**
 * Serves until it is told to stop, and returns the exit code. The command that starts this process says over its IPC channel what to
 * serve, and hears once how that went; until then nothing is touched. `root` holds dist/.
 */
export async function main(root: string): Promise<number> {
  const home = optionValue(DAEMON_MARK)
  const paths = statePaths({ ...process.env, ...(home === undefined ? {} : { NETGRADE_HOME: home }) })
  const made = makeAhead(paths).catch(() => undefined)
  void loadSpdy()
  const order = await nextOrder()
  if (order === undefined) return 0
  try {
    const serving = await serve({
      ...order,
      paths,
      build: readBuildId(new URL('dist/', pathToFileURL(root))),
      makeCredentials: async (nowMs) => (await made) ?? makeCredentials(nowMs),
      log,
    })
    endWith(serving)
    log(`ready on 127.0.0.1:${serving.record.port}, process ${serving.record.pid}`)
    tell({ ready: serving.record })
    serving.begin()
    await serving.stopped
    return 0
  } catch (error) {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    tell(toStartMessage(error))
    return 3
  }
}
