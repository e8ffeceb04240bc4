/** The words of `grade exam analyse`. */
import type { Language } from './language.ts'

const english = {
  help: {
    analyse: 'for instructors: what the results say of the exam',
    results: 'the JSON of grade exam grade',
    format: 'text, json, csv or html: a page with plots',
  },
  title: 'What the results say of the exam',
  class: (learners: number, absent: number, refused: number): string =>
    `${learners} ${learners === 1 ? 'learner' : 'learners'}${absent === 0 ? '' : `; ${absent} handed in nothing that counts${refused === 0 ? '' : ` (${refused} of them something that was refused)`}, and are in no figure`}`,
  data: 'Points are those that count by the exam’s policy; of alternates and parameters, each learner’s last submission that counts. Intervals: 95 %, bootstrap.',
  test: ([mean, ofMean, median, ofMedian, deviation, alpha, ofAlpha, error]: readonly string[], max: number): string =>
    `mean ${mean} of ${max} points (${ofMean}), median ${median} (${ofMedian}), standard deviation ${deviation} (n − 1), alpha ${alpha} (${ofAlpha}), standard error of a score ${error}`,
  shape: ([skewness, ofSkewness, kurtosis, ofKurtosis]: readonly string[]): string =>
    `totals: skewness ${skewness} (${ofSkewness}), excess kurtosis ${kurtosis} (${ofKurtosis})`,
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
    parameter: 'parameter',
    score: 'score',
    intendedWeight: 'meant to weigh',
    effectiveWeight: 'weighs',
    efficiency: 'efficiency',
    chance: 'by chance',
    option: 'option',
    chosen: 'chosen',
    text: 'text',
    minutes: 'minutes',
    attempt: 'submission',
    gain: 'gain',
  },
  slots: 'Slots: how much of their points was earned, and how well they tell learners apart.',
  alternates: 'What was drawn in each slot, against what else was drawn there.',
  weights:
    'What slots were meant to weigh, what they weigh in the spread of totals, and how much of what their scores could tell they tell.',
  fifths: 'Points of a slot by fifths of the learners, from those with the lowest totals (1) to those with the highest (5).',
  times: 'Time spent, the median of learners whose log shows work on it: an estimate.',
  optionsOf:
    'Options of questions: how many of those who answered chose each, and how that goes with the points of the other slots.',
  isRight: 'right',
  fewAnswered: (questions: number, few: number): string =>
    `Options of ${questions} ${questions === 1 ? 'question' : 'questions'} that fewer than ${few} answered are told in csv and json only.`,
  attempts: 'Submissions that count, and what each gained over the same learner’s before.',
  unfair: 'Values of parameters that made a task easier or harder: their intervals do not hold 0.',
  plots: {
    distribution: 'Learners by their scores',
    scatter: 'Slots by how easy they are, and how well they tell learners apart',
    fairness: 'Alternates against the others of their slot',
    learners: 'learners',
    times: 'Minutes spent on slots, median',
  },
}

const korean: typeof english = {
  help: {
    analyse: '강사용: 결과로 시험을 분석합니다',
    results: 'grade exam grade가 쓴 JSON',
    format: 'text, json, csv, html(그림이 든 페이지)',
  },
  title: '시험 결과 분석',
  class: (learners, absent, refused) =>
    `응시자 ${learners}명${absent === 0 ? '' : `. 점수가 되는 제출이 없는 ${absent}명은 어느 수치에도 들어가지 않음${refused === 0 ? '' : `(그 가운데 ${refused}명은 제출물이 거부됨)`}`}`,
  data: '점수는 시험의 방침에 따라 인정된 것이고, 뽑힌 것과 매개변수의 수치는 응시자마다 인정된 마지막 제출의 것입니다. 구간: 95 %, 부트스트랩.',
  test: ([mean = '', ofMean = '', median = '', ofMedian = '', deviation = '', alpha = '', ofAlpha = '', error = ''], max) =>
    `${max}점 만점에 평균 ${mean}점(${ofMean}), 중앙값 ${median}점(${ofMedian}), 표준편차 ${deviation} (n − 1), 알파 ${alpha}(${ofAlpha}), 측정의 표준오차 ${error}`,
  shape: ([skewness = '', ofSkewness = '', kurtosis = '', ofKurtosis = '']) =>
    `총점: 왜도 ${skewness}(${ofSkewness}), 초과 첨도 ${kurtosis}(${ofKurtosis})`,
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
    parameter: '매개변수',
    score: '점수',
    intendedWeight: '의도한 비중',
    effectiveWeight: '실제 비중',
    efficiency: '변별 효율',
    chance: '찍었을 때',
    option: '보기',
    chosen: '고른 비율',
    text: '내용',
    minutes: '시간(분)',
    attempt: '제출',
    gain: '증가',
  },
  slots: '문항: 얻은 점수의 비율과 변별도.',
  alternates: '문항마다 뽑힌 것, 그리고 같은 문항에서 뽑힌 다른 것과의 차이.',
  weights:
    '문항의 비중: 배점에 따른 것과 총점의 차이에서 실제로 차지하는 것. 변별 효율은 그 점수로 가능한 변별 가운데 이룬 몫입니다.',
  fifths: '총점이 가장 낮은 5분의 1(1)부터 가장 높은 5분의 1(5)까지, 응시자를 다섯으로 나눈 문항의 정답률.',
  times: '걸린 시간: 기록에 작업이 남은 응시자의 중앙값이며 추정입니다.',
  optionsOf: '문제의 보기: 답한 응시자가 고른 비율과, 그것이 나머지 문항의 점수와 함께 움직이는 정도.',
  isRight: '정답',
  fewAnswered: (questions, few) => `답한 응시자가 ${few}명보다 적은 문제 ${questions}개의 보기는 csv와 json에만 있습니다.`,
  attempts: '인정된 제출, 그리고 같은 응시자의 앞 제출보다 늘어난 점수.',
  unfair: '과제를 더 쉽거나 어렵게 만든 매개변수 값: 구간에 0이 들지 않습니다.',
  plots: {
    distribution: '점수별 응시자 수',
    scatter: '문항의 정답률과 변별도',
    fairness: '같은 문항에서 뽑힌 것끼리의 차이',
    learners: '응시자',
    times: '문항에 걸린 시간(분), 중앙값',
  },
}

export const examFigureMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
