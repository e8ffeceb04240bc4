/** What is said of a submission's findings beside their kind, in both languages: results are read by more people than ran the command. */
import { ko } from '../../../src/grading/korean.ts'
import type { Words } from '../../../src/grading/words.ts'

/** Minutes are given with their decimals. */
export const FINDING_WORDS = {
  of: (exam: string, version: number, learner: string): Words => ({
    en: `${exam} version ${version} of ${learner}`,
    ko: `${learner}의 ${exam} ${version}판`,
  }),
  lateBy: (passed: string, allowed: string): Words => ({
    en: `${passed} min after the start; ${allowed} min with grace`,
    ko: `시작하고 ${passed}분 뒤. 여유를 더해 ${allowed}분까지`,
  }),
  afterWindow: (closes: string): Words => ({
    en: `after the window closed (${closes})`,
    ko: `응시 기간이 끝난 뒤(${closes})`,
  }),
  before: (opens: string): Words => ({ en: `began before ${opens}`, ko: `${opens} 전에 시작함` }),
  clockSet: (minutes: string, event: number): Words => ({
    en: `by ${minutes} min before event ${event}`,
    ko: `기록 ${event} 앞에서 ${minutes}분만큼`,
  }),
  restarted: (minutes: string, event: number): Words => ({
    en: `before event ${event}, off for ${minutes} min`,
    ko: `기록 ${event} 앞에서, ${minutes}분 동안 꺼져 있었음`,
  }),
  changed: (event: number): Words => ({ en: `event ${event} was changed`, ko: ko(`기록 ${event}이(가) 바뀜`) }),
  moved: (event: number): Words => ({ en: `event ${event} is out of order`, ko: `기록 ${event}의 순서가 틀림` }),
} as const

/** Why a file is not read, or not graded. */
export const UNREAD_WORDS = {
  large: (megabytes: number): Words => ({ en: `it has more than ${megabytes} MB`, ko: `${megabytes}MB보다 큼` }),
  nobody: (learner: string): Words => ({ en: `${learner} is not on the roster`, ko: ko(`${learner}은(는) 명단에 없음`) }),
  changed: { en: 'it was changed while it was graded', ko: '채점하는 동안 바뀜' },
  slow: { en: 'reading it took too long and was ended', ko: '읽는 데 너무 오래 걸려 끝냄' },
  memory: { en: 'reading it needed too much memory and was ended', ko: '읽는 데 메모리가 너무 많이 들어 끝냄' },
} as const
