import { words } from '../../words.ts'
import { example } from '../example.ts'
import { verdictPredicted, verdictSeen, type RealityCause } from './reality-cause.ts'

const LOST: ReadonlySet<string | undefined> = new Set(['timed-out', 'unreachable'])

/** Nothing that the model knows drops it, and it does not arrive. */
export const realityDroppedOnTheWay: RealityCause = {
  code: 'reality-dropped-on-the-way',
  section: '1-1',
  title: words(
    'Something outside of Kubernetes’ objects drops the packet.',
    '쿠버네티스 오브젝트 밖의 무언가가 패킷을 버립니다.',
  ),
  explanation: words(
    'No object forbids the connection and nobody answers: a firewall of the nodes or of the cloud, a route between nodes that is missing, a tunnel with another MTU, or a node whose agent is down. Compare a client on the same node with one on another.',
    '어떤 오브젝트도 연결을 막지 않는데 응답이 없습니다. 노드나 클라우드의 방화벽, 노드 사이에 빠진 경로, MTU가 다른 터널, 에이전트가 멈춘 노드가 원인일 수 있습니다. 같은 노드의 클라이언트와 다른 노드의 클라이언트를 비교해 보세요.',
  ),
  example: example(`
    - $ iptables -P FORWARD DROP
    + $ iptables -P FORWARD ACCEPT
  `),
  explains: (disagreement) => {
    const { asked } = disagreement.comparison
    if (asked.kind === 'name' || verdictPredicted(disagreement) !== 'connected' || !LOST.has(verdictSeen(disagreement)))
      return undefined
    const isOutside = 'outside' in asked.question.from
    return {
      weight: 0,
      facts: isOutside
        ? [
            words(
              'the client is this machine   firewalls between it and the nodes count',
              '클라이언트는 이 컴퓨터   노드와의 사이에 있는 방화벽도 영향을 줍니다',
            ),
          ]
        : [],
    }
  },
}
