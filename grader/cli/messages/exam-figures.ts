/** The words of `grade exam analyse`. */
import type { Language } from './messages.ts'

const english = {
  help: { analyse: 'for instructors: what the results say of the exam', results: 'the JSON of grade exam grade' },
  class: (learners: number, absent: number): string =>
    `${learners} ${learners === 1 ? 'learner' : 'learners'}${absent === 0 ? '' : `; ${absent} handed in nothing that counts, and are in no figure`}`,
  test: (mean: string, deviation: string, alpha: string, error: string): string =>
    `mean ${mean} points, standard deviation ${deviation} (n − 1), alpha ${alpha}, standard error of a score ${error}`,
  few: (few: number): string => `Fewer than ${few} learners: these figures say little.`,
  columns: {
    slot: 'slot',
    facility: 'right',
    itemRest: 'r with rest',
    discrimination: 'D 27 %',
    alphaWithout: 'alpha without',
    alternate: 'drawn',
    learners: 'N',
    difference: 'against others',
    blank: 'blank',
    hardest: 'failed most',
  },
}

const korean: typeof english = {
  help: { analyse: '강사용: 결과로 시험을 분석합니다', results: 'grade exam grade가 쓴 JSON' },
  class: (learners, absent) =>
    `응시자 ${learners}명${absent === 0 ? '' : `. 점수가 되는 제출이 없는 ${absent}명은 어느 수치에도 들어가지 않음`}`,
  test: (mean, deviation, alpha, error) =>
    `평균 ${mean}점, 표준편차 ${deviation} (n − 1), 알파 ${alpha}, 측정의 표준오차 ${error}`,
  few: (few) => `응시자가 ${few}명보다 적어 수치의 의미가 작습니다.`,
  columns: {
    slot: '문항',
    facility: '정답률',
    itemRest: '나머지와의 상관',
    discrimination: 'D 27 %',
    alphaWithout: '제외 시 알파',
    alternate: '뽑힌 것',
    learners: 'N',
    difference: '다른 것과의 차이',
    blank: '빈 답',
    hardest: '가장 많이 틀린 검사',
  },
}

export const examFigureMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
