import type { Service, ServicePort } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { indexSnapshot, podAt } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { servicesIn, wantedPort } from '../evidence.ts'

/** The Service has the port, for UDP where the client speaks TCP, or the other way round. */
export const serviceProtocolMismatch: Cause = {
  code: 'service-protocol-mismatch',
  section: '2-1',
  title: words('The Service’s port is for another protocol.', 'Service의 포트가 다른 프로토콜용입니다.'),
  explanation: words(
    'TCP 80 and UDP 80 are different ports. protocol is TCP where it is absent; HTTP is spoken over TCP, DNS mostly over UDP. Client, Service and container have to agree.',
    'TCP 80과 UDP 80은 서로 다른 포트입니다. protocol을 쓰지 않으면 TCP이며, HTTP는 TCP로, DNS는 주로 UDP로 주고받습니다. 클라이언트와 Service와 컨테이너가 같은 프로토콜을 써야 합니다.',
  ),
  example: example(`
      kind: Service
      spec:
        ports:
          - port: 80
    -       protocol: UDP
    +       protocol: TCP
  `),
  matches: (failure) => {
    const found = findMismatch(failure)
    if (found === undefined) return undefined
    const { service, index, has, wanted } = found
    return {
      where: { object: referenceTo(service), path: `spec.ports[${index}].protocol` },
      weight: 2,
      facts: [
        words(`the Service has   ${has}`, `Service   ${has}`),
        words(`the client speaks   ${wanted}`, `클라이언트   ${wanted}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findMismatch(failure)
    return found === undefined || where === undefined ? [] : [editOf(where.object, where.path, found.wanted)]
  },
}

interface Mismatch {
  readonly service: Service
  readonly index: number
  readonly has: string
  readonly wanted: string
}

const protocolOf = ({ protocol = 'TCP' }: ServicePort): string => protocol

/** A connection to a Pod itself goes through no Service. */
const isDirect = ({ finding, snapshot }: Failure): boolean => {
  const state = indexSnapshot(snapshot)
  if (finding.kind === 'http') return podAt(state, hostOf(finding.question.url)) !== undefined
  if (finding.kind !== 'not-connected') return false
  const { to } = finding.question
  return 'pod' in to || ('host' in to && podAt(state, to.host) !== undefined)
}

const hostOf = (url: string): string => {
  const [, address, name] = /\/\/(?:\[([^\]]+)\]|([^:/]+))/u.exec(url) ?? []
  return address ?? name ?? ''
}

const findMismatch = (failure: Failure): Mismatch | undefined => {
  const { finding } = failure
  if (finding.kind !== 'http' && finding.kind !== 'not-connected') return undefined
  const wanted = finding.kind === 'http' ? 'TCP' : (finding.question.protocol ?? 'TCP')
  const number = wantedPort(failure)
  const isAsked = ({ port, nodePort }: ServicePort): boolean => port === number || nodePort === number
  if (isDirect(failure)) return undefined
  for (const service of servicesIn(failure)) {
    const ports = service.spec?.ports ?? []
    const index = ports.findIndex((port) => isAsked(port) && protocolOf(port) !== wanted)
    const isServed = ports.some((port) => isAsked(port) && protocolOf(port) === wanted)
    const port = ports[index]
    if (port !== undefined && !isServed) return { service, index, has: protocolOf(port), wanted }
  }
  return undefined
}
