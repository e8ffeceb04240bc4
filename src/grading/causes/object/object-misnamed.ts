import { nearest } from '../../../kubernetes/nearest.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { moveOf } from '../../repair/patch.ts'
import type { GradedTask } from '../../task.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ownObjects } from '../evidence.ts'
import { isOfStart } from './start-object-missing.ts'

/** One object of that kind stands in the namespace under another name that no check asks for. */
export const objectMisnamed: Cause = {
  code: 'object-misnamed',
  section: '1-1',
  title: words('An object of that kind is there, under another name.', '같은 종류의 오브젝트가 다른 이름으로 있습니다.'),
  explanation: words(
    'Clients and other objects refer to objects by their exact names; DNS makes a Service’s name of its metadata.name. A name cannot be changed: delete the object and create it under the name that is asked for.',
    '클라이언트와 다른 오브젝트는 정확한 이름으로 오브젝트를 가리키고, DNS는 metadata.name으로 Service의 이름을 만듭니다. 이름은 바꿀 수 없으므로 지우고 요구된 이름으로 다시 만드세요.',
  ),
  example: example(`
      kind: Service
      metadata:
    -   name: internal-svc
    +   name: internal-sv
  `),
  matches: (failure) => {
    const { finding, task } = failure
    if (finding.kind !== 'object-missing' || isOfStart(failure)) return undefined
    const { wanted } = finding
    const asked = namesAskedFor(task, wanted.kind)
    const others = ownObjects(failure).filter(
      ({ kind, metadata }) =>
        kind === wanted.kind && metadata.namespace === wanted.namespace && !asked.has(metadata.name ?? ''),
    )
    const [name] = nearest(
      wanted.name,
      others.map(({ metadata }) => metadata.name ?? ''),
    )
    const found = others.find(({ metadata }) => metadata.name === name) ?? (others.length === 1 ? others[0] : undefined)
    if (found === undefined) return undefined
    return {
      where: { object: referenceTo(found), path: 'metadata.name' },
      weight: name === undefined ? 0 : 1,
      facts: [
        words(`there is   ${found.metadata.name ?? ''}`, `있는 이름   ${found.metadata.name ?? ''}`),
        words(`asked for   ${wanted.name}`, `요구된 이름   ${wanted.name}`),
      ],
    }
  },
  repairs: ({ finding }, { where }) => {
    if (finding.kind !== 'object-missing' || where === undefined) return []
    const { namespace, name } = finding.wanted
    return [{ changes: [moveOf(where.object, { name, ...(namespace === undefined ? {} : { namespace }) })] }]
  },
}

/** Names under which checks want objects of this kind: such an object is no other one's mistake. */
const namesAskedFor = ({ checks }: GradedTask, kind: string): ReadonlySet<string> =>
  new Set(
    checks.flatMap(({ spec }): readonly string[] => {
      if (spec.kind === 'exists' || spec.kind === 'fields') return spec.object.kind === kind ? [spec.object.name] : []
      if (spec.kind === 'recorded') return kind === 'ConfigMap' ? [spec.configMap.name] : []
      if (spec.kind !== 'connects' && spec.kind !== 'blocked') return []
      const { to } = spec.target
      if ('service' in to) return kind === 'Service' ? [to.service.name] : []
      return 'pod' in to && kind === 'Pod' ? [to.pod.name] : []
    }),
  )
