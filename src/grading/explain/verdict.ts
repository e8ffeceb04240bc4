/** How clients, targets and verdicts are named. */
import type { ConnectQuestion, Destination, Source, Verdict } from '../../network/model.ts'
import { words, type Words } from '../words.ts'

const VERDICTS: Readonly<Record<Verdict, Words>> = {
  connected: words('connected', '연결됨'),
  refused: words('refused', '거부됨'),
  'timed-out': words('timed out', '시간 초과'),
  unresolved: words('name not found', '이름을 찾을 수 없음'),
  unreachable: words('unreachable', '도달할 수 없음'),
}

export const verdictWords = (verdict: Verdict): Words => VERDICTS[verdict]

export const nameSource = (source: Source): string =>
  'pod' in source ? `${source.pod.namespace}/${source.pod.name}` : 'node' in source ? source.node : source.outside

const nameDestination = (to: Destination): string => {
  if ('pod' in to) return `${to.pod.namespace}/${to.pod.name}`
  if ('service' in to) return `service ${to.service.namespace}/${to.service.name}`
  return 'node' in to ? to.node : to.host
}

/** `default/visitor → default/poc:80`, with the protocol where it is not TCP. */
export const nameConnection = ({ from, to, port, protocol = 'TCP' }: ConnectQuestion): string =>
  `${nameSource(from)} → ${nameDestination(to)}:${port}${protocol === 'TCP' ? '' : `/${protocol}`}`
