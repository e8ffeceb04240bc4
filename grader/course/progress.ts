/** Keeps how well each task was done, so that `grade` can say what comes next. */
import { readIfPresent, writePrivateFile, ensurePrivateDirectory } from '../daemon/private-files.ts'
import type { StatePaths } from '../terminal/paths.ts'
import {
  mergeProgress,
  parseProgress,
  withAttempt,
  withChosen,
  withDone,
  withHints,
  withQuestions,
  type Attempt,
  type Chosen,
  type Progress,
  type Where,
} from '../../src/course/progress.ts'

/** A file that cannot be read counts as none: progress is a convenience, never a reason to fail. */
export async function readProgress(paths: StatePaths): Promise<Progress> {
  try {
    return parseProgress((await readIfPresent(paths.progress)) ?? '{}') ?? {}
  } catch {
    return {}
  }
}

/** The task of a section, or one of its variants. */
export interface TaskName {
  readonly id: string
  readonly variant?: string
}

export const recordAttempt = (paths: StatePaths, { id, variant }: TaskName, where: Where, attempt: Attempt): Promise<void> =>
  tryToChange(paths, (known) => ({
    ...known,
    [id]: withDone(known[id], variant, (done) => withAttempt(done, where, attempt)),
  }))

export const recordHints = (paths: StatePaths, { id, variant }: TaskName, hints: number): Promise<void> =>
  tryToChange(paths, (known) => ({ ...known, [id]: withDone(known[id], variant, (done) => withHints(done, hints)) }))

/** What the learner works on from now on. */
export const recordChosen = (paths: StatePaths, id: string, chosen: Chosen): Promise<void> =>
  tryToChange(paths, (known) => ({ ...known, [id]: withChosen(known[id], chosen) }))

/** What was answered now beside what was answered before; `of` is how many questions the section has. */
export const recordQuestions = (
  paths: StatePaths,
  section: string,
  right: Readonly<Record<string, boolean>>,
  asked: Pick<Attempt, 'of' | 'at'>,
): Promise<void> =>
  tryToChange(paths, (known) => ({ ...known, [section]: withQuestions(known[section] ?? { best: {} }, right, asked) }))

/** Adds what another place knows; throws where that cannot be kept, since it was asked for. */
export const importProgress = (paths: StatePaths, other: Progress): Promise<void> =>
  change(paths, (known) => mergeProgress(known, other))

async function change(paths: StatePaths, how: (known: Progress) => Progress): Promise<void> {
  const progress = await readProgress(paths)
  await ensurePrivateDirectory(paths.home)
  await writePrivateFile(paths.progress, JSON.stringify(how(progress)))
}

async function tryToChange(paths: StatePaths, how: (known: Progress) => Progress): Promise<void> {
  try {
    await change(paths, how)
  } catch {
    // As above: a full disk must not turn a graded task into a failure.
  }
}
