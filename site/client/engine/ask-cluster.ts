/** What pages ask of a cluster without grading it: what is wrong with it, what may be asked of it, how it looks, how it compares. */
import type { ManifestProblem } from '../../../src/grading/manifests/manifest-problem.ts'
import { readCluster } from '../../../src/grading/manifests/read-cluster.ts'
import { yamlMessage } from '../../../src/grading/manifests/yaml-words.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { prepareRequests } from '../../../src/network/prepare.ts'
import type { Asked, Diagnostic, EngineAnswer, EngineRequest, PageFile } from './messages.ts'

interface Read {
  readonly snapshot?: Snapshot
  readonly diagnostics: readonly Diagnostic[]
}

/** The cluster that was asked about last: the next question is most often about the same. */
let last: { readonly key: string; readonly read: Read } | undefined

const readLast = async (files: readonly PageFile[], language: Language): Promise<Read> => {
  const key = JSON.stringify([language, files])
  if (last?.key === key) return last.read
  const { snapshot, problems } = await readCluster(files)
  if (snapshot !== undefined) await prepareRequests(snapshot)
  const read = {
    ...(snapshot === undefined ? {} : { snapshot }),
    diagnostics: problems.map((one) => toDiagnostic(one, language)),
  }
  last = { key, read }
  return read
}

const survey = async ({ files, language }: Asked<'survey'>): Promise<EngineAnswer> => {
  const [{ endsIn, portsIn }, { snapshot, diagnostics }] = await Promise.all([
    import('../../../src/grading/ends/list-ends.ts'),
    readLast(files, language),
  ])
  return {
    kind: 'surveyed',
    diagnostics,
    ...(snapshot === undefined ? { from: [], to: [], ports: [] } : { ...endsIn(snapshot), ports: portsIn(snapshot) }),
  }
}

const drawAsked = async ({ files, language, drawing: asked }: Asked<'draw'>): Promise<EngineAnswer> => {
  const { snapshot, diagnostics } = await readLast(files, language)
  if (snapshot === undefined) return { kind: 'drawn', problems: diagnostics.map(({ message }) => message) }
  const [{ readDrawing }, { draw }] = await Promise.all([
    import('../../../src/drawing/read-drawing.ts'),
    import('../../../src/drawing/draw.ts'),
  ])
  const read = readDrawing(JSON.stringify({ ...asked, state: 'cluster' }), { file: 'drawing', line: 1, column: 1 })
  if (read.drawing === undefined) return { kind: 'drawn', problems: read.problems.map(({ message }) => message) }
  const { picture, problems } = draw(read.drawing, snapshot, { language })
  return { kind: 'drawn', problems: problems.map(({ message }) => message), ...(picture === undefined ? {} : { picture }) }
}

const compareAsked = async ({ a, b, language }: Asked<'compare'>): Promise<EngineAnswer> => {
  const { showComparison } = await import('./compare.ts')
  const sides = await Promise.all([a, b].map((file) => readCluster([file], { withoutPods: true })))
  const shown = await showComparison([a, b], sides, language)
  const wrong = sides.map(({ problems }) => problems.map((problem) => toDiagnostic(problem, language)))
  return {
    kind: 'compared',
    diagnostics: { a: wrong[0] ?? [], b: wrong[1] ?? [] },
    ...(shown === undefined ? {} : { shown }),
  }
}

const toDiagnostic = ({ position, message }: ManifestProblem, language: Language): Diagnostic => ({
  line: position.line,
  column: position.column,
  endLine: position.endLine,
  endColumn: position.endColumn,
  message: yamlMessage(message, language),
})

const check = async ({ files, language }: Asked<'check'>): Promise<EngineAnswer> => {
  const { problems } = await readCluster(files, { withoutPods: true })
  const diagnostics = problems.map((problem) => toDiagnostic(problem, language))
  return { kind: 'checked', diagnostics }
}

const complete = async ({ text, offset }: Asked<'complete'>): Promise<EngineAnswer> => {
  const { completeManifest } = await import('../../../src/kubernetes/complete.ts')
  const completions = completeManifest(text, offset)
  return { kind: 'completed', ...(completions === undefined ? {} : { completions }) }
}

/** The answer to everything but a grade. */
export const askCluster = (request: Exclude<EngineRequest, { readonly kind: 'grade' }>): Promise<EngineAnswer> => {
  switch (request.kind) {
    case 'check':
      return check(request)
    case 'complete':
      return complete(request)
    case 'survey':
      return survey(request)
    case 'draw':
      return drawAsked(request)
    case 'compare':
      return compareAsked(request)
  }
}
