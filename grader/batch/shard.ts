/** Parts of a class that are graded on different machines. */
import { createHash } from 'node:crypto'

export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
}

export const WHOLE: Shard = { index: 1, of: 1 }

/** `2/8`; undefined for anything else. */
export const parseShard = (text: string): Shard | undefined => {
  const [, index, of] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/u.exec(text) ?? []
  const shard = { index: Number(index), of: Number(of) }
  return shard.index <= shard.of ? shard : undefined
}

/** Which learners are a shard's follows from their names alone, whoever else is in the class. */
export const isInShard = (learner: string, { index, of }: Shard): boolean =>
  createHash('sha256').update(learner).digest().readUInt32BE(0) % of === index - 1
