/** Whether an answer is right, and what is wrong with it. */
import type { PosedOption, PosedQuestion } from './question.ts'

export interface Judgement {
  readonly correct: boolean
  /** Ids of options that belong to the answer and were not marked. */
  readonly missed: readonly string[]
  /** Ids of options that were marked and do not belong to it; for an `order`, those that stand elsewhere. */
  readonly wrong: readonly string[]
}

/** Capitals, spaces around and between, and a trailing dot of a name make no difference. */
const normalize = (text: string): string => text.trim().toLowerCase().replace(/\s+/gu, ' ').replace(/\.$/u, '')

/** Options by their ids; a text as the only entry. */
export const judgeAnswer = ({ form, key }: Pick<PosedQuestion, 'form' | 'key'>, answer: readonly string[]): Judgement => {
  if (form === 'text') {
    const given = normalize(answer.join(' '))
    const correct = key.some((right) => normalize(right) === given)
    return { correct, missed: [], wrong: [] }
  }
  if (form === 'order') {
    const wrong = answer.filter((id, index) => key[index] !== id)
    const missed = key.filter((id) => !answer.includes(id))
    return { correct: wrong.length === 0 && missed.length === 0 && answer.length === key.length, missed, wrong }
  }
  const missed = key.filter((id) => !answer.includes(id))
  const wrong = answer.filter((id) => !key.includes(id))
  return { correct: missed.length === 0 && wrong.length === 0, missed, wrong }
}

/**
 * Reads what a reader typed: letters in any case, with or without commas and spaces between them (`a,c`, `ca`, `A C`); for a text all of
 * it. Undefined where a letter is no option, or stands twice.
 */
export const readAnswer = (
  { form, options }: Pick<PosedQuestion, 'form'> & { readonly options: readonly Pick<PosedOption, 'id'>[] },
  typed: string,
): readonly string[] | undefined => {
  const text = typed.trim()
  if (text === '') return undefined
  if (form === 'text') return [text]
  const known = options.map(({ id }) => id)
  const parts = text.toLowerCase().split(/[\s,;>]+/u)
  const ids = (parts.length === 1 && !known.includes(parts[0] ?? '') ? Array.from(parts[0] ?? '') : parts).filter(
    (id) => id !== '',
  )
  const isSound = ids.every((id) => known.includes(id)) && new Set(ids).size === ids.length
  if (!isSound || (form === 'one' && ids.length !== 1) || (form === 'order' && ids.length !== known.length)) return undefined
  return ids
}
