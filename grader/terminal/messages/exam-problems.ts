/** What can go wrong in `grade exam` for those who set an exam. */
import { wordsOfReason, type ProblemDetail, type ProblemText } from '../problem.ts'
import { englishDidYouMean, koreanDidYouMean } from './usage.ts'

export type ExamProblemCode =
  | 'unknown-exam'
  | 'exam-roster-unreadable'
  | 'exam-secret-unreadable'
  | 'exam-secret-missing'
  | 'exam-secret-unwritable'
  | 'exam-undrawable'
  | 'results-unreadable'
  | 'exam-nothing-counts'

type ExamProblems = Readonly<Record<ExamProblemCode, (detail: ProblemDetail) => ProblemText>>

export const englishExamProblems: ExamProblems = {
  'unknown-exam': ({ given, nearest, exams }) => ({
    what: `There is no exam "${given ?? ''}".`,
    todo: `${englishDidYouMean(nearest)}${exams === '' ? 'tasks/exams holds none; give the path of a file.' : `Exams: ${exams ?? ''}.`}`,
  }),
  'exam-roster-unreadable': ({ path, reason }) => ({
    what: 'The roster cannot be read.',
    where: path ?? '',
    why: reason ?? '',
    todo: 'Correct the line. No package was made.',
  }),
  'exam-secret-unreadable': ({ path, reason }) => ({
    what: 'The file holds no secret of exams.',
    where: path ?? '',
    why: reason ?? '',
    todo: 'Name the file that grade exam new made: 64 hexadecimal digits.',
  }),
  'exam-secret-missing': ({ path }) => ({
    what: 'The secret that the exam was drawn from is not there.',
    where: path ?? '',
    todo: 'Name it with --secret: with another one no submission would fit.',
  }),
  'exam-secret-unwritable': ({ path, reason }) => ({
    what: 'The secret that the exam is drawn from cannot be kept, so no package was made.',
    where: path ?? '',
    why: reason ?? '',
    todo: 'Name a file that can be written with --secret.',
  }),
  'exam-undrawable': ({ reason }) => ({
    what: 'The exam cannot be drawn from the course.',
    why: reason ?? '',
    todo: 'grade course check tells all that is wrong with it.',
  }),
  'exam-nothing-counts': ({ path }) => ({
    what: 'Nobody handed in anything that counts.',
    where: path ?? '',
    todo: 'Analyse the results once there are submissions.',
  }),
  'results-unreadable': ({ path }) => ({
    what: 'The file holds no results of an exam.',
    where: path ?? '',
    todo: 'Give the JSON that grade exam grade --format json has written.',
  }),
}

export const koreanExamProblems: ExamProblems = {
  'unknown-exam': ({ given, nearest, exams }) => ({
    what: `"${given ?? ''}" 시험은 없습니다.`,
    todo: `${koreanDidYouMean(nearest)}${exams === '' ? 'tasks/exams에 시험이 없습니다. 파일의 경로를 지정하세요.' : `시험: ${exams ?? ''}.`}`,
  }),
  'exam-roster-unreadable': (detail) => ({
    what: '명단을 읽을 수 없습니다.',
    where: detail['path'] ?? '',
    why: wordsOfReason(detail).ko,
    todo: '그 줄을 고치세요. 시험지는 만들어지지 않았습니다.',
  }),
  'exam-secret-unreadable': ({ path, reason }) => ({
    what: '파일에 시험의 비밀이 들어 있지 않습니다.',
    where: path ?? '',
    why: reason ?? '',
    todo: 'grade exam new가 만든 파일을 지정하세요. 16진수 64자리입니다.',
  }),
  'exam-secret-missing': ({ path }) => ({
    what: '시험을 뽑는 데 쓴 비밀이 없습니다.',
    where: path ?? '',
    todo: '--secret으로 지정하세요. 다른 비밀로는 어떤 제출물도 맞지 않습니다.',
  }),
  'exam-secret-unwritable': ({ path, reason }) => ({
    what: '시험을 뽑는 데 쓸 비밀을 저장할 수 없어서 시험지를 만들지 않았습니다.',
    where: path ?? '',
    why: reason ?? '',
    todo: '--secret으로 쓸 수 있는 파일을 지정하세요.',
  }),
  'exam-undrawable': ({ reason }) => ({
    what: '과정에서 시험 문항을 뽑을 수 없습니다.',
    why: reason ?? '',
    todo: 'grade course check가 잘못된 곳을 모두 알려 줍니다.',
  }),
  'exam-nothing-counts': ({ path }) => ({
    what: '점수가 되는 제출이 하나도 없습니다.',
    where: path ?? '',
    todo: '제출물이 들어온 뒤에 분석하세요.',
  }),
  'results-unreadable': ({ path }) => ({
    what: '시험 결과 파일이 아닙니다.',
    where: path ?? '',
    todo: 'grade exam grade --format json이 쓴 JSON을 지정하세요.',
  }),
}
