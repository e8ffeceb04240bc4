import type { Pod, Service } from '../../../kubernetes/generated/types.ts'
import { isPod, isService } from '../../../kubernetes/guards.ts'
import { matchesMap } from '../../../kubernetes/labels.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { serviceOf } from '../evidence.ts'

/** targetPort is a name that no port of the selected Pods has. */
export const serviceTargetPortNameUnknown: Cause = {
  code: 'service-target-port-name-unknown',
  section: '2-3',
  title: words('targetPort is a name that the Pod’s ports do not have.', 'targetPort의 이름을 가진 포트가 Pod에 없습니다.'),
  explanation: words(
    'A targetPort that is a name is looked up among the named ports of each selected Pod, with the same protocol. A Pod without such a port is no endpoint for it. Name the container’s port, or use its name.',
    'targetPort가 이름이면 선택된 Pod마다 같은 프로토콜의 이름 있는 포트에서 찾습니다. 그런 포트가 없는 Pod는 엔드포인트가 되지 않습니다. 컨테이너의 포트에 이름을 붙이거나, 있는 이름을 쓰세요.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
            ports:
              - containerPort: 80
    +           name: http
      ---
      kind: Service
      spec:
        ports:
          - port: 80
            targetPort: http
  `),
  matches: (failure) => {
    const found = findUnknown(failure)
    if (found === undefined) return undefined
    const { service, pod, name } = found
    const names = portsOf(pod)
      .map((port) => `${port.name ?? '<unnamed>'}=${port.containerPort}`)
      .join(', ')
    const path = placeOfPort(found)
    return {
      where: { object: referenceTo(pod), path },
      weight: 2,
      facts: [
        words(
          `Service ${service.metadata.name ?? ''} wants   ${name}`,
          `Service ${service.metadata.name ?? ''}의 targetPort   ${name}`,
        ),
        words(
          `Pod ${pod.metadata.name ?? ''} has   ${names || '<none>'}`,
          `Pod ${pod.metadata.name ?? ''}의 포트   ${names || '<none>'}`,
        ),
      ],
    }
  },
  repairs: (failure) => {
    const found = findUnknown(failure)
    if (found === undefined) return []
    const { pod, name, service, index } = found
    const known = portsOf(pod).find((port) => port.name !== undefined && port.name !== name)?.name
    const path = placeOfPort(found)
    const isNamed = portsOf(pod).some((port) => port.name === name)
    const protocol = service.spec?.ports?.[index]?.protocol ?? 'TCP'
    return [
      editOf(referenceTo(pod), isNamed ? `${path}.protocol` : `${path}.name`, isNamed ? protocol : name),
      ...(known === undefined ? [] : [editOf(referenceTo(service), `spec.ports[${index}].targetPort`, known)]),
    ]
  },
}

const portsOf = (pod: Pod): NonNullable<NonNullable<Pod['spec']>['containers'][number]['ports']> =>
  (pod.spec?.containers ?? []).flatMap(({ ports = [] }) => ports)

/** The port that was to have this name: it has it for another protocol, or the Service's number, or is the first that no name leads to. */
const placeOfPort = ({ service, pod, name, index }: Unknown): string => {
  const ports = service.spec?.ports ?? []
  const places = (pod.spec?.containers ?? []).flatMap(({ ports: own = [] }, container) =>
    own.map((port, at) => ({ port, path: `spec.containers[${container}].ports[${at}]` })),
  )
  const free = places.filter(({ port }) => !ports.some(({ targetPort }) => targetPort === port.name))
  const found =
    places.find(({ port }) => port.name === name) ??
    free.find(({ port }) => port.containerPort === ports[index]?.port) ??
    free[0] ??
    places[0]
  return found?.path ?? 'spec.containers[0].ports[0]'
}

interface Unknown {
  readonly service: Service
  readonly pod: Pod
  readonly name: string
  readonly index: number
}

const servicesOf = (failure: Failure): readonly Service[] => {
  const { finding, snapshot } = failure
  if (finding.kind !== 'field') return [serviceOf(failure)].filter((one) => one !== undefined)
  const { object } = finding
  if (!isPod(object) || !finding.path.includes('ports')) return []
  return snapshot.objects
    .filter(isService)
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === object.metadata.namespace &&
        Object.keys(spec?.selector ?? {}).length > 0 &&
        matchesMap(spec?.selector ?? {}, object.metadata.labels ?? {}),
    )
}

const findUnknown = (failure: Failure): Unknown | undefined => {
  for (const service of servicesOf(failure)) {
    const pod = failure.snapshot.objects
      .filter(isPod)
      .find(
        ({ metadata }) =>
          metadata.namespace === service.metadata.namespace && matchesMap(service.spec?.selector ?? {}, metadata.labels ?? {}),
      )
    if (pod === undefined || Object.keys(service.spec?.selector ?? {}).length === 0) continue
    for (const [index, { targetPort, protocol = 'TCP' }] of (service.spec?.ports ?? []).entries()) {
      const isKnown = portsOf(pod).some((port) => port.name === targetPort && (port.protocol ?? 'TCP') === protocol)
      if (typeof targetPort === 'string' && !isKnown) return { service, pod, name: targetPort, index }
    }
  }
  return undefined
}
