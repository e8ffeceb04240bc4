import type { Pod, Service } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { matchesMap } from '../../../kubernetes/labels.ts'
import { referenceTo, type KubernetesObject } from '../../../kubernetes/object.ts'
import { indexSnapshot } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf, editsOf, type Edit, type Patch } from '../../repair/patch.ts'
import { ownObjects, showLabels } from '../evidence.ts'
import { failedLookUp, serviceLabels, type LookUp } from './lookup-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A Pod’s own name needs hostname, subdomain and a headless Service. */
export const dnsHostnameNeedsSubdomain: Cause = {
  code: 'dns-hostname-needs-subdomain',
  section: '5-1',
  title: words(
    'A part of what gives the Pod a DNS name of its own is missing.',
    'Pod에 DNS 이름을 주는 설정 가운데 빠진 것이 있습니다.',
  ),
  explanation: words(
    'HOSTNAME.SUBDOMAIN.NAMESPACE exists where the Pod’s spec has that hostname and that subdomain, and a headless Service of the subdomain’s name selects the Pod. Each of the three is needed.',
    'HOSTNAME.SUBDOMAIN.NAMESPACE라는 이름은 Pod의 spec에 그 hostname과 subdomain이 있고, subdomain과 이름이 같은 헤드리스 Service가 Pod를 선택할 때 생깁니다. 셋 다 필요합니다.',
  ),
  example: example(`
      kind: Pod
      spec:
        hostname: db-0
    +   subdomain: db
      ---
      kind: Service
      metadata:
        name: db
      spec:
        clusterIP: None
  `),
  matches: (failure) => {
    const found = findNamed(failure)
    if (found === undefined) return undefined
    const { pod, service, hostname, subdomain } = found
    const selected = service === undefined ? '<none>' : showLabels(service.spec?.selector)
    return {
      where: { object: referenceTo(pod), path: 'spec.subdomain' },
      weight: 2,
      facts: [
        words(
          `hostname   ${pod.spec?.hostname ?? '<none>'}, wanted ${hostname}`,
          `hostname   ${pod.spec?.hostname ?? '<none>'}, 필요 ${hostname}`,
        ),
        words(
          `subdomain   ${pod.spec?.subdomain ?? '<none>'}, wanted ${subdomain}`,
          `subdomain   ${pod.spec?.subdomain ?? '<none>'}, 필요 ${subdomain}`,
        ),
        words(`Service ${subdomain} selects   ${selected}`, `Service ${subdomain}의 선택   ${selected}`),
      ],
    }
  },
  repairs: (failure) => {
    const found = findNamed(failure)
    if (found === undefined) return []
    const patch = mend(found)
    return patch.changes.length === 0 ? [] : [patch]
  },
}

interface Named {
  readonly pod: Pod
  /** Of the subdomain's name. */
  readonly service: Service | undefined
  readonly hostname: string
  readonly subdomain: string
  readonly namespace: string
}

/** `host.subdomain` of the client's own namespace, unless the second label is a namespace. */
const podLabels = ({ snapshot }: Failure, lookUp: LookUp): readonly string[] => {
  const labels = serviceLabels(lookUp)
  const isShort = labels.length === 2 && !indexSnapshot(snapshot).namespaces.has(labels[1] ?? '')
  return isShort ? [...labels, lookUp.client?.metadata.namespace ?? 'default'] : labels
}

/** The Pod that was meant: by its hostname, by its name, or the only one the learner made there. */
const findNamed = (failure: Failure): Named | undefined => {
  const lookUp = failedLookUp(failure)
  if (lookUp === undefined || lookUp.resolution.addresses.length > 0) return undefined
  const [hostname, subdomain, namespace, ...rest] = podLabels(failure, lookUp)
  if (hostname === undefined || subdomain === undefined || namespace === undefined || rest.length > 0) return undefined
  if (subdomain === 'pod' || namespace === 'pod') return undefined
  const pods = ownObjects(failure)
    .filter(isPod)
    .filter(({ metadata }) => metadata.namespace === namespace)
  const pod =
    pods.find(({ spec }) => spec?.hostname === hostname) ??
    pods.find(({ metadata }) => metadata.name === hostname) ??
    (pods.length === 1 ? pods[0] : undefined)
  const service = indexSnapshot(failure.snapshot).services.get(`${namespace}/${subdomain}`)
  return pod === undefined ? undefined : { pod, service, hostname, subdomain, namespace }
}

const mend = ({ pod, service, hostname, subdomain, namespace }: Named): Patch => {
  const edits: readonly Edit[] = [
    ...(pod.spec?.hostname === hostname ? [] : [{ path: 'spec.hostname', value: hostname }]),
    ...(pod.spec?.subdomain === subdomain ? [] : [{ path: 'spec.subdomain', value: subdomain }]),
  ]
  const ofPod = edits.length === 0 ? [] : editsOf(referenceTo(pod), edits).changes
  if (service === undefined) {
    const made = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: subdomain, namespace },
      spec: { clusterIP: 'None', selector: pod.metadata.labels ?? {} },
    } as KubernetesObject
    return { changes: [{ kind: 'create', object: made }, ...ofPod] }
  }
  const labels = pod.metadata.labels ?? {}
  const isSelected = matchesMap(service.spec?.selector ?? {}, labels)
  const ofService = isSelected ? [] : editOf(referenceTo(service), 'spec.selector', labels).changes
  return { changes: [...ofService, ...ofPod] }
}
