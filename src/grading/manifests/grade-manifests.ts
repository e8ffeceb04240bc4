/** Grades manifests without any cluster. What cannot be read is explained, and not scored. */
import type { CauseText } from '../causes/cause.ts'
import { passingChecks } from '../passing-checks.ts'
import { gradeSnapshot, type GradedCheck } from '../grade.ts'
import { diffTexts, type ShownChange } from '../repair/show-patch.ts'
import type { GradedTask } from '../task.ts'
import { applyManifests, type Applied, type GivenManifest } from './apply-manifests.ts'
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

export const gradeManifests = async (task: GradedTask, files: readonly GivenManifest[]): Promise<ManifestGrading> => {
  const applied = await applyManifests(task, files)
  if (applied.snapshot !== undefined) {
    const checks = await gradeSnapshot(task, applied.snapshot, {
      explain: true,
      rebuild: async (snapshot, patch) =>
        (await import('../repair/rebuild.ts')).rebuild(snapshot, patch, { keepAddresses: true }),
      findManifest: (reference) => applied.findManifest(reference),
    })
    return { checks, problems: [], applied }
  }
  const problems: ExplainedProblem[] = []
  for (const problem of applied.problems) problems.push(await explain(task, files, { problem, applied }))
  const checks = task.checks.map((check) => ({ check, passed: null, blockedBy: [], diagnoses: [] }))
  return { checks, problems: withoutEchoes(problems), applied }
}

interface Found {
  readonly problem: ManifestProblem
  readonly applied: Applied
}

const explain = async (
  task: GradedTask,
  files: readonly GivenManifest[],
  { problem, applied }: Found,
): Promise<ExplainedProblem> => {
  const { findCauseText } = await import('../catalogue.ts')
  const cause = findCauseText(problem.code) ?? fallback(problem)
  const file = files.find(({ path }) => path === problem.position.file)
  if (problem.mends === undefined || file === undefined) return { problem, cause }
  let best: Repaired | undefined
  for (const how of problem.mends) {
    const { before, after } = await mend(file.text, how)
    const mended = files.map((one) => (one === file ? { ...one, text: after } : one))
    const again = await applyManifests(task, mended)
    if (again.problems.length >= applied.problems.length) continue
    const passing = again.snapshot === undefined ? [] : await passingChecks(task, again.snapshot)
    if (best !== undefined && best.passing.length >= passing.length) continue
    const shown = [{ name: file.path, lines: await diffTexts(before, after), removes: null, manifest: null }]
    best = { shown, files: mended, passing }
    if (passing.length === task.checks.length) break
  }
  return { problem, cause, ...(best === undefined ? {} : { repair: best }) }
}

const mend = async (text: string, how: Mend): Promise<{ readonly before: string; readonly after: string }> => {
  if ('text' in how) return { before: text, after: how.text }
  const { editManifest } = await import('./edit-manifest.ts')
  return editManifest(text, how.document, how.edits)
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
