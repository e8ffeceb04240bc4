/** The words for what commander says by itself: its help, and what is wrong with a command line. */
import { ko } from '../../../src/grading/korean.ts'
import type { Language } from './messages.ts'

const english = {
  /** Stand in the usage lines of the help. */
  optionsTerm: '[options]',
  commandTerm: '[command]',
  choices: 'choices',
  byDefault: 'default',
  argumentMissing: (name: string) => `The argument <${name}> is missing.`,
  filesFirst: '--file takes every word behind it: put it last, or repeat it as --file=PATH.',
  optionIncomplete: (flags: string) => `The option ${flags} needs a value.`,
  optionInvalid: (flags: string, value: string) => `"${value}" is no value for the option ${flags}.`,
  argumentInvalid: (name: string, value: string) => `"${value}" is no value for the argument <${name}>.`,
  allowed: (values: string) => `Allowed: ${values}.`,
  tooMany: (expected: string, given: string) => `Too many arguments: ${expected} expected, ${given} given.`,
}

const korean: typeof english = {
  optionsTerm: '[옵션]',
  commandTerm: '[명령]',
  choices: '선택',
  byDefault: '기본값',
  argumentMissing: (name) => ko(`인수 <${name}>이(가) 빠졌습니다.`),
  filesFirst: '--file은 뒤에 오는 말을 모두 받습니다. 맨 뒤에 쓰거나 --file=PATH처럼 하나씩 쓰세요.',
  optionIncomplete: (flags) => `옵션 ${flags}에는 값이 필요합니다.`,
  optionInvalid: (flags, value) => ko(`"${value}"은(는) 옵션 ${flags}의 값이 될 수 없습니다.`),
  argumentInvalid: (name, value) => ko(`"${value}"은(는) 인수 <${name}>의 값이 될 수 없습니다.`),
  allowed: (values) => `쓸 수 있는 값: ${values}.`,
  tooMany: (expected, given) => `인수가 너무 많습니다. ${expected}개까지 쓸 수 있는데 ${given}개를 주었습니다.`,
}

export const usageMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
