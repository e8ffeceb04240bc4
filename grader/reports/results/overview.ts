import type { Result } from '../../../src/grading/result.ts'
import type { Language } from '../../../src/grading/words.ts'
import { resultListWords } from '../messages/results.ts'
import type { Overview } from './book.ts'

export const shareOf = ({ score, max }: Pick<Result, 'score' | 'max'>): string => `${score}/${max}`

/** A class in one line. */
export const tellOverview = ({ learners, results, counts, late, meanShare }: Overview, language: Language): string => {
  const words = resultListWords(language)
  return [
    words.count(learners, results),
    ...(['pass', 'partial', 'fail', 'invalid', 'error'] as const).flatMap((status) =>
      counts[status] === 0 ? [] : [`${words.status[status]} ${counts[status]}`],
    ),
    ...(late === 0 ? [] : [`${words.late} ${late}`]),
    ...(meanShare === undefined ? [] : [words.mean((meanShare * 100).toFixed(1))]),
  ].join(' · ')
}
