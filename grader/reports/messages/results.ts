/** The words of reports about many results. */
import type { Result } from '../../../src/grading/result.ts'
import type { Language } from '../../../src/grading/words.ts'

const english = {
  status: { pass: 'pass', partial: 'partial', fail: 'fail', invalid: 'invalid', error: 'error' } as Readonly<
    Record<Result['status'], string>
  >,
  learner: 'learner',
  task: 'task',
  points: 'points',
  result: 'result',
  why: 'why',
  check: 'check',
  total: 'total',
  late: 'late',
  title: 'Results',
  count: (learners: number, results: number) =>
    `${learners === 1 ? '1 learner' : `${learners} learners`}, ${results === 1 ? '1 result' : `${results} results`}`,
  mean: (percent: string) => `mean ${percent} %`,
  cut: (left: number) => `${left} more are left out here: the report must not be larger. The JSON has them all.`,
  notJudged: 'not judged',
  internal: 'The grader failed on this submission. It is not scored.',
}

const korean: typeof english = {
  status: { pass: '통과', partial: '부분', fail: '실패', invalid: '무효', error: '오류' },
  learner: '학습자',
  task: '과제',
  points: '점수',
  result: '결과',
  why: '이유',
  check: '검사',
  total: '합계',
  late: '지각',
  title: '결과',
  count: (learners, results) => `학습자 ${learners}명, 결과 ${results}건`,
  mean: (percent) => `평균 ${percent} %`,
  cut: (left) => `보고서 크기 제한 때문에 ${left}건을 뺐습니다. JSON에는 모두 있습니다.`,
  notJudged: '판정하지 않음',
  internal: '채점기가 이 제출물에서 실패했습니다. 점수를 매기지 않습니다.',
}

export const resultListWords = (language: Language): typeof english => (language === 'ko' ? korean : english)
