/** The words for what commander says by itself: its help, and what is wrong with a command line. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProblemDetail, ProblemText } from '../problem.ts'
import type { Language } from './language.ts'

type UsageProblem =
  'unknown-command' | 'unknown-subcommand' | 'unknown-option' | 'option-argument' | 'option-renamed' | 'too-many-arguments'
type UsageProblems = Readonly<Record<UsageProblem, (detail: ProblemDetail) => ProblemText>>

const or = (value: string | undefined, otherwise: string): string => (value === undefined || value === '' ? otherwise : value)

const english = {
  /** Stand in the usage lines of the help. */
  optionsTerm: '[options]',
  commandTerm: '[command]',
  choices: 'choices',
  byDefault: 'default',
  argumentMissing: (name: string) => `The argument <${name}> is missing.`,
  filesFirst: '--file takes every word behind it: put it last, or repeat it as --file=PATH.',
  optionMissing: (flags: string) => `The option ${flags} is missing.`,
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
  optionMissing: (flags) => ko(`옵션 ${flags}이(가) 빠졌습니다.`),
  optionIncomplete: (flags) => `옵션 ${flags}에는 값이 필요합니다.`,
  optionInvalid: (flags, value) => ko(`"${value}"은(는) 옵션 ${flags}의 값이 될 수 없습니다.`),
  argumentInvalid: (name, value) => ko(`"${value}"은(는) 인수 <${name}>의 값이 될 수 없습니다.`),
  allowed: (values) => `쓸 수 있는 값: ${values}.`,
  tooMany: (expected, given) => `인수가 너무 많습니다. ${expected}개까지 쓸 수 있는데 ${given}개를 주었습니다.`,
}

export const usageMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)

export const englishDidYouMean = (nearest: string | undefined): string =>
  nearest === undefined || nearest === '' ? '' : `Did you mean "${nearest}"? `

export const englishUsageProblems: UsageProblems = {
  'unknown-command': ({ given, nearest, tasks }) => ({
    what: `"${given ?? ''}" is neither a command nor a task.`,
    todo: `${englishDidYouMean(nearest)}Tasks: ${tasks ?? ''}. Commands: grade --help.`,
  }),
  'unknown-subcommand': ({ group, given, nearest, commands }) => ({
    what:
      given === undefined || given === ''
        ? `grade ${group ?? ''} needs to be told what to do.`
        : `grade ${group ?? ''} has no command "${given}".`,
    why: `It has: ${commands ?? ''}.`,
    todo: `${englishDidYouMean(nearest)}grade ${group ?? ''} --help says what each does.`,
  }),
  'unknown-option': ({ given, nearest, command }) => ({
    what: `There is no option ${given ?? ''}.`,
    todo: `${englishDidYouMean(nearest)}${or(command, 'grade')} --help lists the options.`,
  }),
  'option-argument': ({ reason, command }) => ({
    what: or(reason, 'An option has a value it cannot take.'),
    todo: `${or(command, 'grade')} --help shows what it takes.`,
  }),
  'option-renamed': ({ option, now }) => ({
    what: `${option ?? ''} is called ${now ?? ''} now.`,
    todo: `Give ${now ?? ''} in its place, with the same value.`,
  }),
  'too-many-arguments': ({ reason, command }) => ({
    what: or(reason, 'There are more arguments than the command takes.'),
    todo: `Leave out what is too much; ${or(command, 'grade')} --help shows what it takes.`,
  }),
}

export const koreanDidYouMean = (nearest: string | undefined): string =>
  nearest === undefined || nearest === '' ? '' : `혹시 "${nearest}"인가요? `

export const koreanUsageProblems: UsageProblems = {
  'unknown-command': ({ given, nearest, tasks }) => ({
    what: ko(`"${given ?? ''}"(이)라는 명령이나 과제가 없습니다.`),
    todo: `${koreanDidYouMean(nearest)}과제: ${tasks ?? ''}. 명령 목록: grade --help.`,
  }),
  'unknown-subcommand': ({ group, given, nearest, commands }) => ({
    what:
      given === undefined || given === ''
        ? `grade ${group ?? ''} 뒤에 명령이 필요합니다.`
        : ko(`grade ${group ?? ''}에는 "${given}"(이)라는 명령이 없습니다.`),
    why: `쓸 수 있는 명령: ${commands ?? ''}.`,
    todo: `${koreanDidYouMean(nearest)}grade ${group ?? ''} --help로 설명을 볼 수 있습니다.`,
  }),
  'unknown-option': ({ given, nearest, command }) => ({
    what: `${given ?? ''} 옵션이 없습니다.`,
    todo: `${koreanDidYouMean(nearest)}${or(command, 'grade')} --help로 옵션 목록을 볼 수 있습니다.`,
  }),
  'option-argument': ({ reason, command }) => ({
    what: or(reason, '옵션에 쓸 수 없는 값입니다.'),
    todo: `${or(command, 'grade')} --help에서 쓸 수 있는 값을 확인하세요.`,
  }),
  'option-renamed': ({ option, now }) => ({
    what: ko(`${option ?? ''} 옵션의 이름은 이제 ${now ?? ''}입니다.`),
    todo: ko(`같은 값으로 ${now ?? ''}을(를) 쓰세요.`),
  }),
  'too-many-arguments': ({ reason, command }) => ({
    what: or(reason, '명령이 받는 것보다 인수가 많습니다.'),
    todo: `남는 인수를 빼세요. 받는 인수는 ${or(command, 'grade')} --help에 나옵니다.`,
  }),
}
