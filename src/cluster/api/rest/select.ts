/** Which objects of a list a client wants. */
import { badRequest } from '../../../kubernetes/errors.ts'
import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import { matchesRequirements } from '../../../kubernetes/labels.ts'
import { parseSelector } from '../../../kubernetes/selector-text.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { customResourceOf } from '../../custom/served.ts'
import type { Store } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'

export type Selection =
  | { readonly ok: true; readonly everything: boolean; selects(object: KubernetesObject): boolean }
  | { readonly ok: false; readonly status: Status }

/** Fields by which lists can be narrowed besides metadata.name and metadata.namespace. @see pkg/registry, SelectableFields, v1.34 */
const SELECTABLE: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.host',
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  services: ['spec.clusterIP', 'spec.type'],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  secrets: ['type'],
  replicationcontrollers: ['status.replicas'],
  'jobs.batch': ['status.successful'],
  'certificatesigningrequests.certificates.k8s.io': ['spec.signerName'],
  'resourceslices.resource.k8s.io': ['spec.nodeName', 'spec.driver'],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
}

interface Term {
  readonly field: string
  readonly value: string
  readonly equal: boolean
}

const parseTerm = (text: string): Term | undefined => {
  const match = /^(?<field>[^=!]*)(?<operator>==|=|!=)(?<value>.*)$/su.exec(text.trim())
  const { field, operator, value } = match?.groups ?? {}
  if (field === undefined || operator === undefined || value === undefined) return undefined
  return { field, value, equal: operator !== '!=' }
}

/** A value without its escapes, or what is wrong with them. */
const unescapeValue = (value: string): { readonly value: string } | { readonly message: string } => {
  const escape = /\\(?<escaped>[^\\,=]|$)/u.exec(value.replaceAll('\\\\', ''))
  if (escape !== null) return { message: `invalid escape sequence: \\${escape.groups?.['escaped'] ?? ''}` }
  const bare = /[,=]/u.exec(value.replaceAll(/\\./gu, ''))
  if (bare !== null) return { message: `unescaped character in value: ${bare[0].charCodeAt(0)}` }
  return { value: value.replaceAll(/\\(.)/gu, '$1') }
}

const splitTerms = (text: string): readonly string[] => text.split(/(?<!\\),/u).filter((term) => term.trim() !== '')

/** Booleans that are absent read as false, texts as empty. */
const fieldText = (object: KubernetesObject, field: string): string => {
  const value = getPath(object, parsePath(field === 'source' ? 'source.component' : field))
  if (value === undefined) return field === 'spec.unschedulable' || field === 'spec.hostNetwork' ? 'false' : ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

type Fields = { readonly ok: true; readonly terms: readonly Term[] } | { readonly ok: false; readonly status: Status }

/** Fields of a custom kind besides its name and namespace; undefined for other kinds. */
type CustomFields = readonly string[] | undefined

/** Those that a version of a definition makes selectable. */
const customFieldsOf = (store: Store, info: ResourceInfo): CustomFields => {
  const custom = customResourceOf(store, info)
  return custom && (custom.version.selectableFields ?? []).map(({ jsonPath }) => jsonPath.replace(/^\./u, ''))
}

/** Core kinds have a list of their own each; of others all but custom ones know metadata.namespace, whether they are in one or not. */
const isSelectable = (field: string, info: ResourceInfo, custom: CustomFields): boolean =>
  custom?.includes(field) === true ||
  field === 'metadata.name' ||
  (field === 'metadata.namespace' && (info.namespaced || (SELECTABLE[info.name] === undefined && custom === undefined))) ||
  (SELECTABLE[info.name] ?? []).includes(field)

/** Clients have called it otherwise long ago. */
const nameNow = (field: string, { name }: ResourceInfo): string =>
  name === 'pods' && field === 'spec.host' ? 'spec.nodeName' : field

const unknownField = (field: string, info: ResourceInfo, custom: CustomFields): string => {
  if (custom === undefined && SELECTABLE[info.name] === undefined)
    return `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
  if (info.kind === 'Job') return `field label "${field}" not supported for Job`
  return info.kind === 'ResourceSlice'
    ? `field label not supported for ${info.apiVersion}, Kind=ResourceSlice: ${field}`
    : `field label not supported: ${field}`
}

const parseFields = (text: string, info: ResourceInfo, custom: CustomFields): Fields => {
  const terms: Term[] = []
  for (const part of splitTerms(text)) {
    const term = parseTerm(part)
    if (term === undefined) return { ok: false, status: badRequest(`invalid selector: '${part}'; can't understand '${part}'`) }
    const unescaped = unescapeValue(term.value)
    if ('message' in unescaped) return { ok: false, status: badRequest(`invalid field selector: ${unescaped.message}`) }
    // A condition that says nothing is none.
    if (term.field === '' && term.value === '') continue
    if (!isSelectable(term.field, info, custom))
      return { ok: false, status: badRequest(unknownField(term.field, info, custom)) }
    terms.push({ ...term, field: nameNow(term.field, info), value: unescaped.value })
  }
  return { ok: true, terms }
}

export const readSelection = ({ query, info, context }: ResourceCall): Selection => {
  const labelText = query.get('labelSelector') ?? ''
  const labels = parseSelector(labelText)
  if (!labels.ok) return { ok: false, status: badRequest(labels.message) }
  const fields = parseFields(query.get('fieldSelector') ?? '', info, customFieldsOf(context.store, info))
  if (!fields.ok) return fields
  const { requirements } = labels
  return {
    ok: true,
    everything: requirements.length === 0 && fields.terms.length === 0,
    selects: (object) =>
      matchesRequirements(requirements, object.metadata.labels) &&
      fields.terms.every(({ field, value, equal }) => (fieldText(object, field) === value) === equal),
  }
}
