/** The words of `grade rules`: its options, and what can be wrong with what it is asked. */
import type { ProblemDetail, ProblemText } from '../problem.ts'
import { ko } from '../../../src/grading/korean.ts'

type RuleProblem = 'service-unreadable' | 'unknown-service' | 'unknown-node'

interface RulesMessages {
  readonly help: Readonly<Record<'rules' | 'service' | 'node' | 'mode', string>>
  readonly problems: Readonly<Record<RuleProblem, (detail: ProblemDetail) => ProblemText>>
}

const or = (value: string | undefined, otherwise: string): string => (value === undefined || value === '' ? otherwise : value)

const suggest = (nearest: string | undefined, ask: (name: string) => string): string =>
  nearest === undefined || nearest === '' ? '' : `${ask(nearest)} `

export const englishRules: RulesMessages = {
  help: {
    rules: 'what kube-proxy writes on a node: for a Service, chain by chain; without one, all of it',
    service: 'service/NAMESPACE/NAME',
    node: 'whose rules; the first node where it is left out',
    mode: 'iptables, nftables or ipvs; the cluster’s own where it is left out',
  },
  problems: {
    'service-unreadable': ({ given }) => ({
      what: `"${given ?? ''}" names no Service.`,
      todo: 'Write service/NAMESPACE/NAME, or service/NAME in the namespace default.',
    }),
    'unknown-service': ({ given, nearest, services }) => ({
      what: `There is no Service ${given ?? ''}.`,
      todo: `${suggest(nearest, (name) => `Did you mean "${name}"?`)}Services: ${or(services, 'none')}.`,
    }),
    'unknown-node': ({ given, nodes }) => ({
      what: `There is no Node "${given ?? ''}".`,
      todo: `Nodes: ${or(nodes, 'none')}.`,
    }),
  },
}

export const koreanRules: RulesMessages = {
  help: {
    rules: 'kube-proxy가 노드에 쓰는 규칙: 서비스를 지정하면 체인별로, 지정하지 않으면 전부',
    service: 'service/네임스페이스/이름',
    node: '어느 노드의 규칙인지. 지정하지 않으면 첫 번째 노드',
    mode: 'iptables, nftables, ipvs. 지정하지 않으면 클러스터의 모드',
  },
  problems: {
    'service-unreadable': ({ given }) => ({
      what: ko(`"${given ?? ''}"은(는) 서비스를 가리키지 않습니다.`),
      todo: 'service/네임스페이스/이름으로 쓰세요. default 네임스페이스라면 service/이름도 됩니다.',
    }),
    'unknown-service': ({ given, nearest, services }) => ({
      what: `${given ?? ''} 서비스가 없습니다.`,
      todo: `${suggest(nearest, (name) => `혹시 "${name}"인가요?`)}서비스 목록: ${or(services, '없음')}.`,
    }),
    'unknown-node': ({ given, nodes }) => ({
      what: `"${given ?? ''}" 노드가 없습니다.`,
      todo: `노드 목록: ${or(nodes, '없음')}.`,
    }),
  },
}
