/** The words around what probes saw. */
import type { Language } from '../../../src/grading/words.ts'

interface ObservedWords {
  readonly heading: string
  readonly seen: string
  readonly model: string
  readonly reason: string
  readonly noReason: string
  readonly unobserved: string
  /** How many questions were asked, and how many of them the model answers as they were seen. */
  counted(counts: {
    readonly asked: number
    readonly agreeing: number
    readonly differing: number
    readonly unseen: number
  }): string
}

const english: ObservedWords = {
  heading: 'Observed in the cluster',
  seen: 'observed',
  model: 'the model says',
  reason: 'may be',
  noReason: 'Nothing in the catalogue explains the difference. Ask again, and compare with another client.',
  unobserved: 'not observed',
  counted: ({ asked, agreeing, differing, unseen }) =>
    `${asked} asked: ${agreeing} as the model says, ${differing} otherwise${unseen === 0 ? '' : `, ${unseen} not observed`}.`,
}

const korean: ObservedWords = {
  heading: '클러스터에서 관찰한 결과',
  seen: '관찰',
  model: '모델의 답',
  reason: '가능한 원인',
  noReason: '목록에 있는 어떤 원인으로도 차이가 설명되지 않습니다. 다시 물어보고 다른 클라이언트와 비교하세요.',
  unobserved: '관찰하지 못함',
  counted: ({ asked, agreeing, differing, unseen }) =>
    `${asked}개를 물었습니다. 모델과 같음 ${agreeing}개, 다름 ${differing}개${unseen === 0 ? '' : `, 관찰하지 못함 ${unseen}개`}.`,
}

export const observedWords = (language: Language): ObservedWords => (language === 'ko' ? korean : english)
