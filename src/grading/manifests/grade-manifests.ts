/** Grades manifests without any cluster. What cannot be read is explained, and not scored. */
import type { CauseText } from '../causes/cause.ts'
import { passingChecks } from '../passing-checks.ts'
import { gradeSnapshot, type GradedCheck } from '../grade.ts'
import { diffTexts } from '../repair/diff-texts.ts'
import type { ShownChange } from '../repair/show-patch.ts'
import type { GradedTask } from '../task.ts'
import { applyManifests, type Applied, type GivenManifest } from './apply-manifests.ts'
import type { SettledStates } from './settled-states.ts'
import type { ManifestProblem, Mend } from './manifest-problem.ts'

export interface ExplainedProblem {
  readonly problem: ManifestProblem
  readonly cause: CauseText
  readonly repair?: Repaired
}

interface Repaired {
  readonly shown: readonly ShownChange[]
  /** The files after it. */
  readonly files: readonly GivenManifest[]
  /** Ids of the checks that pass after it. */
  readonly passing: readonly string[]
}

export interface ManifestGrading {
  readonly checks: readonly GradedCheck[]
  readonly problems: readonly ExplainedProblem[]
  readonly applied: Applied
}

/** With `states`, which many submissions share, each is graded as without and sooner. */
export const gradeManifests = async (
  task: GradedTask,
  files: readonly GivenManifest[],
  states?: SettledStates,
): Promise<ManifestGrading> => {
  const applied = await applyManifests(task, files, states)
  if (applied.snapshot !== undefined) {
    const checks = await gradeSnapshot(task, applied.snapshot, {
      explain: true,
      rebuild: async (snapshot, patch) => {
        const known = states?.rebuild(snapshot, patch)
        if (known !== undefined) return known.state
        const { rebuild } = await import('../repair/rebuild.ts')
        return rebuild(snapshot, patch, { keepAddresses: true, stands: applied.stands === true })
      },
      findManifest: (reference) => applied.findManifest(reference),
    })
    return { checks, problems: [], applied }
  }
  return explainProblems({ task, files, states }, applied)
}

/** What is wrong with manifests that were not taken: each with its cause, and what would mend it. */
export const explainProblems = async (submitted: Submitted, applied: Applied): Promise<ManifestGrading> => {
  const { task } = submitted
  const problems: ExplainedProblem[] = []
  for (const problem of applied.problems) problems.push(await explain(submitted, { problem, applied }))
  const together = await mendTogether(submitted, problems)
  if (together !== undefined)
    problems.splice(0, problems.length, together, ...problems.slice(1).map(({ problem, cause }) => ({ problem, cause })))
  const checks = task.checks.map((check) => ({ check, passed: null, blockedBy: [], diagnoses: [] }))
  return { checks, problems: withoutEchoes(problems), applied }
}

export interface Submitted {
  readonly task: GradedTask
  readonly files: readonly GivenManifest[]
  readonly states: SettledStates | undefined
}

/** Several mistakes that only together keep the files from being applied: the first one is told with what mends them all. */
const mendTogether = async (
  { task, files, states }: Submitted,
  problems: readonly ExplainedProblem[],
): Promise<ExplainedProblem | undefined> => {
  const [first] = problems
  const best = Math.max(0, ...problems.map(({ repair }) => repair?.passing.length ?? 0))
  const isEach = problems.every(({ problem }) => problem.mends?.[0] !== undefined && 'document' in problem.mends[0])
  if (first === undefined || problems.length < 2 || best > 0 || !isEach) return undefined
  let mended = files
  for (const { problem } of problems)
    for (const how of problem.mends?.slice(0, 1) ?? [])
      mended = await Promise.all(
        mended.map(async (one) =>
          one.path === problem.position.file ? { ...one, text: (await mend(one.text, how)).after } : one,
        ),
      )
  const again = await applyManifests(task, mended, states)
  if (again.snapshot === undefined) return undefined
  const passing = await passingChecks(task, again.snapshot)
  const changed = mended.filter(({ text }, index) => text !== files[index]?.text)
  const shown = changed.map(({ path, text }) => {
    const lines = diffTexts(files.find((one) => one.path === path)?.text ?? '', text)
    return { name: path, lines, removes: null, manifest: null, command: null }
  })
  return passing.length > best ? { ...first, repair: { shown, files: mended, passing } } : undefined
}

interface Found {
  readonly problem: ManifestProblem
  readonly applied: Applied
}

/** Most have a text of their own; causes of failed checks, of which there are many more, are asked for last. */
const findText = async (code: string): Promise<CauseText | undefined> => {
  const { MANIFEST_CAUSES } = await import('./manifest-causes.ts')
  return MANIFEST_CAUSES.find((cause) => cause.code === code) ?? (await import('../catalogue.ts')).findCauseText(code)
}

const explain = async ({ task, files, states }: Submitted, { problem, applied }: Found): Promise<ExplainedProblem> => {
  const cause = (await findText(problem.code)) ?? fallback(problem)
  const file = files.find(({ path }) => path === problem.position.file)
  if (problem.mends === undefined || file === undefined) return { problem, cause }
  let best: Repaired | undefined
  for (const how of problem.mends) {
    const { before, after } = await mend(file.text, how)
    const mended = files.map((one) => (one === file ? { ...one, text: after } : one))
    const again = await applyManifests(task, mended, states)
    if (again.problems.length >= applied.problems.length) continue
    const passing = again.snapshot === undefined ? [] : await passingChecks(task, again.snapshot)
    if (best !== undefined && best.passing.length >= passing.length) continue
    const shown = [{ name: file.path, lines: diffTexts(before, after), removes: null, manifest: null, command: null }]
    best = { shown, files: mended, passing }
    if (passing.length === task.checks.length) break
  }
  return { problem, cause, ...(best === undefined ? {} : { repair: best }) }
}

const mend = async (text: string, how: Mend): Promise<{ readonly before: string; readonly after: string }> => {
  if ('text' in how) return { before: text, after: how.text }
  if ('separate' in how) return { before: text, after: separateDocuments(text) }
  const { editManifest } = await import('./edit-manifest.ts')
  return editManifest(text, how.document, how.edits)
}

/** A line `---` before each apiVersion (or kind) at the margin that follows one of the same document. */
const separateDocuments = (text: string): string => {
  let seen = new Set<string>()
  return text
    .split('\n')
    .map((row) => {
      if (row.startsWith('---')) seen = new Set()
      const [key] = /^(?:apiVersion|kind)(?=:)/u.exec(row) ?? []
      if (key === undefined) return row
      const isSecond = seen.has(key)
      if (isSecond) seen = new Set()
      seen.add(key)
      return isSecond ? `---\n${row}` : row
    })
    .join('\n')
}

/** One repair mends several problems: they are one mistake, told at its first place. */
const withoutEchoes = (problems: readonly ExplainedProblem[]): readonly ExplainedProblem[] => {
  const seen = new Set<string>()
  return problems.filter(({ problem, repair }) => {
    const key = `${problem.position.file}\n${repair?.files.map(({ text }) => text).join('') ?? ''}`
    if (repair === undefined) return true
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const fallback = ({ code, message }: ManifestProblem): CauseText => ({
  code,
  title: { en: message, ko: message },
  explanation: { en: message, ko: message },
  example: [],
  section: '1-1',
})
