/** The words about variants of a task: which there are, and which one is meant. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

interface VariantMessages {
  readonly help: string
  readonly begunTask: string
  readonly problems: Readonly<Record<'unknown-variant' | 'no-task-begun', (detail: ProblemDetail) => ProblemText>>
  /** After a task was started: what else there is to do of the section. */
  others(task: string, names: string): string
}

export const englishVariants: VariantMessages = {
  help: 'another task of the same section, by its name; default is the first. grade start remembers it',
  begunTask: 'a task such as 3-3; without it: the one that grade start was last asked for',
  problems: {
    'unknown-variant': ({ given, task, nearest, variants }) => ({
      what: `Task ${task ?? ''} has no variant "${given ?? ''}".`,
      todo: `${nearest === undefined || nearest === '' ? '' : `Did you mean "${nearest}"? `}There are: ${variants ?? ''}.`,
    }),
    'no-task-begun': () => ({
      what: 'No task is named, and none was begun.',
      todo: 'Name one, such as grade hint 3-3, or begin with grade start 3-3.',
    }),
  },
  others: (task, names) => `Also to practise here: ${names}. grade start ${task} --variant NAME`,
}

export const koreanVariants: VariantMessages = {
  help: '같은 단원의 다른 과제를 이름으로 고릅니다. default는 첫 과제입니다. grade start로 고르면 기억합니다',
  begunTask: '3-3과 같은 과제. 적지 않으면 grade start로 마지막에 시작한 과제',
  problems: {
    'unknown-variant': ({ given, task, nearest, variants }) => ({
      what: ko(`과제 ${task ?? ''}에 "${given ?? ''}"(이)라는 변형이 없습니다.`),
      todo: `${nearest === undefined || nearest === '' ? '' : `혹시 "${nearest}"인가요? `}있는 변형: ${variants ?? ''}.`,
    }),
    'no-task-begun': () => ({
      what: '과제를 적지 않았고 시작한 과제도 없습니다.',
      todo: 'grade hint 3-3처럼 과제를 적거나 grade start 3-3으로 시작하세요.',
    }),
  },
  others: (task, names) => `이 단원에서 더 연습할 과제: ${names}. grade start ${task} --variant 이름`,
}

export const variantMessages = (language: Language): VariantMessages => (language === 'ko' ? koreanVariants : englishVariants)
