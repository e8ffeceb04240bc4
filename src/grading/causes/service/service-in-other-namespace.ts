import type { Pod, Service } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { moveOf } from '../../repair/patch.ts'
import { fullName, ownObjects, podsWith, serviceOf, showLabels } from '../evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The Service stands in another namespace than the Pods it is for. */
export const serviceInOtherNamespace: Cause = {
  code: 'service-in-other-namespace',
  section: '2-1',
  title: words(
    'The Service is in another namespace than the Pods it is for.',
    'Service가 대상 Pod와 다른 네임스페이스에 있습니다.',
  ),
  explanation: words(
    'A Service’s selector looks at the Pods of its own namespace only. Create the Service where the Pods are; clients elsewhere write its name with the namespace.',
    'Service의 셀렉터는 자기 네임스페이스의 Pod만 봅니다. Pod가 있는 네임스페이스에 Service를 만드세요. 다른 네임스페이스의 클라이언트는 이름에 네임스페이스를 붙여 씁니다.',
  ),
  example: example(`
      kind: Service
      metadata:
        name: web
    -   namespace: default
    +   namespace: shop
      spec:
        selector:
          app: web
      ---
      kind: Pod
      metadata:
        name: web
        namespace: shop
        labels:
          app: web
  `),
  matches: (failure) => {
    const found = findElsewhere(failure)
    if (found === undefined) return undefined
    const { service, pod } = found
    return {
      where: { object: referenceTo(service), path: 'metadata.namespace' },
      weight: 2,
      facts: [
        words(
          `no Pod of ${service.metadata.namespace ?? ''} has   ${showLabels(service.spec?.selector)}`,
          `${service.metadata.namespace ?? ''}에 없는 레이블   ${showLabels(service.spec?.selector)}`,
        ),
        words(`there is   ${fullName(pod)}`, `있는 Pod   ${fullName(pod)}`),
      ],
    }
  },
  repairs: (failure) => {
    const found = findElsewhere(failure)
    if (found === undefined) return []
    const { service, pod } = found
    const own = new Set(ownObjects(failure).map((object) => `${object.kind}/${fullName(object)}`))
    const movable = [
      { object: service, namespace: pod.metadata.namespace ?? '' },
      { object: pod, namespace: service.metadata.namespace ?? '' },
    ].filter(({ object }) => own.has(`${object.kind}/${fullName(object)}`))
    return movable.map(({ object, namespace }) => ({
      changes: [moveOf(referenceTo(object), { namespace, name: object.metadata.name ?? '' })],
    }))
  },
}

interface Elsewhere {
  readonly service: Service
  readonly pod: Pod
}

const findElsewhere = (failure: Failure): Elsewhere | undefined => {
  const service = serviceOf(failure)
  const selector = service?.spec?.selector ?? {}
  if (service === undefined || Object.keys(selector).length === 0) return undefined
  if (podsWith(failure.snapshot, service.metadata.namespace, selector).length > 0) return undefined
  const [pod] = podsWith(failure.snapshot, undefined, selector)
  return pod === undefined ? undefined : { service, pod }
}
