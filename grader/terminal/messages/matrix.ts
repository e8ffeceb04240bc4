/** The words of `grade matrix`'s own options. */
import type { Language } from './language.ts'

const english = {
  port: 'may be given several times; every port that the input names where it is left out',
  protocol: 'TCP, UDP or SCTP, may be given several times; TCP for ports that are given, else what the input names',
  expand: 'a row for each Pod, also for those that get and give the same answers',
}

const korean: typeof english = {
  port: '여러 번 줄 수 있습니다. 생략하면 입력에 나오는 모든 포트',
  protocol: 'TCP, UDP, SCTP. 여러 번 줄 수 있습니다. 생략하면 준 포트에는 TCP, 아니면 입력에 나오는 대로',
  expand: '같은 답을 받고 주는 Pod도 Pod마다 한 행으로 보여 줍니다',
}

export const matrixMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
