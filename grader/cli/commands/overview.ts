import { findDaemon } from '../../daemon/client.ts'
import { renderPairs, type Cli } from '../cli.ts'
import { readProgress, type Progress } from '../progress.ts'
import { readTaskIds, requireTask } from '../task-files.ts'

const isFull = (progress: Progress, id: string): boolean => {
  const found = progress[id]
  return found !== undefined && found.of > 0 && found.points === found.of
}

/** `grade`: the environment, the points of each section, and what to do next. */
export async function overview(cli: Cli): Promise<number> {
  const words = cli.messages.overview
  const [daemon, progress, ids] = await Promise.all([findDaemon(cli.paths), readProgress(cli.paths), readTaskIds(cli)])
  const titles = await Promise.all(ids.map(async (id) => (await requireTask(cli, id)).title[cli.language]))
  const rows = ids.map((id, index) => {
    const found = progress[id]
    const points = found === undefined || found.of === 0 ? words.notYet : words.points(found.points, found.of)
    return [`${isFull(progress, id) ? '✔' : '·'} ${id}  ${titles[index] ?? ''}`, points] as const
  })
  const environment = daemon === undefined ? words.embeddedDown : words.embeddedUp(`https://127.0.0.1:${daemon.record.port}`)
  cli.out(`${words.environment}   ${environment}\n\n${words.progress}\n${renderPairs(rows)}\n\n${nextStep(cli, ids, progress)}`)
  return 0
}

function nextStep(cli: Cli, ids: readonly string[], progress: Progress): string {
  const words = cli.messages.overview
  const next = ids.find((id) => !isFull(progress, id))
  if (next === undefined) return words.allDone
  return (progress[next]?.of ?? 0) > 0 ? words.again(next) : words.next(next)
}
