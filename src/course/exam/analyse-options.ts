/** What an exam's results say of the options of its questions: which were chosen, and by whom. */
import { correlationOf, momentsOf } from '../analysis/moments.ts'
import { bootstrapAll, mean, type Interval } from '../analysis/statistics.ts'
import { meanOf, type Weights } from '../analysis/weights.ts'
import type { Words } from '../../grading/words.ts'
import {
  isEarned,
  lastCounted,
  type AnalysedLearner,
  type AnalysedQuestion,
  type AnalysedQuestions,
  type Below,
} from './analysed.ts'

/** An option of a question, for the learners that answered it. */
export interface OptionFigures {
  readonly slot: string
  readonly alternate: string
  readonly option: string
  readonly text: Words
  /** Whether it belongs to the right answer. */
  readonly isKey: boolean
  readonly learners: number
  /** Share of them that chose it. */
  readonly chosen: number
  readonly interval: Interval | undefined
  /**
   * Point-biserial correlation of choosing it with the points of the other slots. A key should be above 0 and a distractor below; undefined
   * where all chose it or none, and where there are no other slots.
   */
  readonly optionRest: number | undefined
  readonly optionRestInterval: Interval | undefined
}

/** Of one learner's answer. */
interface Answered {
  readonly slot: string
  readonly alternate: string
  readonly answer: readonly string[]
  /** Points of the other slots. */
  readonly rest: number
}

const answersOf = (learner: AnalysedLearner): readonly Answered[] => {
  const slots = learner.slots.filter(isEarned)
  return (lastCounted(learner)?.items ?? []).flatMap(({ slot, alternate, answer }) => {
    if (answer === undefined || !slots.some((one) => one.slot === slot)) return []
    const rest = slots.reduce((sum, one) => sum + (one.slot === slot ? 0 : one.points), 0)
    return [{ slot, alternate, answer, rest }]
  })
}

/** The correlation is one of Pearson's where one side is 0 or 1. */
const figuresOf = (chosen: Float64Array, sums: Float64Array, weights: Weights): readonly (number | undefined)[] => [
  meanOf(chosen, weights),
  correlationOf(momentsOf(chosen, sums, weights)),
]

const optionFigures = (
  answers: readonly Answered[],
  option: string,
  below: Below,
): Pick<OptionFigures, 'learners' | 'chosen' | 'interval' | 'optionRest' | 'optionRestInterval'> => {
  const chosen = Float64Array.from(answers, ({ answer }) => (answer.includes(option) ? 1 : 0))
  const sums = Float64Array.from(answers, ({ rest }, row) => rest + (chosen[row] ?? 0))
  const [, optionRest] = figuresOf(chosen, sums, new Float64Array(answers.length).fill(1))
  const [interval, ofRest] = bootstrapAll(answers.length, (weights) => figuresOf(chosen, sums, weights), { below })
  return {
    learners: answers.length,
    chosen: mean([...chosen]),
    interval,
    optionRest,
    optionRestInterval: optionRest === undefined ? undefined : ofRest,
  }
}

/** Orders have no options to choose, and texts have none at all. */
const hasOptions = ({ form }: AnalysedQuestion): boolean => form === 'one' || form === 'many'

/** Of questions with options that somebody answered, in the order of slots, of names, and of options. */
export const analyseOptions = (
  learners: readonly AnalysedLearner[],
  questions: AnalysedQuestions,
  below: Below,
): readonly OptionFigures[] => {
  const all = learners.flatMap(answersOf)
  const slots = (learners[0]?.slots ?? []).map(({ slot }) => slot)
  return slots.flatMap((slot) => {
    const own = all.filter((one) => one.slot === slot)
    const names = [...new Set(own.map(({ alternate }) => alternate))].toSorted()
    return names.flatMap((alternate) => {
      const question = Object.hasOwn(questions, alternate) ? questions[alternate] : undefined
      if (question === undefined || !hasOptions(question)) return []
      const answers = own.filter((one) => one.alternate === alternate)
      return question.options.map(({ id, text }) => ({
        ...{ slot, alternate, option: id, text, isKey: question.key.includes(id) },
        ...optionFigures(answers, id, below),
      }))
    })
  })
}

const factorial = (count: number): number => (count < 2 ? 1 : count * factorial(count - 1))

/**
 * The share of points that somebody earns on average who chooses at random: one of the options, any set of them but none, any order.
 * Undefined for texts, which nobody guesses.
 */
export const guessOf = ({ form, options }: AnalysedQuestion): number | undefined => {
  const count = options.length
  if (count === 0 || form === 'text') return undefined
  return form === 'one' ? 1 / count : form === 'many' ? 1 / (2 ** count - 1) : 1 / factorial(count)
}
