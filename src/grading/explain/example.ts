/** One end of an example connection in words: `a Pod labelled app=x of a namespace labelled tier=a`. */
import type { ExampleEnd } from '../../network/compare/example/example-ends.ts'
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import { words, type Words } from '../words.ts'

const spell = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join()

export const describeEnd = (end: ExampleEnd): Words => {
  if ('address' in end && end.nodeLabels !== undefined) {
    const labels = spell(end.nodeLabels)
    return labels === ''
      ? words(`a node at ${end.address}`, `주소가 ${end.address}인 노드`)
      : words(`a node labelled ${labels} at ${end.address}`, `${labels} 레이블이 있고 주소가 ${end.address}인 노드`)
  }
  if ('address' in end) return words(`${end.address} outside the cluster`, `클러스터 밖의 ${end.address}`)
  const { [METADATA_NAME]: _name, ...others } = end.namespaceLabels
  const own = spell(end.labels)
  const pod = own === '' ? words('a Pod', 'Pod') : words(`a Pod labelled ${own}`, `${own} 레이블의 Pod`)
  const { namespace } = end.pod
  if (!end.anyNamespace) return words(`${pod.en} of namespace ${namespace}`, `${namespace} 네임스페이스의 ${pod.ko}`)
  const labels = spell(others)
  return labels === ''
    ? words(`${pod.en} of another namespace`, `다른 네임스페이스의 ${pod.ko}`)
    : words(`${pod.en} of a namespace labelled ${labels}`, `${labels} 레이블이 있는 네임스페이스의 ${pod.ko}`)
}
