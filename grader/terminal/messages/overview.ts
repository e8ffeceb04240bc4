/** The words of `grade` alone: where the learner is, and what comes next. */
import { ko } from '../../../src/grading/korean.ts'
import type { Language } from './language.ts'

const english = {
  environment: 'environment',
  embeddedUp: (address: string) => `embedded cluster, running at ${address}`,
  embeddedDown: 'embedded cluster, not running (grade up starts it)',
  progress: 'progress',
  points: (points: number, of: number) => `${points} of ${of} points`,
  notYet: 'not graded yet',
  next: (task: string) => `Next: grade start ${task}, then do it with kubectl, then grade ${task}.`,
  nextQuestions: (section: string) =>
    `Next: read section ${section} (grade site serve), then answer its questions: grade ${section}.`,
  again: (task: string) => `Next: go on with ${task}, then grade ${task}.`,
  againQuestions: (section: string) => `Next: the questions of ${section} that are left: grade ${section} --missed.`,
  allDone: 'Every task has full points.',
  bests: { embedded: 'in the cluster', manifests: 'from files' },
}

const korean: typeof english = {
  environment: '환경',
  embeddedUp: (address) => `내장 클러스터, ${address}에서 실행 중`,
  embeddedDown: '내장 클러스터, 실행되지 않음(grade up으로 시작)',
  progress: '진도',
  points: (points, of) => `${of}점 가운데 ${points}점`,
  notYet: '아직 채점하지 않음',
  next: (task) => `다음: grade start ${task}, kubectl로 과제를 하고, grade ${task}.`,
  nextQuestions: (section) => ko(`다음: ${section} 단원을 읽고(grade site serve) 문제를 푸세요: grade ${section}.`),
  againQuestions: (section) => ko(`다음: ${section} 단원의 남은 문제를 푸세요: grade ${section} --missed.`),
  again: (task) => ko(`다음: ${task}을(를) 이어서 하고, grade ${task}.`),
  allDone: '모든 과제가 만점입니다.',
  bests: { embedded: '클러스터', manifests: '파일' },
}

export const overviewMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
