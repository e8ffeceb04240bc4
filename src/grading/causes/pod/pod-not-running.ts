import { referenceTo } from '../../../kubernetes/object.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import { misspeltImage } from '../../../cluster/nodes/images/images.ts'
import { editsOf, type Edit } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { stoppedContainer, stoppedPod } from './pod-evidence.ts'

/** The Pod does not run: pending, failing to start, or ended. */
export const podNotRunning: Cause = {
  code: 'pod-not-running',
  section: '1-1',
  title: words('The Pod does not run.', 'Pod가 실행되고 있지 않습니다.'),
  explanation: words(
    'Only a running Pod has an address and answers. kubectl describe pod shows the state of its containers and, under Events, what keeps them from starting: a misspelt image, a missing ConfigMap, a command that ends.',
    '실행 중인 Pod만 주소를 가지고 응답합니다. kubectl describe pod는 컨테이너의 상태와, Events 아래에 시작하지 못하는 이유를 보여 줍니다. 잘못 쓴 이미지 이름, 없는 ConfigMap, 끝나 버리는 명령 등입니다.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
    -       image: ngnix
    +       image: nginx
  `),
  matches: (failure) => {
    const pod = stoppedPod(failure)
    if (pod === undefined) return undefined
    const reason = stoppedContainer(pod) ?? pod.status?.phase ?? 'Pending'
    return {
      where: { object: referenceTo(pod), path: spelling(pod)[0]?.path ?? 'status.phase' },
      weight: 2,
      facts: [words(`state: ${reason}`, `상태: ${reason}`)],
    }
  },
  repairs: (failure) => {
    const pod = stoppedPod(failure)
    if (pod === undefined) return []
    const edits = spelling(pod)
    return edits.length === 0 ? [] : [editsOf(referenceTo(pod), edits)]
  },
}

/** The names of images that were misspelt, mended. */
const spelling = ({ spec }: Pod): readonly Edit[] =>
  (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec?.[list] ?? []).flatMap(({ image = '' }, index): readonly Edit[] => {
      const meant = misspeltImage(image)
      return meant === undefined ? [] : [{ path: `spec.${list}[${index}].image`, value: meant }]
    }),
  )
