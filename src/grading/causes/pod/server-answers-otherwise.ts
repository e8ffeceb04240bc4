import { findPod, fullName } from '../evidence.ts'
import { isMisrouted } from '../ingress/ingress-evidence.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The request arrives as it should, and the server itself answers with something else. */
export const serverAnswersOtherwise: Cause = {
  code: 'server-answers-otherwise',
  section: '1-1',
  title: words(
    'The request arrives as it should; the server itself answers otherwise.',
    '요청은 제대로 도착하지만 서버 자신이 다르게 답합니다.',
  ),
  explanation: words(
    'Services, Ingress and policies have done their part: what is left is the program in the Pod. Its image, its files or its configuration are not those that were asked for. Ask it directly, kubectl exec POD -- curl localhost, and compare.',
    'Service와 Ingress, 정책은 모두 제 역할을 했습니다. 남은 것은 Pod 안의 프로그램입니다. 이미지나 파일, 설정이 요구된 것과 다릅니다. kubectl exec POD -- curl localhost로 직접 물어보고 비교하세요.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
    -       image: httpd
    +       image: nginx
  `),
  matches: (failure) => {
    const { finding, walk, snapshot } = failure
    const hop = walk?.hops.findLast((one) => one.kind === 'reply')
    if (finding.kind !== 'http' || hop?.kind !== 'reply' || isMisrouted(failure)) return undefined
    const pod = finding.outcome.backend?.endpoint.pod
    const found = pod === undefined ? undefined : findPod(snapshot, pod)
    const isAsAsked = finding.wanted.path === undefined || hop.path === finding.wanted.path
    if (found === undefined || !isAsAsked || finding.mismatch === 'backend' || finding.mismatch === 'path') return undefined
    return {
      where: { object: referenceTo(found), path: 'spec.containers' },
      weight: 0,
      facts: [
        words(`${fullName(found)} runs   ${hop.program}`, `${fullName(found)}의 프로그램   ${hop.program}`),
        words(`GET ${hop.path}   ${hop.status}`, `GET ${hop.path}   ${hop.status}`),
      ],
    }
  },
  repairs: () => [],
}
