/** Fields that the schema does not know where they stand, and where or what they were probably meant to be. */
import type { Decoded, UnknownField } from '../../kubernetes/decode/decode.ts'
import { suggestFields, type FieldSuggestion } from '../../kubernetes/decode/nearest-fields.ts'
import { getPath, parsePath } from '../../kubernetes/field-path.ts'
import { isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import type { ManifestDocument } from '../../kubernetes/yaml/documents.ts'
import type { Edit } from '../repair/patch.ts'
import { words } from '../words.ts'
import { problemAt, type ManifestProblem } from './manifest-problem.ts'

export const explainUnknownFields = (
  document: ManifestDocument,
  fields: Decoded['unknownFields'],
): readonly ManifestProblem[] => {
  const backends = backendEdits(document.value)
  return fields.map((field) => {
    const message = `unknown field "${field.path}"`
    if (backends.length > 0 && /\.backend\.service(?:Name|Port)$/u.test(field.path)) {
      const facts = [
        words(
          'in networking.k8s.io/v1: backend.service.name and backend.service.port',
          'networking.k8s.io/v1에서는 backend.service.name과 backend.service.port',
        ),
      ]
      return problemAt(document, field.path, {
        code: 'field-unknown',
        message,
        facts,
        mends: [{ document: document.index, edits: backends }],
      })
    }
    const selector = selectorEdits(document.value, field.path)
    if (selector !== undefined)
      return problemAt(document, field.path, {
        code: 'field-unknown',
        message,
        facts: [
          words(`it stands at   ${field.path}`, `있는 위치   ${field.path}`),
          words(`labels stand in   ${selector.path}.matchLabels`, `레이블의 위치   ${selector.path}.matchLabels`),
        ],
        mends: [{ document: document.index, edits: selector.edits }],
      })
    const twin = TWINS.find(([place]) => place.test(field.path))
    const place = twin === undefined ? undefined : field.path.replace(...twin)
    const [suggestion = aLevelHigher(field)] =
      place === undefined ? suggestFields(document.value, field) : [{ kind: 'misspelt', path: place } as const]
    if (suggestion === undefined) return problemAt(document, field.path, { code: 'field-unknown', message, facts: [] })
    const value = getPath(document.value, parsePath(field.path))
    const edits = [
      { path: field.path, value: undefined },
      { path: suggestion.path, value },
    ]
    return problemAt(document, field.path, {
      code: suggestion.kind === 'misplaced' ? 'yaml-indentation' : 'field-unknown',
      message,
      facts: [
        words(`it stands at   ${field.path}`, `있는 위치   ${field.path}`),
        words(`it belongs at   ${suggestion.path}`, `있어야 할 위치   ${suggestion.path}`),
      ],
      mends: [{ document: document.index, edits }],
    })
  })
}

/** `podSelector: { app: web }`: in a label selector, labels stand under matchLabels; in a Service's, they don't. */
const selectorEdits = (
  value: JsonObject,
  path: string,
): { readonly path: string; readonly edits: readonly Edit[] } | undefined => {
  const place = /^(.*(?:podSelector|namespaceSelector|\bselector))\.[^.]+$|^(.*(?:podSelector|namespaceSelector))\[/u.exec(path)
  const selector = place?.[1] ?? place?.[2]
  const labels = selector === undefined ? undefined : getPath(value, parsePath(selector))
  if (selector === undefined || value['kind'] === 'Service' || !isJsonObject(labels)) return undefined
  const isLabels = Object.values(labels).every((item) => typeof item === 'string')
  return isLabels ? { path: selector, edits: [{ path: selector, value: { matchLabels: labels } }] } : undefined
}

/** Fields that are taken for their counterparts. */
const TWINS: readonly (readonly [RegExp, string])[] = [
  [/^(spec\.ingress\[\d+\])\.to$/u, '$1.from'],
  [/^(spec\.egress\[\d+\])\.from$/u, '$1.to'],
]

/** The paths of an Ingress rule stand in http. */
const aLevelHigher = ({ path, name }: UnknownField): FieldSuggestion | undefined =>
  name === 'paths' && /^spec\.rules\[\d+\]\.paths$/u.test(path)
    ? { kind: 'misplaced', path: path.replace(/paths$/u, 'http.paths') }
    : undefined

/** Ingress backends as they were before networking.k8s.io/v1, in today's form. */
export const backendEdits = (value: JsonObject): readonly Edit[] => {
  const rules = getPath(value, ['spec', 'rules'])
  if (value['kind'] !== 'Ingress' || !isList(rules)) return []
  return rules.flatMap((rule, at) => {
    const paths = getPath(rule, ['http', 'paths'])
    return (isList(paths) ? paths : []).flatMap((item, index): readonly Edit[] => {
      const backend = getPath(item, ['backend'])
      if (!isJsonObject(backend) || backend['serviceName'] === undefined) return []
      const { serviceName: name, servicePort: port } = backend
      const service = { name, port: typeof port === 'number' ? { number: port } : { name: port } }
      return [{ path: `spec.rules[${at}].http.paths[${index}].backend`, value: { service } }]
    })
  })
}
