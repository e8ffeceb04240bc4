/** Places for submissions in the cluster that `grade up --on kind` made; one command at a time has them. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Problem } from '../../terminal/problem.ts'
import type { StatePaths } from '../../terminal/paths.ts'
import { ensurePrivateDirectory } from '../../daemon/private-files.ts'
import { onInterruption } from '../interruptions.ts'
import { requireKind } from '../kind/context.ts'
import { openContext, type LiveClient, type LiveContext } from '../live/client.ts'
import type { Patience } from '../started/ask.ts'
import { follow } from './follow.ts'
import { createPlaces, sweep, type Places } from './places.ts'
import { createTurns } from './turns.ts'

const PATIENCE: Patience = {
  nowMs: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

const draw = (): string => randomBytes(4).toString('hex')

export interface OpenPlaces extends Places {
  readonly client: LiveClient
  /** Set at the first Ctrl-C; the second one ends the program as usual. */
  readonly signal: AbortSignal
}

/** Fails with `kind-not-up` where there is no such cluster, with `kind-busy` where another command has places in it. */
export async function withKindPlaces<Value>(
  paths: StatePaths,
  together: number,
  work: (places: OpenPlaces) => Promise<Value>,
): Promise<Value> {
  const context = await requireKind(paths)
  const release = await lock(join(paths.home, 'kind', 'places'))
  try {
    return await withPlaces(context, together, work)
  } finally {
    await release()
  }
}

async function lock(folder: string): Promise<() => Promise<void>> {
  const { default: lockfile } = await import('proper-lockfile')
  await ensurePrivateDirectory(folder)
  try {
    return await lockfile.lock(folder, { stale: 5000, update: 1000 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') throw new Problem('kind-busy', {}, error)
    throw error
  }
}

/** In any cluster; whoever else makes places in it meanwhile would have theirs swept away. */
export async function withPlaces<Value>(
  context: LiveContext,
  together: number,
  work: (places: OpenPlaces) => Promise<Value>,
): Promise<Value> {
  const client = openContext(context)
  const controller = new AbortController()
  const stopListening = onInterruption(() => controller.abort(new Problem('kind-grading-interrupted')))
  const { signal } = controller
  await sweep(client, PATIENCE)
  const followed = await follow(client)
  const turns = createTurns(together, signal)
  const places = createPlaces({ client, followed, turns, patience: PATIENCE, draw, run: draw(), signal })
  try {
    const value = await work({ ...places, client, signal })
    signal.throwIfAborted()
    await places.close()
    return value
  } catch (error) {
    controller.abort(error)
    await leaveNothing(client, places)
    throw error
  } finally {
    followed.close()
    stopListening()
  }
}

/** Also what a server has made without its answer having come. Fails with `kind-grading-lost` where nobody can be asked any more. */
async function leaveNothing(client: LiveClient, places: Places): Promise<void> {
  try {
    // What it cannot remove is tried once more below.
    await places.close().catch(() => undefined)
    await sweep(client, PATIENCE)
  } catch (error) {
    throw error instanceof Problem && error.code === 'cluster-unreachable'
      ? new Problem('kind-grading-lost', { ...error.detail, place: client.typed.place }, error)
      : error
  }
}
