/** The words of `grade exam feedback`. */
import type { ItemResult } from '../../../src/course/exam/grade-submission.ts'
import type { Language } from './language.ts'

const english = {
  help: {
    feedback: 'for instructors: a file for each learner, with what the exam lets them know of their result',
    out: 'the folder the files go to',
  },
  written: (count: number, folder: string): string => (count === 1 ? `1 file in ${folder}` : `${count} files in ${folder}`),
  received: (count: number): string =>
    count === 0 ? 'Nothing was handed in.' : count === 1 ? '1 submission was received.' : `${count} submissions were received.`,
  score: (points: string, max: string): string => `${points} of ${max} points`,
  submission: (attempt: number): string => `Submission ${attempt}`,
  refused: 'It was not scored.',
  status: { pass: 'right', partial: 'partly right', fail: 'not right', blank: 'left blank' } satisfies Record<
    ItemResult['status'],
    string
  >,
  passed: 'passes',
  failed: 'does not pass',
  blocked: 'was not looked at: another check stands in its way',
  cause: (code: string): string => `grade explain ${code}`,
}

const korean: typeof english = {
  help: {
    feedback: '강사용: 시험이 허용하는 만큼 결과를 알리는 파일을 응시자마다 만듭니다',
    out: '파일을 둘 폴더',
  },
  written: (count, folder) => `파일 ${count}개: ${folder}`,
  received: (count) => (count === 0 ? '제출하지 않았습니다.' : `제출물 ${count}개를 받았습니다.`),
  score: (points, max) => `${max}점 가운데 ${points}점`,
  submission: (attempt) => `${attempt}번째 제출`,
  refused: '채점하지 않았습니다.',
  status: { pass: '맞음', partial: '일부 맞음', fail: '틀림', blank: '답하지 않음' },
  passed: '통과',
  failed: '통과하지 못함',
  blocked: '다른 검사에 막혀 확인하지 않음',
  cause: (code) => `grade explain ${code}`,
}

export const examFeedbackMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
