/** The words of the help of `grade compare`, `grade forbid` and `grade lint`: what their exit codes mean. */
import type { Language } from './language.ts'

const english = {
  title: 'Exit codes:',
  compare: [
    [0, 'B is to A what was expected, for every network plugin'],
    [1, 'it is not, for any'],
    [3, 'not decided'],
    [4, 'it is for some network plugins, and not for others'],
  ],
  forbid: [
    [0, 'never, for every network plugin'],
    [1, 'it can happen, for every network plugin'],
    [3, 'not decided'],
    [4, 'it depends on the network plugin, or on Pods and Services given here that policies usually do not apply to'],
  ],
  lint: [
    [0, 'every part has an effect'],
    [1, 'some part has none'],
    [3, 'nothing was found, and not all was decided'],
  ],
} satisfies PolicyHelp

const korean: PolicyHelp = {
  title: '종료 코드:',
  compare: [
    [0, '모든 네트워크 플러그인에서 B가 A에 대해 기대한 대로임'],
    [1, '어떤 플러그인에서도 그렇지 않음'],
    [3, '판정하지 못함'],
    [4, '네트워크 플러그인에 따라 다름'],
  ],
  forbid: [
    [0, '모든 네트워크 플러그인에서 일어나지 않음'],
    [1, '모든 네트워크 플러그인에서 일어날 수 있음'],
    [3, '판정하지 못함'],
    [4, '네트워크 플러그인에 따라, 또는 정책이 보통 적용되지 않는 주어진 Pod와 Service에 따라 다름'],
  ],
  lint: [
    [0, '모든 부분에 효과가 있음'],
    [1, '효과가 없는 부분이 있음'],
    [3, '찾은 것이 없고 모두 판정하지는 못함'],
  ],
}

type Codes = readonly (readonly [code: number, meaning: string])[]

interface PolicyHelp {
  readonly title: string
  readonly compare: Codes
  readonly forbid: Codes
  readonly lint: Codes
}

/** The exit codes of a command, below its help. */
export const spellExitCodes = (command: 'compare' | 'forbid' | 'lint', language: Language): string => {
  const words = language === 'ko' ? korean : english
  return ['', words.title, ...words[command].map(([code, meaning]) => `  ${code}  ${meaning}`)].join('\n')
}
