/** One command at a time. */
import { Problem } from '../terminal/problem.ts'
import { fileProblem } from './private-files.ts'

/** The holder says every second that it lives; what a killed one held is free after five. */
const LOCK = { stale: 5000, update: 1000, retries: { retries: 300, minTimeout: 50, maxTimeout: 100, factor: 1 } }

/** Works while nobody else holds the directory's lock. Fails with `lock-held` where that takes too long. */
export async function withLock<Value>(directory: string, work: () => Promise<Value>): Promise<Value> {
  const { default: lockfile } = await import('proper-lockfile')
  const release = await lockfile.lock(directory, LOCK).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error && error.code === 'ELOCKED'
      ? new Problem('lock-held', { path: directory, pid: '' }, error)
      : fileProblem(error, directory)
  })
  try {
    return await work()
  } finally {
    await release().catch(() => undefined)
  }
}
