/** The words of the reports of `grade trace`. */
import type { OpenConnection } from '../../../src/network/change.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { DnsAnswer } from '../../../src/network/model.ts'

interface TraceWords {
  readonly failing: (count: number, of: number) => string
  readonly dependsOn: string
  readonly detail: string
  readonly reply: string
  readonly justNow: string
  readonly untilProgrammed: string
  readonly open: string
  readonly fates: Readonly<Record<OpenConnection['fate'], string>>
  readonly brokenAlias: Readonly<Record<NonNullable<DnsAnswer['brokenAlias']>, string>>
  readonly race: string
  readonly selectsNone: string
  readonly more: (count: number) => string
}

const english: TraceWords = {
  failing: (count, of) => `${count} of ${of} endpoints ${count === 1 ? 'fails' : 'fail'}:`,
  dependsOn: 'depends on:',
  detail: 'every step',
  reply: 'the answer',
  justNow: 'just now',
  untilProgrammed: 'until kube-proxy, CoreDNS and the network plugin have caught up [K15]',
  open: 'open',
  fates: { stays: 'stays', breaks: 'breaks', moves: 'goes where the rules say now' },
  brokenAlias: {
    loop: 'the alias leads back to itself',
    'too-long': 'too many aliases, one after another',
    'leads-nowhere': 'the alias leads to a name that has nothing',
  },
  race: 'The nameservers are asked at once, and the first answer counts; they differ:',
  selectsNone: 'the selector matches no Pod',
  more: (count) => `and ${count} more`,
}

const korean: TraceWords = {
  failing: (count, of) => `엔드포인트 ${of}개 중 ${count}개 실패:`,
  dependsOn: '달라질 수 있음:',
  detail: '모든 단계',
  reply: '응답',
  justNow: '바뀐 직후',
  untilProgrammed: 'kube-proxy, CoreDNS, 네트워크 플러그인이 반영할 때까지 [K15]',
  open: '열린 연결',
  fates: { stays: '유지됨', breaks: '끊김', moves: '새 규칙에 따라 감' },
  brokenAlias: {
    loop: '별칭이 자기 자신으로 돌아옴',
    'too-long': '별칭이 너무 많이 이어짐',
    'leads-nowhere': '별칭이 아무것도 없는 이름으로 이어짐',
  },
  race: 'DNS 서버 모두에 동시에 묻고 먼저 온 응답을 씁니다. 응답이 서로 다릅니다:',
  selectsNone: '셀렉터와 맞는 Pod 없음',
  more: (count) => `외 ${count}개`,
}

export const traceWords = (language: Language): TraceWords => (language === 'ko' ? korean : english)
