/** The words around a result, in the terminal and on the page; what was found speaks for itself. */
import type { Language } from './words.ts'

const english = {
  expected: 'expected',
  actual: 'actual',
  why: 'why',
  where: 'where',
  walk: 'walk',
  repair: 'repair',
  learn: 'learn',
  also: 'or',
  joint: 'and',
  shouldStop: '← should stop here',
  stops: '← ends here',
  blocked: (by: string) => `waits for: ${by}`,
  tried: (passing: number, of: number) =>
    passing === of ? `tried: all ${of} checks pass` : `tried: ${passing} of ${of} checks pass`,
  points: (score: number, max: number) => `${score} of ${max} points`,
  failed: (count: number) => (count === 1 ? '1 check failed' : `${count} checks failed`),
  blockedCount: (count: number) => `${count} blocked`,
  allPassed: 'every check passed',
  invalid: (count: number) =>
    `The manifests cannot be used: ${count === 1 ? '1 problem' : `${count} problems`}. Nothing was graded, and no attempt is lost.`,
  noCause: 'Nothing in the catalogue of causes fits; the walk shows what happened.',
  remove: (name: string) => `delete ${name}`,
}

export type ResultWords = typeof english

const korean: ResultWords = {
  expected: '예상',
  actual: '실제',
  why: '이유',
  where: '위치',
  walk: '경로',
  repair: '수정',
  learn: '학습',
  also: '또는',
  joint: '그리고',
  shouldStop: '← 여기서 막혀야 함',
  stops: '← 여기서 끝남',
  blocked: (by) => `먼저 필요한 검사: ${by}`,
  tried: (passing, of) =>
    passing === of ? `적용해 봄: 검사 ${of}개 모두 통과` : `적용해 봄: 검사 ${of}개 중 ${passing}개 통과`,
  points: (score, max) => `${max}점 중 ${score}점`,
  failed: (count) => `실패한 검사 ${count}개`,
  blockedCount: (count) => `막힌 검사 ${count}개`,
  allPassed: '모든 검사 통과',
  invalid: (count) => `매니페스트를 쓸 수 없습니다. 문제 ${count}개. 채점하지 않았으며 시도 횟수도 줄지 않습니다.`,
  noCause: '원인 목록에 맞는 것이 없습니다. 무슨 일이 있었는지는 경로를 보세요.',
  remove: (name) => `${name} 삭제`,
}

export const resultWords = (language: Language): ResultWords => (language === 'ko' ? korean : english)
