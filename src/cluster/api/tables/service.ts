import type { Service, ServiceSpec } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { labelsText } from './containers.ts'
import { NAME, nameOf, NONE, orNone, printer, text, wide } from './printer.ts'

const externalIp = ({ spec, status }: Service): string => {
  const listed = (spec?.externalIPs ?? []).join(',')
  switch (spec?.type) {
    case 'LoadBalancer': {
      const given = (status?.loadBalancer?.ingress ?? [])
        .map(({ ip, hostname }) => ip ?? hostname ?? '')
        .filter((one) => one !== '')
      const all = [...given, ...(spec.externalIPs ?? [])]
      return all.length === 0 ? '<pending>' : all.join(',')
    }
    case 'ExternalName':
      return orNone(spec.externalName)
    default:
      return orNone(listed)
  }
}

const portsText = (spec: ServiceSpec): string =>
  orNone(
    (spec.ports ?? [])
      .map(
        ({ port, nodePort, protocol }) =>
          `${port}${nodePort === undefined || nodePort === 0 ? '' : `:${nodePort}`}/${protocol ?? 'TCP'}`,
      )
      .join(','),
  )

const COLUMNS = [NAME, text('Type'), text('Cluster-IP'), text('External-IP'), text('Port(s)'), text('Age'), wide('Selector')]

export const servicePrinter = printer(isService, COLUMNS, (service, nowMs) => {
  const spec = service.spec ?? {}
  return [
    nameOf(service),
    spec.type ?? 'ClusterIP',
    spec.clusterIPs?.[0] ?? spec.clusterIP ?? NONE,
    externalIp(service),
    portsText(spec),
    ageOf(service, nowMs),
    labelsText(spec.selector),
  ]
})
