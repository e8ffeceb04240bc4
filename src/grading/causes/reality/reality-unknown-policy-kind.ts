import { same, words } from '../../words.ts'
import { example } from '../example.ts'
import { predictedWalk, verdictPredicted, verdictSeen, type Disagreement, type RealityCause } from './reality-cause.ts'

/** API groups of policies that only their own plugin reads, and how their kinds are called. */
const FOREIGN: Readonly<Record<string, string>> = {
  'crd.projectcalico.org': 'globalnetworkpolicies,networkpolicies.crd.projectcalico.org',
  'projectcalico.org': 'globalnetworkpolicies,networkpolicies.projectcalico.org',
  'cilium.io': 'ciliumnetworkpolicies,ciliumclusterwidenetworkpolicies',
  'crd.antrea.io': 'clusternetworkpolicies.crd.antrea.io,networkpolicies.crd.antrea.io',
  'policy.networking.k8s.io': 'adminnetworkpolicies,baselineadminnetworkpolicies',
  'security.istio.io': 'authorizationpolicies',
  'policy.linkerd.io': 'authorizationpolicies.policy.linkerd.io',
}

const groupsOf = ({ surroundings }: Disagreement): readonly string[] =>
  surroundings.apiGroups.filter((group) => FOREIGN[group] !== undefined)

/** Policies that only the plugin knows may drop what the model lets through, or let through what it drops. */
const isAboutPolicies = (disagreement: Disagreement): boolean => {
  const [seen, predicted] = [verdictSeen(disagreement), verdictPredicted(disagreement)]
  if (seen === undefined) return false
  const isDenied = (predictedWalk(disagreement)?.hops ?? []).some((hop) => hop.kind === 'policy' && hop.decision === 'denied')
  return predicted === 'connected' ? seen === 'timed-out' || seen === 'refused' : isDenied
}

/** The cluster serves policies of a kind that the model does not read. */
export const realityUnknownPolicyKind: RealityCause = {
  code: 'reality-unknown-policy-kind',
  section: '3-1',
  title: words('Policies of a kind that is not read here may decide.', '여기서 읽지 않는 종류의 정책이 결정했을 수 있습니다.'),
  explanation: words(
    'Network plugins and Service meshes have policies of their own beside NetworkPolicy: Calico, Cilium, Antrea and Istio each serve some. They may deny what NetworkPolicies allow, or be asked before them. List them, and see whether one selects the Pods.',
    '네트워크 플러그인과 서비스 메시에는 NetworkPolicy 말고도 고유한 정책이 있습니다. Calico, Cilium, Antrea, Istio가 그렇습니다. NetworkPolicy가 허용한 것을 거부하거나 먼저 판단할 수 있습니다. 목록을 보고 해당 Pod를 선택하는 것이 있는지 확인하세요.',
  ),
  example: example(`
    - $ kubectl get networkpolicies --all-namespaces
    + $ kubectl get networkpolicies,ciliumnetworkpolicies --all-namespaces
  `),
  explains: (disagreement) => {
    const groups = groupsOf(disagreement)
    if (groups.length === 0 || !isAboutPolicies(disagreement)) return undefined
    return {
      weight: 1,
      facts: groups.map((group) => same(`${group}   ${disagreement.surroundings.kubectl} get ${FOREIGN[group] ?? ''} -A`)),
    }
  },
}
