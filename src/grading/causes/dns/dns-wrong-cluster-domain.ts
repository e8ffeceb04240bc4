import type { Service } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo, type FieldReference } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { failedLookUp, recordAgain, recordingOf, serviceLabels } from './lookup-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The name ends in another domain than the cluster’s. */
export const dnsWrongClusterDomain: Cause = {
  code: 'dns-wrong-cluster-domain',
  section: '5-1',
  title: words('The name ends in a domain that is not the cluster’s.', '이름이 클러스터의 도메인이 아닌 도메인으로 끝납니다.'),
  explanation: words(
    'Full names of Services end in .svc. and the cluster’s domain, which is cluster.local unless it was set up otherwise; /etc/resolv.conf in any Pod shows it. Names up to the namespace alone, such as web.shop, work everywhere.',
    'Service의 전체 이름은 .svc.와 클러스터 도메인으로 끝나며, 따로 설정하지 않았다면 cluster.local입니다. 아무 Pod의 /etc/resolv.conf에서 볼 수 있습니다. web.shop처럼 네임스페이스까지만 쓴 이름은 어디서나 통합니다.',
  ),
  example: example(`
    - $ nslookup web.shop.svc.cluster.locale
    + $ nslookup web.shop.svc.cluster.local
  `),
  matches: (failure) => {
    const found = findForeign(failure)
    if (found === undefined) return undefined
    const { clusterDomain } = failure.snapshot.facts.cluster
    return {
      where: found.where,
      weight: 2,
      facts: [
        words(`the name ends in   ${found.domain}`, `이름의 끝   ${found.domain}`),
        words(`the cluster’s domain   ${clusterDomain}`, `클러스터의 도메인   ${clusterDomain}`),
      ],
    }
  },
  repairs: (failure) => {
    const found = findForeign(failure)
    if (found === undefined) return []
    if (found.name === undefined) return recordAgain(failure)
    const right = found.name.slice(0, -found.domain.length) + failure.snapshot.facts.cluster.clusterDomain
    return [editOf(found.where.object, found.where.path, right)]
  },
}

interface Foreign {
  readonly where: FieldReference
  readonly domain: string
  /** The name that an ExternalName Service has; absent where it stands in a record. */
  readonly name?: string
}

/** What follows `.svc.`, where that is not the cluster's domain. */
const foreignDomain = ({ snapshot }: Failure, name: string): string | undefined => {
  const domain = /\.svc\.(.+?)\.?$/u.exec(name)?.[1]
  return domain === undefined || domain === snapshot.facts.cluster.clusterDomain ? undefined : domain
}

/** The ExternalName Service whose name a failed look-up began with. */
const aliasOf = (failure: Failure): Service | undefined => {
  const lookUp = failedLookUp(failure)
  if (lookUp === undefined) return undefined
  const [name, namespace] = serviceLabels(lookUp)
  return failure.snapshot.objects
    .filter(isService)
    .find(({ metadata, spec }) => spec?.type === 'ExternalName' && metadata.name === name && metadata.namespace === namespace)
}

const findForeign = (failure: Failure): Foreign | undefined => {
  const recording = recordingOf(failure)
  const recorded = recording?.name === undefined ? undefined : foreignDomain(failure, recording.name)
  if (recording !== undefined && recorded !== undefined) return { where: recording.where, domain: recorded }
  const service = aliasOf(failure)
  const name = service?.spec?.externalName ?? ''
  const domain = foreignDomain(failure, name)
  if (service === undefined || domain === undefined) return undefined
  return { where: { object: referenceTo(service), path: 'spec.externalName' }, domain, name }
}
