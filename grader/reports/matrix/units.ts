/** Rows of a matrix for people: Pods that get the same answers and give the same are one row, whatever they are called. */
import type { Pod } from '../../../src/kubernetes/generated/types.ts'
import { isPod } from '../../../src/kubernetes/guards.ts'
import type { Matrix } from '../../../src/network/matrix.ts'
import { verdictAt } from '../../../src/network/matrix.ts'
import type { NamespacedName, Snapshot, Verdict } from '../../../src/network/model.ts'

/** One row and column. */
export interface Unit {
  /** Workloads, or Pods that have none, as `namespace/name`; in the order of their first Pods. */
  readonly names: readonly string[]
  readonly pods: readonly NamespacedName[]
}

/** The answers on one port, or on several where these are equal, between units. */
export interface UnitAnswers {
  /** `TCP 80` */
  readonly ports: readonly string[]
  /** From the row's unit to the column's; on the diagonal, between two Pods of it, or from its only Pod to itself. */
  readonly verdicts: readonly (readonly Verdict[])[]
}

/** What `grade matrix` reports. */
export interface MatrixReport {
  readonly units: readonly Unit[]
  readonly answers: readonly UnitAnswers[]
}

const CODES: Readonly<Record<Verdict, string>> = {
  connected: 'c',
  refused: 'r',
  'timed-out': 't',
  unresolved: 'n',
  unreachable: 'u',
}

const codeOf = (verdict: Verdict | undefined): string => (verdict === undefined ? '?' : CODES[verdict])

const labelOf = ({ namespace, name }: NamespacedName): string => `${namespace}/${name}`

/** A Deployment's name is that of its ReplicaSet without the template's hash. */
const workloadOf = ({ metadata }: Pod): string => {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)
  const hash = metadata.labels?.['pod-template-hash']
  if (owner === undefined) return metadata.name ?? ''
  return owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? owner.name.slice(0, -hash.length - 1)
    : owner.name
}

/** `namespace/name` of the workloads that Pods belong to, by `namespace/name` of the Pod. */
export const workloadNames = (snapshot: Snapshot): ReadonlyMap<string, string> =>
  new Map(
    snapshot.objects.filter(isPod).map((pod) => {
      const { namespace = 'default', name = '' } = pod.metadata
      return [`${namespace}/${name}`, `${namespace}/${workloadOf(pod)}`]
    }),
  )

/** By group: everything that it gets and gives on all ports. */
const signaturesOf = (matrices: readonly Matrix[]): readonly string[] => {
  const rows = matrices.map(({ between }) => between.map((row) => row.map(codeOf).join('')))
  const columns = matrices.map(({ between }) => between.map((_, column) => between.map((row) => codeOf(row[column])).join('')))
  return (matrices[0]?.between ?? []).map((_, group) =>
    matrices
      .map(({ itself }, index) => `${rows[index]?.[group] ?? ''}|${columns[index]?.[group] ?? ''}|${codeOf(itself[group])}`)
      .join('|'),
  )
}

interface Members {
  /** Numbers of Pods. */
  readonly pods: number[]
}

const gather = (matrices: readonly Matrix[], isExpanded: boolean): readonly Members[] => {
  const [first] = matrices
  if (first === undefined) return []
  if (isExpanded) return first.pods.map((_, pod) => ({ pods: [pod] }))
  const signatures = signaturesOf(matrices)
  const found = new Map<string, Members>()
  for (const [pod, group] of first.groups.entries()) {
    const key = signatures[group] ?? ''
    const known = found.get(key)
    if (known === undefined) found.set(key, { pods: [pod] })
    else known.pods.push(pod)
  }
  return [...found.values()]
}

const answersOf = (matrix: Matrix, members: readonly Members[]): readonly (readonly Verdict[])[] =>
  members.map(({ pods: [from = 0, second] }, row) =>
    members.map(({ pods: [to = 0] }, column) => verdictAt(matrix, from, row === column ? (second ?? from) : to)),
  )

/** Ports with equal answers stand together. */
const mergePorts = (matrices: readonly Matrix[], members: readonly Members[]): readonly UnitAnswers[] => {
  const found = new Map<string, { readonly ports: string[]; readonly verdicts: UnitAnswers['verdicts'] }>()
  for (const matrix of matrices) {
    const { port, protocol = 'TCP' } = matrix.question
    const verdicts = answersOf(matrix, members)
    const key = verdicts.map((row) => row.map(codeOf).join('')).join('|')
    const known = found.get(key)
    if (known === undefined) found.set(key, { ports: [`${protocol} ${port}`], verdicts })
    else known.ports.push(`${protocol} ${port}`)
  }
  return [...found.values()]
}

export interface ReportOptions {
  /** By Pod: what it is a Pod of. */
  readonly workloads: ReadonlyMap<string, string>
  /** A row for each Pod. */
  readonly isExpanded: boolean
}

/** Matrices of one call, which have their Pods in common. */
export const createReport = (matrices: readonly Matrix[], { workloads, isExpanded }: ReportOptions): MatrixReport => {
  const pods = matrices[0]?.pods ?? []
  const nameOf = (pod: NamespacedName): string => {
    const label = labelOf(pod)
    return isExpanded ? label : (workloads.get(label) ?? label)
  }
  const members = gather(matrices, isExpanded)
  const units = members.map(({ pods: numbers }): Unit => {
    const own = numbers.flatMap((number) => pods[number] ?? [])
    return { names: [...new Set(own.map(nameOf))], pods: own }
  })
  return { units, answers: mergePorts(matrices, members) }
}
