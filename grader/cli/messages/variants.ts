/** The words about variants of a task: which there are, and which one is meant. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './messages.ts'

interface VariantMessages {
  readonly help: string
  readonly problems: Readonly<Record<'unknown-variant', (detail: ProblemDetail) => ProblemText>>
  /** After a task was started: what else there is to do of the section. */
  others(task: string, names: string): string
}

export const englishVariants: VariantMessages = {
  help: 'another task of the same section, by its name; default is the first. grade start remembers it',
  problems: {
    'unknown-variant': ({ given, task, nearest, variants }) => ({
      what: `Task ${task ?? ''} has no variant "${given ?? ''}".`,
      todo: `${nearest === undefined || nearest === '' ? '' : `Did you mean "${nearest}"? `}There are: ${variants ?? ''}.`,
    }),
  },
  others: (task, names) => `Also to practise here: ${names}. grade start ${task} --variant NAME`,
}

export const koreanVariants: VariantMessages = {
  help: '같은 단원의 다른 과제를 이름으로 고릅니다. default는 첫 과제입니다. grade start로 고르면 기억합니다',
  problems: {
    'unknown-variant': ({ given, task, nearest, variants }) => ({
      what: ko(`과제 ${task ?? ''}에 "${given ?? ''}"(이)라는 변형이 없습니다.`),
      todo: `${nearest === undefined || nearest === '' ? '' : `혹시 "${nearest}"인가요? `}있는 변형: ${variants ?? ''}.`,
    }),
  },
  others: (task, names) => `이 단원에서 더 연습할 과제: ${names}. grade start ${task} --variant 이름`,
}

export const variantMessages = (language: Language): VariantMessages => (language === 'ko' ? koreanVariants : englishVariants)
