/**
 * Generates src/kubernetes/generated from the models of @kubernetes/client-node: TypeScript interfaces with the API's own
 * field names, the structure as data (for strict decoding, OpenAPI and merging) and the field descriptions.
 *
 * `npm run generate` writes the files, `npm run generate -- --verify` fails if they are not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as models from '@kubernetes/client-node'
import { format } from 'prettier'

const ROOTS: Readonly<Record<string, readonly string[]>> = {
  v1: [
    'V1Namespace',
    'V1Pod',
    'V1Service',
    'V1Endpoints',
    'V1ComponentStatus',
    'V1ConfigMap',
    'V1Secret',
    'V1Node',
    'V1ServiceAccount',
    'CoreV1Event',
    'V1ReplicationController',
    'V1LimitRange',
    'V1ResourceQuota',
    'V1Binding',
    'V1PodTemplate',
    'V1PersistentVolume',
    'V1PersistentVolumeClaim',
  ],
  'apps/v1': ['V1Deployment', 'V1ReplicaSet', 'V1StatefulSet', 'V1DaemonSet', 'V1ControllerRevision'],
  'batch/v1': ['V1Job', 'V1CronJob'],
  'discovery.k8s.io/v1': ['V1EndpointSlice'],
  'networking.k8s.io/v1': ['V1NetworkPolicy', 'V1Ingress', 'V1IngressClass', 'V1ServiceCIDR', 'V1IPAddress'],
  'rbac.authorization.k8s.io/v1': ['V1Role', 'V1RoleBinding', 'V1ClusterRole', 'V1ClusterRoleBinding'],
  'coordination.k8s.io/v1': ['V1Lease'],
  'events.k8s.io/v1': ['EventsV1Event'],
  'policy/v1': ['V1Eviction', 'V1PodDisruptionBudget'],
  'scheduling.k8s.io/v1': ['V1PriorityClass'],
  'autoscaling/v1': ['V1Scale', 'V1HorizontalPodAutoscaler'],
  'autoscaling/v2': ['V2HorizontalPodAutoscaler'],
  'authorization.k8s.io/v1': [
    'V1SelfSubjectAccessReview',
    'V1SubjectAccessReview',
    'V1LocalSubjectAccessReview',
    'V1SelfSubjectRulesReview',
  ],
  'authentication.k8s.io/v1': ['V1SelfSubjectReview', 'V1TokenReview', 'AuthenticationV1TokenRequest'],
  'apiextensions.k8s.io/v1': ['V1CustomResourceDefinition'],
  'apiregistration.k8s.io/v1': ['V1APIService'],
  'storage.k8s.io/v1': [
    'V1StorageClass',
    'V1CSIDriver',
    'V1CSINode',
    'V1CSIStorageCapacity',
    'V1VolumeAttachment',
    'V1VolumeAttributesClass',
  ],
  'certificates.k8s.io/v1': ['V1CertificateSigningRequest'],
  'node.k8s.io/v1': ['V1RuntimeClass'],
  'flowcontrol.apiserver.k8s.io/v1': ['V1FlowSchema', 'V1PriorityLevelConfiguration'],
  'admissionregistration.k8s.io/v1': [
    'V1MutatingWebhookConfiguration',
    'V1ValidatingWebhookConfiguration',
    'V1ValidatingAdmissionPolicy',
    'V1ValidatingAdmissionPolicyBinding',
  ],
  'resource.k8s.io/v1': ['V1DeviceClass', 'ResourceV1ResourceClaim', 'V1ResourceClaimTemplate', 'V1ResourceSlice'],
}
const PLAIN_ROOTS = ['V1DeleteOptions', 'V1Status', 'V1ListMeta', 'V1APIResourceList', 'V1APIGroupList', 'V1APIVersions']

/** Kinds that nearly every manifest is of: what they are made of is kept apart, since a page loads it each time. */
const COMMON_ROOTS = ['Namespace', 'Pod', 'Service', 'NetworkPolicy', 'Ingress', 'ConfigMap', 'Secret']
/** Kinds that make Pods which tasks have. */
const WORKLOAD_ROOTS = ['Deployment', 'StatefulSet']
/** Groups whose kinds administrators and programs write. */
const SELDOM_GROUPS = [
  'admissionregistration.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io/v1',
  'authentication.k8s.io/v1',
  'authorization.k8s.io/v1',
  'autoscaling/v1',
  'autoscaling/v2',
  'certificates.k8s.io/v1',
  'flowcontrol.apiserver.k8s.io/v1',
  'node.k8s.io/v1',
  'resource.k8s.io/v1',
  'storage.k8s.io/v1',
]
/** Others that they write. */
const SELDOM_ROOTS = ['PersistentVolume', 'ComponentStatus', 'Binding', 'PodTemplate']
/** Most kinds of volumes are hardly ever seen, and of what Pods may have there is much that hardly any has. */
const RARE = new RegExp(
  [
    '(?<!^(?:ConfigMap|EmptyDir|Secret))VolumeSource$',
    '^(?:Container|Pod)(?:Extended)?Resource(?:Request|Claim)',
    '^Container(?:ExtendedResourceRequest|ResizePolicy|RestartRule|User)',
    '^Pod(?:Anti)?Affinity',
    '^Pod(?:OS|ReadinessGate|SchedulingGate)$',
    '^Resource(?:Claim|Health|Status)$',
    '^(?:AppArmorProfile|EphemeralContainer|FileKeySelector|GRPCAction|LinuxContainerUser|SELinuxOptions|Sysctl)$',
    '^(?:TypedLocalObjectReference|VolumeDevice|VolumeMountStatus|WeightedPodAffinityTerm|WindowsSecurityContextOptions)$',
  ].join('|'),
  'u',
)

interface Attribute {
  readonly name: string
  readonly baseName: string
  readonly type: string
  readonly format: string
}
interface Field {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly description: string
}
interface Structure {
  readonly model: string
  readonly name: string
  readonly description: string
  readonly apiVersion?: string
  readonly kind?: string
  readonly fields: readonly Field[]
}

const repository = join(dirname(fileURLToPath(import.meta.url)), '..')
/** What Go's types say besides; see generate-go-fields.ts. */
const GO_FIELDS = JSON.parse(readFileSync(join(repository, 'tools/go-fields.json'), 'utf8')) as Readonly<
  Record<
    string,
    Readonly<Partial<Record<'leftOut' | 'values' | 'pointers' | 'nulls' | 'quantities', readonly string[]>>> & {
      readonly types?: Readonly<Record<string, string>>
    }
  >
>
const modelFolder = join(repository, 'node_modules/@kubernetes/client-node/dist/gen/models')
const here = join(repository, 'src/kubernetes/generated')
const SCALARS = new Set([
  'quantity',
  'string',
  'boolean',
  'integer',
  'number',
  'time',
  'microtime',
  'bytes',
  'int-or-string',
  'object',
])

const kindOf = (model: string): string =>
  model.replace(/^(?:(?:Core|Events|Authentication|Discovery|Resource)?V1|V2)(?=[A-Z])/u, '')

/** Autoscaling has two versions of these: the newer one is stored. */
const OLDER = /^V1(?:HorizontalPodAutoscaler\w*|CrossVersionObjectReference)$/u

const typeName = (model: string): string => {
  if (model === 'CoreV1Event') return 'Event'
  if (model === 'DiscoveryV1EndpointPort') return 'EndpointPort'
  if (model === 'CoreV1EndpointPort') return 'EndpointsPort'
  if (model === 'EventsV1Event') return 'EventsEvent'
  if (model === 'CoreV1EventSeries') return 'EventSeries'
  if (model === 'EventsV1EventSeries') return 'EventsEventSeries'
  if (model === 'ResourceV1ResourceClaim') return 'ResourceResourceClaim'
  if (OLDER.test(model)) return `${kindOf(model)}V1`
  if (model === 'CoreV1Subject' || model === 'RbacV1Subject') return 'Subject'
  return kindOf(model)
}

const isModel = (name: string): boolean => /^[A-Z]/u.test(name) && name in models

const attributesOf = (model: string): readonly Attribute[] => {
  const candidate: unknown = Reflect.get(models, model)
  if (typeof candidate !== 'function') throw new Error(`no model ${model} in @kubernetes/client-node`)
  return Reflect.get(candidate, 'attributeTypeMap') as readonly Attribute[]
}

/** A type of the models as a short text: a scalar, a structure's name, `[]` before a list's and `{}` before a map's item. */
const toType = (type: string, formatName: string): string => {
  const list = /^Array<(.+)>$/u.exec(type)
  if (list?.[1] !== undefined) return `[]${toType(list[1], formatName)}`
  const map = /^\{ \[key: string\]: (.+); \}$/u.exec(type)
  if (map?.[1] !== undefined) return `{}${toType(map[1], formatName)}`
  if (type === 'Date') return 'time'
  if (type === 'V1MicroTime') return 'microtime'
  if (type === 'IntOrString') return 'int-or-string'
  if (type === 'number') return formatName.startsWith('int') ? 'integer' : 'number'
  if (type === 'any' || type === 'object') return 'object'
  if (type === 'string') return formatName === 'byte' ? 'bytes' : 'string'
  if (type === 'boolean') return 'boolean'
  if (!isModel(type)) throw new Error(`unknown type ${type}`)
  return typeName(type)
}

/** The models have quantities as texts. */
const withQuantity = (type: string, structure: string, field: string): string =>
  GO_FIELDS[structure]?.quantities?.includes(field) === true ? type.replace(/string$/u, 'quantity') : type

const cleanDescription = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/u, ''))
    .join('\n')
    .replaceAll("\\'", "'")
    .replaceAll('\\"', '"')
    .trim()

const readDeclaration = (
  model: string,
): { description: string; required: ReadonlySet<string>; descriptions: Map<string, string> } => {
  const text = readFileSync(join(modelFolder, `${model}.d.ts`), 'utf8')
  const classStart = text.indexOf('export declare class')
  const head = [...text.slice(0, classStart).matchAll(/\/\*\*([\s\S]*?)\*\//gu)].at(-1)?.[1] ?? ''
  const required = new Set<string>()
  const descriptions = new Map<string, string>()
  for (const match of text.slice(classStart).matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s*)?'([^']+)'(\?)?: /gu)) {
    const [, comment, name, optional] = match
    if (name === undefined) continue
    if (optional === undefined) required.add(name)
    descriptions.set(name, cleanDescription(comment ?? ''))
  }
  return { description: cleanDescription(head), required, descriptions }
}

const readStructures = (): readonly Structure[] => {
  const found = new Map<string, Structure>()
  const roots = new Map<string, string>(
    Object.entries(ROOTS).flatMap(([version, names]) => names.map((name) => [name, version])),
  )
  const waiting = [...roots.keys(), ...PLAIN_ROOTS]
  while (waiting.length > 0) {
    const model = waiting.pop() ?? ''
    if (found.has(model)) continue
    const declaration = readDeclaration(model)
    const fields = attributesOf(model).map((attribute): Field => {
      for (const name of attribute.type.match(/[A-Z]\w+/gu) ?? []) {
        if (isModel(name) && name !== 'V1MicroTime' && name !== 'IntOrString') waiting.push(name)
      }
      return {
        name: attribute.baseName,
        type: withQuantity(toType(attribute.type, attribute.format), typeName(model), attribute.baseName),
        required: declaration.required.has(attribute.name),
        description: declaration.descriptions.get(attribute.name) ?? '',
      }
    })
    const apiVersion = roots.get(model)
    found.set(model, {
      model,
      name: typeName(model),
      description: declaration.description,
      fields,
      ...(apiVersion === undefined ? {} : { apiVersion, kind: kindOf(model) }),
    })
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

const toTypeScript = (type: string): string => {
  if (type.startsWith('[]'))
    return `readonly ${/^\[\]|^\{\}/u.test(type.slice(2)) ? `(${toTypeScript(type.slice(2))})` : toTypeScript(type.slice(2))}[]`
  if (type.startsWith('{}')) return `Readonly<Record<string, ${toTypeScript(type.slice(2))}>>`
  if (type === 'integer' || type === 'number') return 'number'
  if (['time', 'microtime', 'bytes', 'quantity'].includes(type)) return 'string'
  if (type === 'int-or-string') return 'number | string'
  if (type === 'object') return 'unknown'
  return type
}

const renderTypes = (structures: readonly Structure[]): string => {
  const interfaces = structures.map((structure) => {
    const fields = structure.fields.map((field) => {
      if (structure.kind !== undefined && field.name === 'apiVersion')
        return `readonly apiVersion: '${structure.apiVersion ?? ''}'`
      if (structure.kind !== undefined && field.name === 'kind') return `readonly kind: '${structure.kind}'`
      if (structure.kind !== undefined && field.name === 'metadata') return 'readonly metadata: ObjectMeta'
      return `readonly ${/^[A-Za-z_]\w*$/u.test(field.name) ? field.name : `'${field.name}'`}${field.required ? '' : '?'}: ${toTypeScript(field.type)}`
    })
    return `/** @see Kubernetes API reference v1.34, ${structure.kind ?? structure.name} */\nexport interface ${structure.name} {\n${fields.join('\n')}\n}\n`
  })
  return `// Generated by tools/generate-structure.ts: do not edit.\n\n${interfaces.join('\n')}`
}

/** Structures that objects of these kinds are made of, but for those that are passed over. */
const namesFrom = (
  roots: readonly string[],
  structures: readonly Structure[],
  isPassedOver = (name: string): boolean => RARE.test(name),
): ReadonlySet<string> => {
  const found = new Set<string>()
  const waiting = [...roots]
  while (waiting.length > 0) {
    const name = waiting.pop() ?? ''
    const structure = structures.find((one) => one.name === name)
    if (structure === undefined || found.has(name) || isPassedOver(name)) continue
    found.add(name)
    waiting.push(...structure.fields.map(({ type }) => type.replaceAll(/\[\]|\{\}/gu, '')))
  }
  return found
}

const markOf = ({ name }: Structure, field: Field): string => {
  const { leftOut = [], values = [], pointers = [], nulls = [] } = GO_FIELDS[name] ?? {}
  if (field.required) return [...pointers, ...nulls].includes(field.name) ? '&' : '!'
  if (nulls.includes(field.name)) return '~'
  return values.includes(field.name) ? '=' : leftOut.includes(field.name) ? '?' : ''
}

const renderRows = (name: string, structures: readonly Structure[]): string => {
  const rows = structures.map((structure) => {
    const fields = structure.fields.map((field) => `${JSON.stringify(field.name)}: '${markOf(structure, field)}${field.type}'`)
    return `${structure.name}: { ${fields.join(', ')} },`
  })
  return `export const ${name}: Readonly<Record<string, Readonly<Record<string, string>>>> = {\n${rows.join('\n')}\n}\n`
}

/** Each `apiVersion` with its kinds. */
const renderRoots = (structures: readonly Structure[]): string => {
  const kinds = new Map<string, string[]>()
  for (const { apiVersion, kind, name } of structures)
    if (apiVersion !== undefined && kind !== undefined)
      kinds.set(apiVersion, [...(kinds.get(apiVersion) ?? []), kind === name ? kind : `${kind}=${name}`])
  const rows = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([version, names]) => `'${version}': '${names.join(' ')}',`)
  return `export const ROOT_KINDS: Readonly<Record<string, string>> = {\n${rows.join('\n')}\n}\n`
}

const renderStructure = (structures: readonly Structure[], common: readonly Structure[]): string =>
  [
    '// Generated by tools/generate-structure.ts: do not edit.\n',
    '/** Structure name to its fields: a type, and before it `!` or `&` where required (`&`: absent it is null), `~` where it is not, and null if absent, `?` where the server leaves it out when it is empty, `=` where it holds what is there even if empty; `[]` for a list of and `{}` for a map of what follows. */',
    renderRows('COMMON_STRUCTURES', common),
    '/** `apiVersion` to its kinds, each with its structure where that has another name. */',
    renderRoots(structures),
  ].join('\n')

interface Placed {
  /** What every page loads. */
  readonly common: readonly Structure[]
  readonly workloads: readonly Structure[]
  readonly rare: readonly Structure[]
  readonly seldom: readonly Structure[]
}

/** Each structure with the commonest kinds that are made of it. */
const place = (structures: readonly Structure[]): Placed => {
  const isSeldom = ({ name, apiVersion }: Structure): boolean =>
    SELDOM_ROOTS.includes(name) || (apiVersion !== undefined && SELDOM_GROUPS.includes(apiVersion))
  const roots = structures.filter((one) => one.kind !== undefined && !isSeldom(one)).map(({ name }) => name)
  const sets = [
    namesFrom(COMMON_ROOTS, structures),
    namesFrom(WORKLOAD_ROOTS, structures),
    namesFrom(roots, structures, () => false),
  ]
  const at = ({ name }: Structure): number => sets.findIndex((names) => names.has(name))
  const [common, workloads, rare, seldom] = [0, 1, 2, -1].map((part) => structures.filter((one) => at(one) === part))
  return { common: common ?? [], workloads: workloads ?? [], rare: rare ?? [], seldom: seldom ?? [] }
}

/** `what`: who has these structures. */
const renderPart = (name: string, what: string, structures: readonly Structure[]): string =>
  [
    '// Generated by tools/generate-structure.ts: do not edit.\n',
    `/** As COMMON_STRUCTURES: ${what} */`,
    renderRows(name, structures),
  ].join('\n')

const renderGoTypes = (structures: readonly Structure[]): string => {
  const rows = structures.flatMap(({ name, fields }) => {
    const { types = {} } = GO_FIELDS[name] ?? {}
    const shown = Object.entries(types).filter(([field]) => field === '' || fields.some((one) => one.name === field))
    return shown.length === 0 ? [] : [`${name}: '${shown.map(([field, type]) => `${field} ${type}`).join(',')}',`]
  })
  return [
    '// Generated by tools/generate-structure.ts: do not edit.\n',
    "/** Structure name to the Go types of its fields, where these do not follow from the structure; a structure's own name in Go is under the empty name. */",
    `export const GO_FIELD_TYPES: Readonly<Record<string, string>> = {\n${rows.join('\n')}\n}\n`,
  ].join('\n')
}

const renderDescriptions = (structures: readonly Structure[]): string => {
  const rows = structures.map(
    (structure) =>
      `${structure.name}: ${JSON.stringify(Object.fromEntries([['', structure.description], ...structure.fields.map((field) => [field.name, field.description])]))},`,
  )
  return `// Generated by tools/generate-structure.ts: do not edit.\n\n/** Structure name to the descriptions of its fields; the structure's own is under the empty name. */\nexport const DESCRIPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {\n${rows.join('\n')}\n}\n`
}

const main = async (): Promise<void> => {
  const structures = readStructures()
  const known = new Set([...structures.map((structure) => structure.name), ...SCALARS])
  for (const structure of structures) {
    for (const field of structure.fields) {
      const base = field.type.replaceAll(/\[\]|\{\}/gu, '')
      if (!known.has(base)) throw new Error(`${structure.name}.${field.name}: unknown structure ${base}`)
    }
  }
  const { common, workloads, rare, seldom } = place(structures)
  const files = {
    'types.ts': renderTypes(structures),
    'structure.ts': renderStructure(structures, common),
    'structure-workloads.ts': renderPart('WORKLOAD_STRUCTURES', 'what only Deployments and StatefulSets have.', workloads),
    'structure-rare.ts': renderPart('RARE_STRUCTURES', 'what only rarer kinds and volumes have.', rare),
    'structure-seldom.ts': renderPart('SELDOM_STRUCTURES', 'what only administrators and programs write.', seldom),
    'go-field-types.ts': renderGoTypes(structures),
    'descriptions.ts': renderDescriptions(structures),
  }
  const style = { parser: 'typescript', semi: false, singleQuote: true, printWidth: 128 } as const
  let stale = 0
  for (const [name, text] of Object.entries(files)) {
    const path = join(here, name)
    const formatted = await format(text, style)
    if (!process.argv.includes('--verify')) writeFileSync(path, formatted)
    else if (readFileSync(path, 'utf8') !== formatted) {
      stale += 1
      console.error(`${path} is stale: run npm run generate`)
    }
  }
  process.exitCode = stale > 0 ? 1 : 0
}

await main()
