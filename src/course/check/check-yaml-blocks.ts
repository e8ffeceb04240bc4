/** What the author's contract asks of YAML in prose: it is valid, or wrong for exactly the cause that it is marked with. */
import { readSource, readTarget } from '../../grading/ends/read-ends.ts'
import type { AnyCheckSpec, FromSpec } from '../../grading/checks/specs.ts'
import { gradeManifests } from '../../grading/manifests/grade-manifests.ts'
import { readCluster } from '../../grading/manifests/read-cluster.ts'
import { namespaceOf, readObjects } from '../../grading/manifests/read-objects.ts'
import { same } from '../../grading/words.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { readInfo, type Fence } from '../fences.ts'
import type { TaskSource } from '../reading.ts'
import { codesOf } from './check-practice.ts'

/** Something wrong with a block; lines are those of the block, from 1, and 0 is its fence. */
export interface BlockProblem {
  readonly line: number
  readonly message: string
}

const problem = (message: string): readonly BlockProblem[] => [{ line: 0, message }]

/** What a wrong block was meant to bring about: `connects=FROM,TO`, or `blocked=FROM,TO`. */
const PURPOSES = ['connects', 'blocked'] as const

const clientOf = (text: string): FromSpec | undefined => {
  const source = readSource(text)
  if (source === undefined || 'workload' in source) return undefined
  return 'outside' in source ? { outside: true } : source
}

/** Undefined where the ends cannot be read. A URL is to be answered with status 200. */
const specOf = (kind: (typeof PURPOSES)[number], ends: string): AnyCheckSpec | undefined => {
  const [from, target] = [clientOf(ends.split(',')[0] ?? ''), readTarget(ends.split(',')[1] ?? '')]
  if (from === undefined || target === undefined || target.kind === 'name') return undefined
  if (target.kind === 'connection')
    return 'workload' in target.to
      ? undefined
      : { kind, from: [from], target: { to: target.to, port: target.port, protocol: 'TCP' } }
  if (kind === 'blocked') return undefined
  return { kind: 'http', from: [from], url: target.url, throughIngress: 'outside' in from, status: 200 }
}

/** The cluster that the block is put into: a state of the section, or the namespaces that the block takes for granted. */
const surroundingsOf = (text: string, state: string | undefined): readonly KubernetesObject[] => {
  const { decoded } = readObjects([{ path: '', text: state ?? text }])
  const objects = decoded.map(({ object }) => object)
  if (state !== undefined) return objects
  const names = new Set(objects.flatMap((object) => namespaceOf(object) ?? []))
  return [...names].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
}

const checkWrong = async (fence: Fence, files: TaskSource['files'], wrong: string): Promise<readonly BlockProblem[]> => {
  const { settings } = readInfo(fence.info)
  const state = settings['in']
  if (state !== undefined && files[state] === undefined) return problem(`${state} is no file of this section`)
  const kind = PURPOSES.find((one) => settings[one] !== undefined)
  const spec = kind === undefined ? undefined : specOf(kind, settings[kind] ?? '')
  if (kind !== undefined && spec === undefined)
    return problem(`${kind}=${settings[kind] ?? ''} names no client and target, such as pod/shop/web,service/shop/db:5432`)
  const task = {
    id: '',
    title: same(''),
    namespaces: [],
    checks: spec === undefined ? [] : [{ id: 'purpose', title: same(''), points: 1, dependsOn: [], spec }],
    start: surroundingsOf(fence.text, state === undefined ? undefined : files[state]),
    references: {},
  }
  const graded = await gradeManifests(task, [{ path: '', text: fence.text }])
  const codes = [...new Set(codesOf(graded))]
  if (codes.length === 1 && codes[0] === wrong) return []
  if (codes.length > 0) return problem(`is wrong for ${codes.join(', ')}, not for ${wrong}`)
  if (graded.checks.some(({ passed }) => passed === false)) return problem(`fails for no cause, not for ${wrong}`)
  return problem(
    spec === undefined
      ? `nothing is wrong with the block itself: in=STATE says where it stands, and ${PURPOSES.join(' or ')}=FROM,TO what it was meant for`
      : `is marked wrong for ${wrong}, but does what it was meant for`,
  )
}

/** All that is wrong with one block; `causes` are the codes of the catalogue. */
export const checkYamlBlock = async (
  fence: Fence,
  { files }: TaskSource,
  causes: ReadonlySet<string>,
): Promise<readonly BlockProblem[]> => {
  const { wrong } = readInfo(fence.info).settings
  if (wrong !== undefined)
    return causes.has(wrong) ? checkWrong(fence, files, wrong) : problem(`${wrong} is no cause; see src/grading/causes`)
  const { problems, skipped } = await readCluster([{ path: '', text: fence.text }], { withoutPods: true })
  return [
    ...skipped.flatMap((kind) => problem(`${kind} is no kind that is known here`)),
    ...problems.map(({ position, message }) => ({ line: position.line, message })),
  ]
}
