import { referenceTo, type KubernetesObject } from '../../../kubernetes/object.ts'
import { nameReference } from '../../checks/find-object.ts'
import { words } from '../../words.ts'
import { example } from '../example.ts'
import { predictedWalk, type Disagreement, type RealityCause } from './reality-cause.ts'

/** What nodes and controllers work in after the API server has accepted it. */
const PROGRAMMED: ReadonlySet<string> = new Set(['NetworkPolicy', 'Service', 'EndpointSlice', 'Ingress', 'Namespace'])
/** Nodes are usually done within a second or two; a busy one takes longer. */
const RECENT_MS = 20_000

/** When somebody changed what it asks for: what the API server notes of each writer, or else when it was made. */
const changedAt = ({ metadata }: KubernetesObject): number => {
  const writers = (metadata.managedFields ?? []).filter(({ subresource }) => subresource === undefined)
  const times = [metadata.creationTimestamp, ...writers.map(({ time }) => time)]
  return Math.max(0, ...times.flatMap((time) => (time === undefined ? [] : [new Date(time).getTime()])))
}

/** Of the packet's ends and of everything on its way. */
const namespacesOf = (disagreement: Disagreement): ReadonlySet<string> => {
  const { asked } = disagreement.comparison
  const { from } = asked.question
  const ends = asked.kind === 'connection' ? [from, asked.question.to] : [from]
  const named = ends.flatMap((end) => ('pod' in end ? [end.pod] : 'service' in end ? [end.service] : []))
  const passed = (predictedWalk(disagreement)?.hops ?? []).flatMap((hop) => [
    ...('pod' in hop ? [hop.pod] : []),
    ...('service' in hop ? [hop.service] : []),
  ])
  return new Set([...named, ...passed].flatMap(({ namespace }) => namespace ?? []))
}

const newest = (disagreement: Disagreement): readonly KubernetesObject[] => {
  const { snapshot, surroundings } = disagreement
  const namespaces = namespacesOf(disagreement)
  return snapshot.objects
    .filter(({ kind, metadata }) => PROGRAMMED.has(kind) && namespaces.has(metadata.namespace ?? metadata.name ?? ''))
    .filter((object) => surroundings.atMs - changedAt(object) < RECENT_MS)
    .toSorted((one, other) => changedAt(other) - changedAt(one))
    .slice(0, 3)
}

/** The objects are there, and the nodes have not all taken them over. */
export const realityNotYetProgrammed: RealityCause = {
  code: 'reality-not-yet-programmed',
  section: '1-4',
  title: words(
    'The nodes may not have taken the last change over yet.',
    '노드가 마지막 변경을 아직 반영하지 않았을 수 있습니다.',
  ),
  explanation: words(
    'The API server answers as soon as an object is stored. kube-proxy, the network plugin and Ingress controllers see it a moment later, and write their rules then. Wait some seconds and ask again.',
    'API 서버는 오브젝트를 저장하는 즉시 응답합니다. kube-proxy, 네트워크 플러그인, Ingress 컨트롤러는 조금 뒤에 이를 보고 규칙을 씁니다. 몇 초 기다린 뒤 다시 물어보세요.',
  ),
  example: example(`
    - $ kubectl apply -f policy.yaml && grade 3-3 --observe
    + $ kubectl apply -f policy.yaml && sleep 5 && grade 3-3 --observe
  `),
  explains: (disagreement) => {
    const { changed } = disagreement.comparison.observation
    const objects = newest(disagreement)
    if (!changed && objects.length === 0) return undefined
    const at = (object: KubernetesObject): number => Math.round((disagreement.surroundings.atMs - changedAt(object)) / 1000)
    return {
      weight: changed ? 2 : 1,
      facts: [
        ...(changed ? [words('the answer changed while it was asked for', '묻는 동안 응답이 바뀌었습니다')] : []),
        ...objects.map((object) => {
          const name = nameReference(referenceTo(object))
          return words(`${name}   changed ${at(object)} s ago`, `${name}   ${at(object)}초 전에 바뀜`)
        }),
      ],
    }
  },
}
