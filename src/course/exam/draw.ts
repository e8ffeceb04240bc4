/** Which alternates a learner is asked, and with which parameters: it follows from the course's secret, the exam and the learner alone. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalize } from 'json-canonicalize'
import type { ParameterDefinitions, Parameters } from '../parameters.ts'
import { nameAlternate, type Alternate, type Exam, type Slot } from './exam.ts'
import { createDraw, shuffle, type Draw } from './seed.ts'

/** What is known of the course an exam draws from. */
export interface Pools {
  /** Undefined where there is no such task, variant or question. */
  parametersOf(alternate: Alternate): ParameterDefinitions | undefined
  /** Ids of a concept section's questions; undefined where there is no such section. */
  questionsOf(section: string): readonly string[] | undefined
}

export interface DrawnItem {
  /** What the learner calls it: the slot's id, with a number where the slot asks several. */
  readonly id: string
  readonly slot: string
  /** Its part of the slot's points. */
  readonly points: number
  readonly alternate: Alternate
  /** Values of the task's parameters; none for a question. */
  readonly parameters: Parameters
  /** For what is shuffled in it. */
  readonly seed: string
}

export interface DrawnExam {
  readonly exam: string
  readonly version: number
  readonly learner: string
  readonly items: readonly DrawnItem[]
  /** SHA-256 over all of the above: two machines that drew the same say the same. */
  readonly hash: string
}

/** A pool that cannot give what its slot asks for. */
export class PoolExhausted extends Error {
  readonly slot: string

  constructor(slot: string, reason: string) {
    super(`slot ${slot}: ${reason}`)
    this.name = 'PoolExhausted'
    this.slot = slot
  }
}

/** With `*` in the place of each question of its section. */
export const expandPool = (slot: Slot, pools: Pools): readonly Alternate[] =>
  slot.pool.flatMap((alternate) => {
    if (alternate.kind === 'task' || alternate.question !== '*') return [alternate]
    const { section } = alternate
    return (pools.questionsOf(section) ?? []).map((question) => ({ kind: 'question', section, question }) as const)
  })

/** What a stratum of a pool is: a task with its variants, or a section's questions. */
const stratumOf = (alternate: Alternate): string => (alternate.kind === 'task' ? alternate.task : alternate.section)

/** One of each stratum in turn, the strata and what is in them in a drawn order: no learner is asked about one section alone. */
const stratified = (alternates: readonly Alternate[], draw: Draw): readonly Alternate[] => {
  const strata = shuffle([...new Set(alternates.map(stratumOf))], draw)
  const queues = strata.map((stratum) => [
    ...shuffle(
      alternates.filter((one) => stratumOf(one) === stratum),
      draw,
    ),
  ])
  const order: Alternate[] = []
  while (order.length < alternates.length) for (const queue of queues) order.push(...queue.splice(0, 1))
  return order
}

/** A value that no other parameter of the learner's exam has, as long as there is one. */
const drawParameters = (definitions: ParameterDefinitions, taken: Set<string>, draw: Draw): Parameters =>
  Object.fromEntries(
    Object.entries(definitions).map(([name, { choices }]) => {
      const order = shuffle(choices, draw)
      const value = order.find((choice) => !taken.has(choice)) ?? order[0] ?? ''
      taken.add(value)
      return [name, value]
    }),
  )

/** Throws PoolExhausted where a slot's pool is too small, or names what the course does not have. */
export const drawExam = (exam: Exam, learner: string, secret: Uint8Array, pools: Pools): DrawnExam => {
  const taken = new Set<string>()
  const tasks = new Set<string>()
  const items = exam.slots.flatMap((slot) => {
    // Each slot has numbers of its own, so that a change of one slot leaves the others as they were.
    const names = [exam.id, String(exam.version), slot.id, learner] as const
    const draw = createDraw(secret, ...names)
    const free = expandPool(slot, pools).filter((one) => one.kind === 'question' || !tasks.has(one.task))
    const chosen = stratified(free, draw).slice(0, slot.draw)
    if (chosen.length < slot.draw)
      throw new PoolExhausted(slot.id, `asks for ${slot.draw} of a pool that has ${chosen.length} left`)
    return chosen.map((alternate, index): DrawnItem => {
      if (alternate.kind === 'task') tasks.add(alternate.task)
      const definitions = pools.parametersOf(alternate)
      if (definitions === undefined) throw new PoolExhausted(slot.id, `the course has no ${nameAlternate(alternate)}`)
      return {
        id: slot.draw === 1 ? slot.id : `${slot.id}-${index + 1}`,
        slot: slot.id,
        points: slot.points / slot.draw,
        alternate,
        parameters: drawParameters(definitions, taken, draw),
        seed: [...names, String(index)].join('|'),
      }
    })
  })
  const drawn = { exam: exam.id, version: exam.version, learner, items }
  return { ...drawn, hash: bytesToHex(sha256(utf8ToBytes(canonicalize(drawn)))) }
}
