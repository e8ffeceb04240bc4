/** Rows of a matrix for people: Pods that get the same answers and give the same are one row, whatever they are called. */
import type { Matrix } from '../../../src/network/matrix.ts'
import { verdictAt } from '../../../src/network/matrix.ts'
import type { NamespacedName, Verdict } from '../../../src/network/model.ts'

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

const labelOf = ({ namespace, name }: NamespacedName): string => `${namespace}/${name}`

/** Two numbers for each group, of what it gets and of what it gives: groups with different numbers differ. */
const hashesOf = (matrices: readonly Matrix[], count: number): readonly string[] => {
  const gets = new Int32Array(count)
  const gives = new Int32Array(count)
  for (const { between } of matrices)
    for (const [row, verdicts] of between.entries())
      for (let column = 0; column < count; column++) {
        const letter = verdicts[column]?.charCodeAt(0) ?? 0
        gets[row] = Math.imul((gets[row] ?? 0) ^ letter, FNV_PRIME)
        gives[column] = Math.imul((gives[column] ?? 0) ^ letter, FNV_PRIME)
      }
  return Array.from(gets, (hash, group) => `${hash} ${gives[group] ?? 0}`)
}

const FNV_PRIME = 0x01000193

/** Whether all others see no difference between two groups, nor these between all others. */
const areEqual = (matrices: readonly Matrix[], one: number, other: number): boolean =>
  matrices.every(({ between, itself }) => {
    const [ours = [], theirs = []] = [between[one], between[other]]
    if (itself[one] !== itself[other] || ours[one] === undefined) return false
    return ours.every((verdict, column) => verdict === theirs[column]) && between.every((row) => row[one] === row[other])
  })

interface Members {
  /** Numbers of Pods. */
  readonly pods: number[]
}

/** By group: the first group that is equal to it. */
const firstEqualOf = (matrices: readonly Matrix[]): readonly number[] => {
  const count = matrices[0]?.between.length ?? 0
  const seen = new Map<string, number[]>()
  return hashesOf(matrices, count).map((hash, group) => {
    const candidates = seen.get(hash) ?? []
    const first = candidates.find((candidate) => areEqual(matrices, candidate, group))
    if (first !== undefined) return first
    candidates.push(group)
    seen.set(hash, candidates)
    return group
  })
}

const gather = (matrices: readonly Matrix[], isExpanded: boolean): readonly Members[] => {
  const [first] = matrices
  if (first === undefined) return []
  if (isExpanded) return first.pods.map((_, pod) => ({ pods: [pod] }))
  const firstEqual = firstEqualOf(matrices)
  const found = new Map<number, Members>()
  for (const [pod, group] of first.groups.entries()) {
    const key = firstEqual[group] ?? group
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
    const key = verdicts.map((row) => row.join('')).join('|')
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

/** Names that several rows would have. */
const repeatedIn = (rows: readonly (readonly string[])[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const names of rows)
    for (const name of new Set(names)) {
      if (seen.has(name)) repeated.add(name)
      seen.add(name)
    }
  return repeated
}

/** Matrices of one call, which have their Pods in common. Pods of a workload that are told apart are called by their own names. */
export const createReport = (matrices: readonly Matrix[], { workloads, isExpanded }: ReportOptions): MatrixReport => {
  const pods = matrices[0]?.pods ?? []
  const members = gather(matrices, isExpanded)
  const rows = members.map(({ pods: numbers }) => numbers.flatMap((number) => pods[number] ?? []))
  const workloadOf = (pod: NamespacedName): string => workloads.get(labelOf(pod)) ?? labelOf(pod)
  const repeated = repeatedIn(rows.map((own) => own.map(workloadOf)))
  const nameOf = (pod: NamespacedName): string => {
    const workload = workloadOf(pod)
    return isExpanded || repeated.has(workload) ? labelOf(pod) : workload
  }
  const units = rows.map((own): Unit => ({ names: [...new Set(own.map(nameOf))], pods: own }))
  return { units, answers: mergePorts(matrices, members) }
}
