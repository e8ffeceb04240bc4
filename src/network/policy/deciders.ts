import type { FieldReference } from '../../kubernetes/object.ts'
import type { PolicyHop } from '../model.ts'

/** The rules that decided a hop, or the policies that shut the traffic out because none of their rules fits. */
export const decidersOf = ({ decision, isolatedBy, allowedBy, cluster }: PolicyHop): readonly FieldReference[] => {
  const { decidedBy, passedBy = [], ambiguous = [] } = cluster ?? {}
  const own =
    decidedBy !== undefined
      ? [decidedBy]
      : decision === 'denied'
        ? isolatedBy.map((object) => ({ object, path: 'spec' }))
        : allowedBy
  const all = [...passedBy, ...own, ...ambiguous].map(({ object, path }) => ({ object, path }))
  return all.filter(({ object, path }, index) => {
    const first = all.findIndex(
      (one) => one.path === path && one.object.name === object.name && one.object.namespace === object.namespace,
    )
    return first === index
  })
}
