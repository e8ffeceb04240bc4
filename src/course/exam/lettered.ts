/** The options of a question under the letters that one learner sees. Answers are kept by what the options are, not by their letters. */
import { letterOf } from '../questions/letters.ts'
import { readAnswer } from '../questions/judge.ts'
import type { PaperQuestion } from './paper.ts'

export interface LetteredOption {
  readonly letter: string
  readonly option: PaperQuestion['options'][number]
}

export const letteredOptions = ({ options }: Pick<PaperQuestion, 'options'>): readonly LetteredOption[] =>
  options.map((option, index) => ({ letter: letterOf(index), option }))

/** Reads what a learner typed, letters or a text, as it is kept; undefined where it is no answer. */
export const readLettered = (
  question: Pick<PaperQuestion, 'form' | 'options'>,
  typed: string,
): readonly string[] | undefined => {
  const options = letteredOptions(question)
  const read = readAnswer({ form: question.form, options: options.map(({ letter }) => ({ id: letter })) }, typed)
  if (question.form === 'text') return read
  return read?.map((letter) => options.find((one) => one.letter === letter)?.option.id ?? '')
}

/** An answer as the learner typed it. */
export const sayLettered = (question: Pick<PaperQuestion, 'form' | 'options'>, answer: readonly string[]): string =>
  question.form === 'text'
    ? answer.join(' ')
    : answer.map((id) => letteredOptions(question).find(({ option }) => option.id === id)?.letter ?? '?').join(',')
