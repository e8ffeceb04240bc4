/** The words of `grade trace`'s own options. */
import type { Language } from './language.ts'
import { ko } from '../../../src/grading/korean.ts'

const english = {
  detail: 'every step of the packet and of its answer; for a name, the answers in full',
  type: 'A, AAAA, SRV, PTR, TXT, …: what a name is asked for; A where it is left out',
  library: 'whose resolver looks names up: that of glibc (where it is left out), musl, old musl, or nslookup of busybox',
  assume: 'what a cluster decides for itself, e.g. plugin=vxlan proxyMode=nftables ownNode=policed',
  assumable: 'What --assume takes:',
  before: 'manifests as they were: what happens just after the change to --file, and to open connections',
  unknownAssumption: (given: string, known: string) => `"${given}" cannot be assumed. There are: ${known}.`,
  typeNeedsName: '--type is for a name to look up, such as web.shop or 10.96.0.10.',
  beforeNeedsConnection: '--before is for connections, not for URLs and names.',
}

const korean: typeof english = {
  detail: '패킷과 그 응답의 모든 단계를 보여 줍니다. 이름이면 응답 전체를 보여 줍니다',
  type: 'A, AAAA, SRV, PTR, TXT, …: 이름에 대해 물을 것. 생략하면 A',
  library: '이름을 찾는 리졸버: glibc(생략 시), musl, 옛 musl, busybox의 nslookup',
  assume: '클러스터마다 다른 것의 가정. 예: plugin=vxlan proxyMode=nftables ownNode=policed',
  assumable: '--assume에 줄 수 있는 것:',
  before: '바뀌기 전의 매니페스트: --file로 바뀐 직후의 결과와 열려 있던 연결을 보여 줍니다',
  unknownAssumption: (given, known) => ko(`"${given}"은(는) 가정할 수 없습니다. 가능한 것: ${known}.`),
  typeNeedsName: '--type은 web.shop이나 10.96.0.10처럼 찾아볼 이름에만 씁니다.',
  beforeNeedsConnection: '--before는 URL과 이름이 아니라 연결에만 씁니다.',
}

export const traceMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
