/** Metadata, labels, annotations and selectors. @see k8s.io/apimachinery pkg/api/validation and pkg/apis/meta/v1/validation, v1.34 */
import type { LabelSelector, ObjectMeta, OwnerReference } from '../generated/types.ts'
import { withoutUndefined } from '../json.ts'
import type { KubernetesObject } from '../object.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue, notSupported, required, tooLong } from './causes.ts'
import { dns1035Label, dns1123Label, dns1123Subdomain, labelValue, pathSegment, qualifiedName } from './names.ts'
import { validateCanonicalIp } from './service-cidr.ts'

const MAX_ANNOTATION_BYTES = 256 * 1024

type NameRule = (name: string) => readonly string[]

const NAME_RULES: Readonly<Record<string, NameRule>> = {
  Namespace: dns1123Label,
  Service: dns1035Label,
  StatefulSet: dns1123Label,
  APIService: pathSegment,
  CertificateSigningRequest: pathSegment,
  Event: pathSegment,
  PodDisruptionBudget: pathSegment,
  IPAddress: validateCanonicalIp,
  Role: pathSegment,
  RoleBinding: pathSegment,
  ClusterRole: pathSegment,
  ClusterRoleBinding: pathSegment,
}

export const validateLabels = (labels: Readonly<Record<string, string>> | undefined, path: string): readonly StatusCause[] =>
  Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...qualifiedName(key).map((detail) => invalidValue(path, key, detail)),
    ...labelValue(value).map((detail) => invalidValue(path, value, detail)),
  ])

export const validateAnnotations = (
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): readonly StatusCause[] => {
  const entries = Object.entries(annotations ?? {})
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0)
  return [
    ...entries.flatMap(([key]) => qualifiedName(key.toLowerCase()).map((detail) => invalidValue(path, key, detail))),
    ...(size > MAX_ANNOTATION_BYTES ? [tooLong(path, MAX_ANNOTATION_BYTES)] : []),
  ]
}

/** A prefix as a name: the letter before a dash at its end is not looked at either. @see k8s.io/apimachinery pkg/api/validation, maskTrailingDash */
const asName = (prefix: string): string => (prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix)

const validateNames = (metadata: ObjectMeta, rule: NameRule): readonly StatusCause[] => {
  const { name, generateName } = metadata
  const generated =
    generateName === undefined
      ? []
      : rule(asName(generateName)).map((detail) => invalidValue('metadata.generateName', generateName, detail))
  if (name === undefined || name === '') return [...generated, required('metadata.name', 'name or generateName is required')]
  return [...generated, ...rule(name).map((detail) => invalidValue('metadata.name', name, detail))]
}

// The server names the list, not its item.
const OWNERS = 'metadata.ownerReferences'

/** With its fields in Go's order. */
const shown = ({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference): object =>
  withoutUndefined({ apiVersion, kind, name, uid, controller, blockOwnerDeletion })

/** Two owners that both manage the object. */
const validateControllers = (owners: readonly OwnerReference[]): readonly StatusCause[] => {
  const [first, ...others] = owners.filter(({ controller }) => controller === true)
  return first === undefined
    ? []
    : others.map((other) => {
        const both = `${first.kind}/${first.name} and ${other.kind}/${other.name}`
        const detail = `Only one reference can have Controller set to true. Found "true" in references for ${both}`
        return invalidValue(OWNERS, owners.map(shown), detail)
      })
}

const validateOwner = (owner: OwnerReference): readonly StatusCause[] => {
  const fields = ['apiVersion', 'kind', 'name', 'uid'] as const
  const absent = fields
    .filter((field) => ((owner[field] as string | undefined) ?? '') === '')
    .map((field) =>
      invalidValue(`${OWNERS}.${field}`, owner[field], `${field === 'apiVersion' ? 'version ' : ''}must not be empty`),
    )
  const isEvent = owner.kind === 'Event' && owner.apiVersion === 'v1'
  return isEvent ? [...absent, invalidValue(OWNERS, shown(owner), '/v1, Kind=Event is disallowed from being an owner')] : absent
}

const validateOwners = ({ ownerReferences: owners = [] }: ObjectMeta): readonly StatusCause[] =>
  owners.length === 0 ? [] : [...owners.flatMap(validateOwner), ...validateControllers(owners)]

/** They need no owner's name before them. */
const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion']

/** Kinds of which the server asks less: those that another part of it serves, and those whose metadata it does not look at as its own. */
const ANY_FINALIZER: ReadonlySet<string> = new Set([
  '',
  'CustomResourceDefinition',
  'Event',
  'Lease',
  'MutatingWebhookConfiguration',
  'PodDisruptionBudget',
  'RuntimeClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
])

/** Events of the newer group are asked more than those of the older one. */
const ruledAs = ({ apiVersion, kind }: KubernetesObject): string =>
  kind === 'Event' && apiVersion !== 'v1' ? 'EventsEvent' : kind

const validateFinalizers = ({ metadata }: KubernetesObject, kind: string): readonly StatusCause[] => {
  const path = 'metadata.finalizers'
  const { finalizers = [] } = metadata
  const mustBeKnown = ANY_FINALIZER.has(kind) ? [] : finalizers
  return [
    ...finalizers.flatMap((name) => qualifiedName(name).map((detail) => invalidValue(path, name, detail))),
    ...(finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')
      ? [invalidValue(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set')]
      : []),
    ...mustBeKnown.flatMap((name, index) =>
      name.split('/').length === 1 && !STANDARD_FINALIZERS.includes(name)
        ? [invalidValue(`${path}[${index}]`, name, 'name is neither a standard finalizer name nor is it fully qualified')]
        : [],
    ),
  ]
}

export const validateMetadata = (object: KubernetesObject, namespaced: boolean): readonly StatusCause[] => {
  const { metadata } = object
  const kind = ruledAs(object)
  const namespace = metadata.namespace
  return [
    ...validateNames(metadata, NAME_RULES[kind] ?? dns1123Subdomain),
    ...(namespaced || namespace === undefined ? [] : [forbiddenField('metadata.namespace', 'not allowed on this type')]),
    ...(namespaced && namespace !== undefined
      ? dns1123Label(namespace).map((detail) => invalidValue('metadata.namespace', namespace, detail))
      : []),
    ...validateLabels(metadata.labels, 'metadata.labels'),
    ...validateAnnotations(metadata.annotations, 'metadata.annotations'),
    ...validateOwners(metadata),
    ...validateFinalizers(object, kind),
  ]
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const

export const validateSelector = (selector: LabelSelector | undefined, path: string): readonly StatusCause[] => [
  ...validateLabels(selector?.matchLabels, `${path}.matchLabels`),
  ...(selector?.matchExpressions ?? []).flatMap(({ key, operator, values }, index) => {
    const here = `${path}.matchExpressions[${index}]`
    const count = (values ?? []).length
    const causes: StatusCause[] = []
    if ((operator === 'In' || operator === 'NotIn') && count === 0) {
      causes.push(required(`${here}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
    } else if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0) {
      causes.push(forbiddenField(`${here}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
    } else if (!OPERATORS.some((known) => known === operator)) {
      causes.push(invalidValue(`${here}.operator`, operator, 'not a valid selector operator'))
    }
    return [
      ...causes,
      ...qualifiedName(key).map((detail) => invalidValue(`${here}.key`, key, detail)),
      ...(values ?? []).flatMap((value, at) =>
        labelValue(value).map((detail) => invalidValue(`${here}.values[${at}]`, value, detail)),
      ),
    ]
  }),
]

/** A value out of a fixed set. */
export const validateChoice = (
  value: string | undefined,
  path: string,
  supported: readonly string[],
): readonly StatusCause[] => (value === undefined || supported.includes(value) ? [] : [notSupported(path, value, supported)])
