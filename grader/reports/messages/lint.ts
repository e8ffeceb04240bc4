/** The words of `grade lint`. */
import type { Language } from '../../../src/grading/words.ts'
import { ko } from '../../../src/grading/korean.ts'

const english = {
  findings: {
    'selects-nothing': 'nothing can meet this selector: its conditions contradict each other',
    'rules-ignored': 'these rules are never read: policyTypes leaves their direction out',
    'empty-block': 'its exceptions leave nothing of the block',
    'exception-in-exception': 'another exception contains this one',
  },
  /** Without an effect, in a sentence that ends with what is to blame. */
  addsNothing: {
    alone: 'adds nothing: all that it selects and allows would be allowed without it',
    own: 'adds nothing beside the rest of this policy',
    others: (names: string) => `adds nothing beside ${names}`,
    unknown: 'adds nothing beside the other policies together',
  },
  keepsNobodyOut: {
    alone: 'the exception keeps nobody out',
    own: 'the exception keeps nobody out: the rest of this policy lets them in',
    others: (names: string) => `the exception keeps nobody out beside ${names}`,
    unknown: 'the exception keeps nobody out beside the other policies together',
  },
  contradicts: (name: string) =>
    `${name} has the same priority and another action for the same connections: which decides is not defined`,
  list: (names: readonly string[], more: number) =>
    more > 0
      ? `${names.join(', ')} and ${more} more`
      : names.length < 2
        ? names.join()
        : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`,
  dependsOn: (readings: string) => `depends on: ${readings}`,
  hasEffect: 'has an effect',
  notDecided: 'not decided',
  notInTime: (count: number, seconds: number) =>
    `${count === 1 ? '1 part' : `${count} parts`} not decided within ${seconds} s. Nothing is claimed of ${count === 1 ? 'it' : 'them'}.`,
  undecided: 'not decided: too entangled',
  nothing: 'every part has an effect in some cluster',
}

const korean: typeof english = {
  findings: {
    'selects-nothing': '조건이 서로 모순되어 아무것도 이 셀렉터와 일치할 수 없음',
    'rules-ignored': 'policyTypes에 이 방향이 없어 규칙이 무시됨',
    'empty-block': '예외를 빼면 블록에 남는 주소가 없음',
    'exception-in-exception': '다른 예외에 이미 들어 있음',
  },
  addsNothing: {
    alone: '더하는 것이 없음: 선택하고 허용하는 것이 모두 이 정책 없이도 허용됨',
    own: '이 정책의 나머지에 더하는 것이 없음',
    others: (names) => `${names}에 더하는 것이 없음`,
    unknown: '다른 정책들에 더하는 것이 없음',
  },
  keepsNobodyOut: {
    alone: '예외가 아무도 막지 못함',
    own: '예외가 아무도 막지 못함: 이 정책의 나머지가 허용함',
    others: (names) => `${names} 때문에 예외가 아무도 막지 못함`,
    unknown: '다른 정책들 때문에 예외가 아무도 막지 못함',
  },
  contradicts: (name) => ko(`${name}이(가) 우선순위가 같고 같은 연결에 다른 동작을 정함: 어느 것이 정하는지 정의되지 않음`),
  list: (names, more) => (more > 0 ? `${names.join(', ')} 외 ${more}개` : names.join(', ')),
  dependsOn: (readings) => `달라질 수 있음: ${readings}`,
  hasEffect: '효과가 있음',
  notDecided: '판정하지 못함',
  notInTime: (count, seconds) => `${seconds}초 안에 판정하지 못한 부분 ${count}개. 이에 대해서는 아무것도 주장하지 않습니다.`,
  undecided: '너무 얽혀 있어 판정하지 못함',
  nothing: '모든 부분이 어떤 클러스터에서는 효과가 있음',
}

export type LintMessages = typeof english

export const lintMessages = (language: Language): LintMessages => (language === 'ko' ? korean : english)
