import { findDaemon } from '../../daemon/client.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import { overviewMessages } from '../../terminal/messages/overview.ts'
import { bestOf, isComplete, type Progress, type Done, doneOf } from '../../../src/course/progress.ts'
import { readProgress } from '../../course/progress.ts'
import type { Section } from '../../../src/course/read-section.ts'
import { nameOf, readTaskIds, requireSection } from '../../course/task-files.ts'

/** The best points, and those of cluster and files where they differ. */
const pointsOf = (cli: Cli, found: Done | undefined): string => {
  const words = overviewMessages(cli.language)
  const best = found === undefined ? undefined : bestOf(found)
  if (found === undefined || best === undefined) return words.notYet
  const { embedded, manifests } = found.best
  const points = words.points(best.points, best.of)
  if (embedded === undefined || manifests === undefined || embedded.points === manifests.points) return points
  return `${points} (${words.bests.embedded} ${embedded.points}, ${words.bests.manifests} ${manifests.points})`
}

/** `grade`: the environment, the points of each section, and what to do next. */
export async function overview(cli: Cli): Promise<number> {
  const words = overviewMessages(cli.language)
  const [daemon, progress, ids] = await Promise.all([findDaemon(cli.paths), readProgress(cli.paths), readTaskIds(cli)])
  const sections = await Promise.all(ids.map((id) => requireSection(cli, id)))
  const rows = sections.map((section) => {
    const variant = section.kind === 'practice' ? section.variant : undefined
    const known = progress[section.id]
    const mark = isComplete(known) ? '✔' : '·'
    return [
      `${mark} ${nameOf({ id: section.id, variant })}  ${section.title[cli.language]}`,
      pointsOf(cli, doneOf(known, variant)),
    ] as const
  })
  const environment = daemon === undefined ? words.embeddedDown : words.embeddedUp(`https://127.0.0.1:${daemon.record.port}`)
  cli.out(
    `${words.environment}   ${environment}\n\n${words.progress}\n${renderPairs(rows)}\n\n${nextStep(cli, sections, progress)}`,
  )
  return 0
}

function nextStep(cli: Cli, sections: readonly Section[], progress: Progress): string {
  const words = overviewMessages(cli.language)
  const next = sections.find(({ id }) => !isComplete(progress[id]))
  if (next === undefined) return words.allDone
  const found = progress[next.id]
  const isBegun = found !== undefined && bestOf(found) !== undefined
  if (next.kind === 'concept') return isBegun ? words.againQuestions(next.id) : words.nextQuestions(next.id)
  return isBegun ? words.again(next.id) : words.next(next.id)
}
