/** What keeps a text from being a submission, in the words of whoever looks for one. */
import { ko } from '../../grading/korean.ts'
import type { Words } from '../../grading/words.ts'

export const UNREADABLE = {
  noJson: { en: 'it is no JSON', ko: 'JSON이 아님' },
  noObject: { en: 'it is no JSON object', ko: 'JSON 객체가 아님' },
  largeNumber: { en: 'it has a number that is too large', ko: '너무 큰 수가 있음' },
  tooDeep: (levels: number): Words => ({
    en: `it is nested more than ${levels} levels deep`,
    ko: `${levels}단계보다 깊이 중첩됨`,
  }),
  unknownField: (field: string): Words => ({
    en: `it has a field ${field}, which no submission has`,
    ko: ko(`제출 파일에 없는 필드 ${field}이(가) 있음`),
  }),
  brokenField: (field: string): Words => ({
    en: `its field ${field} is missing or unreadable`,
    ko: ko(`필드 ${field}이(가) 없거나 읽을 수 없음`),
  }),
} as const
