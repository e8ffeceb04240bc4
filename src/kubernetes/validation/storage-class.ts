/** @see k8s.io/kubernetes pkg/apis/storage/validation/validation.go, v1.34 */
import type { StorageClass, TopologySelectorLabelRequirement, TopologySelectorTerm } from '../generated/types.ts'
import { isEqual } from '../json.ts'
import type { StatusCause } from '../status.ts'
import { duplicate, forbiddenField, invalidEach, invalidValue, notSupported, required } from './causes.ts'
import { validateChoice } from './metadata.ts'
import { qualifiedName } from './names.ts'

const RECLAIM_POLICIES = ['Delete', 'Retain'] as const
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'] as const

const validateRequirement = (
  { key = '', values = [] }: Partial<TopologySelectorLabelRequirement>,
  path: string,
  before: readonly string[],
): readonly StatusCause[] => [
  ...(values.length === 0 ? [required(`${path}.values`)] : []),
  ...values.flatMap((value, index) => (values.indexOf(value) < index ? [duplicate(`${path}.values[${index}]`, value)] : [])),
  ...invalidEach(`${path}.key`, key, qualifiedName(key)),
  ...(before.includes(key) ? [duplicate(`${path}.key`, key)] : []),
]

/** Which labels a term wants, in whatever order. */
const meaningOf = ({ matchLabelExpressions = [] }: TopologySelectorTerm): string => {
  const wanted = matchLabelExpressions.map(({ key, values }: Partial<TopologySelectorLabelRequirement>) =>
    JSON.stringify([key, [...new Set(values)].sort()]),
  )
  return [...new Set(wanted)].sort().join('\n')
}

const validateTopologies = (terms: readonly TopologySelectorTerm[]): readonly StatusCause[] => {
  const meanings = terms.map(meaningOf)
  return terms.flatMap((term, index) => {
    const field = `allowedTopologies[${index}].matchLabelExpressions`
    const { matchLabelExpressions: wanted = [] } = term
    const keys = wanted.map(({ key }) => key)
    const same = meanings.slice(0, index).filter((meaning) => meaning === meanings[index]).length
    // The server begins with as many empty terms as there are, of which an empty one is told the same.
    const empty = wanted.length === 0 ? terms.length : 0
    return [
      ...wanted.flatMap((one, at) => validateRequirement(one, `${field}[${at}]`, keys.slice(0, at))),
      ...Array.from({ length: same + empty }, () => duplicate(field, '')),
    ]
  })
}

/** An empty policy is taken. */
const validateReclaim = (policy: string | undefined): readonly StatusCause[] =>
  policy === undefined || policy === '' || RECLAIM_POLICIES.some((known) => known === policy)
    ? []
    : [notSupported('reclaimPolicy', policy, RECLAIM_POLICIES)]

export const validateStorageClass = (storageClass: StorageClass): readonly StatusCause[] => {
  const { provisioner, parameters = {}, reclaimPolicy, volumeBindingMode, allowedTopologies = [] } = storageClass
  return [
    ...(provisioner === ''
      ? [required('provisioner')]
      : invalidEach('provisioner', provisioner.toLowerCase(), qualifiedName(provisioner.toLowerCase()))),
    ...Object.keys(parameters)
      .filter((key) => key === '')
      .map((key) => invalidValue('parameters', key, 'field can not be empty.')),
    ...validateReclaim(reclaimPolicy),
    ...validateChoice(volumeBindingMode, 'volumeBindingMode', BINDING_MODES),
    ...validateTopologies(allowedTopologies),
  ]
}

const KEPT = ['parameters', 'provisioner', 'reclaimPolicy'] as const

export const compareStorageClasses = (object: StorageClass, old: StorageClass): readonly StatusCause[] => [
  ...KEPT.filter((field) => !isEqual(object[field], old[field])).map((field) =>
    forbiddenField(field, `updates to ${field} are forbidden.`),
  ),
  ...(object.volumeBindingMode === old.volumeBindingMode
    ? []
    : [invalidValue('volumeBindingMode', object.volumeBindingMode, 'field is immutable')]),
]
