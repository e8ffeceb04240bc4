import type { Pod } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { factsOf, indexSnapshot } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { mountRepairs, serverRepairs } from '../ingress/nginx-repairs.ts'
import { answeringPods, containersWithPaths, stoppedPod } from './pod-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The container runs, and nothing in it listens. */
export const podListensOnNothing: Cause = {
  code: 'pod-listens-on-nothing',
  section: '2-2',
  title: words('No program in the Pod listens on any port.', 'Pod에 포트에서 수신하는 프로그램이 없습니다.'),
  explanation: words(
    'A container can run without serving anybody: its command is another program than the server, or the server’s configuration names no port. nginx reads the files of /etc/nginx/conf.d whose names end in .conf; a volume mounted there hides the image’s own, and each key of a ConfigMap becomes a file of that name.',
    '컨테이너가 실행 중이어도 응답하는 프로그램이 없을 수 있습니다. 서버가 아닌 명령을 실행하거나, 서버 설정에 포트가 없는 경우입니다. nginx는 /etc/nginx/conf.d에서 이름이 .conf로 끝나는 파일을 읽습니다. 여기에 볼륨을 마운트하면 이미지의 파일은 가려지고, ConfigMap의 키가 파일 이름이 됩니다.',
  ),
  example: example(`
      kind: ConfigMap
      data:
    -   nginx: |
    +   default.conf: |
          server {
              listen 8080;
          }
  `),
  matches: (failure) => {
    const pod = findSilent(failure)
    if (pod === undefined) return undefined
    const [placed] = containersWithPaths(pod).filter(({ path }) => path.startsWith('spec.containers'))
    const { image = '', command = [], args = [] } = placed?.container ?? {}
    const run = [...command, ...args].join(' ')
    return {
      where: { object: referenceTo(pod), path: `${placed?.path ?? 'spec'}${command.length > 0 ? '.command' : ''}` },
      weight: 1,
      facts: [
        words(`image   ${image}${run === '' ? '' : `, runs ${run}`}`, `이미지   ${image}${run === '' ? '' : `, 실행 ${run}`}`),
        words('listening   nothing', '수신 포트   없음'),
      ],
    }
  },
  repairs: (failure) => {
    const pod = findSilent(failure)
    if (pod === undefined) return []
    return containersWithPaths(pod).flatMap((placed) => [
      ...mountRepairs(failure, pod, placed),
      ...serverRepairs(failure, pod, placed),
    ])
  },
}

/** What policies mean does not hang on what listens. */
const findSilent = (failure: Failure): Pod | undefined => {
  const state = indexSnapshot(failure.snapshot)
  const isAboutAnswers = failure.finding.kind !== 'field' && failure.finding.kind !== 'policy-differs'
  if (!isAboutAnswers || stoppedPod(failure) !== undefined) return undefined
  return answeringPods(failure).find((pod) => {
    const { complete, listeners } = factsOf(state, pod)
    return complete && listeners.length === 0
  })
}
