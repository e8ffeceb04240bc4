/** What is wrong with a question about access. @see k8s.io/kubernetes pkg/apis/authorization/validation, v1.34 */
import type {
  FieldSelectorAttributes,
  LabelSelectorAttributes,
  ResourceAttributes,
  SubjectAccessReview,
} from '../../../kubernetes/generated/types.ts'
import type { StatusCause } from '../../../kubernetes/status.ts'
import { goStruct, invalidValue, required } from '../../../kubernetes/validation/causes.ts'

type Selector = FieldSelectorAttributes | LabelSelectorAttributes
type Requirement = NonNullable<Selector['requirements']>[number]

const PLACE = 'spec.resourceAttributes'
const WITH_VALUES = ['In', 'NotIn']

const requirementCauses = (field: string, { key, operator, values = [] }: Requirement): readonly StatusCause[] => [
  ...(key === '' ? [required(`${field}.key`, 'must be specified')] : []),
  ...(WITH_VALUES.includes(operator) && values.length === 0
    ? [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
    : []),
]

const selectorCauses = (name: 'fieldSelector' | 'labelSelector', selector: Selector | undefined): readonly StatusCause[] => {
  if (selector === undefined) return []
  const { rawSelector = '', requirements = [] } = selector
  const field = `${PLACE}.${name}`
  if (rawSelector === '' && requirements.length === 0)
    return [required(`${field}.requirements`, `when ${field} is specified, requirements or rawSelector is required`)]
  const both = 'may not specified at the same time as requirements'
  return [
    ...(rawSelector !== '' && requirements.length > 0 ? [invalidValue(`${field}.rawSelector`, rawSelector, both)] : []),
    ...requirements.flatMap((requirement, index) => requirementCauses(`${field}.requirements[${index}]`, requirement)),
  ]
}

const resourceCauses = ({ fieldSelector, labelSelector }: ResourceAttributes): readonly StatusCause[] => [
  ...selectorCauses('fieldSelector', fieldSelector),
  ...selectorCauses('labelSelector', labelSelector),
]

type Asked = Pick<SubjectAccessReview['spec'], 'resourceAttributes' | 'nonResourceAttributes'>

const pathValue = (path: NonNullable<Asked['nonResourceAttributes']>): unknown =>
  goStruct({ Path: path.path ?? '', Verb: path.verb ?? '' }, ['Path', 'Verb'])

/** Either a resource or a path is asked about. */
const questionCauses = ({ resourceAttributes: resource, nonResourceAttributes: path }: Asked): readonly StatusCause[] => {
  if (resource !== undefined && path !== undefined) {
    const why = 'cannot be specified in combination with resourceAttributes'
    return [invalidValue('spec.nonResourceAttributes', pathValue(path), why)]
  }
  if (resource !== undefined) return resourceCauses(resource)
  const neither = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
  return path === undefined ? [invalidValue(PLACE, null, neither)] : []
}

/** A question is not kept: it has no metadata but who wrote it, and its namespace. */
const metadataCauses = ({ metadata }: SubjectAccessReview): readonly StatusCause[] => {
  const { managedFields: _managedFields, namespace: _namespace, ...rest } = metadata
  return Object.keys(rest).length === 0 ? [] : [invalidValue('metadata', metadata, 'must be empty')]
}

/** Of a question in one namespace. */
const localCauses = ({ spec }: SubjectAccessReview, namespace: string): readonly StatusCause[] => {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec
  const named = resource?.namespace ?? ''
  return [
    ...(resource !== undefined && named !== namespace
      ? [invalidValue(`${PLACE}.namespace`, named, 'must match metadata.namespace')]
      : []),
    ...(path === undefined
      ? []
      : [invalidValue('spec.nonResourceAttributes', pathValue(path), 'disallowed on this kind of request')]),
  ]
}

/** `isSelf`: it is asked about who asks. `namespace`: in which it is asked, where it is in one. */
export const reviewCauses = (
  review: SubjectAccessReview,
  { isSelf, namespace }: { readonly isSelf: boolean; readonly namespace?: string },
): readonly StatusCause[] => {
  const { user = '', groups = [] } = review.spec
  const isNobody = !isSelf && user === '' && groups.length === 0
  return [
    ...questionCauses(review.spec),
    ...(isNobody ? [invalidValue('spec.user', user, 'at least one of user or group must be specified')] : []),
    ...metadataCauses(review),
    ...(namespace === undefined ? [] : localCauses(review, namespace)),
  ]
}
