/** What is wrong with a manifest, with its place and what would mend it. */
import type { Decoded } from '../../kubernetes/decode/decode.ts'
import { suggestFields } from '../../kubernetes/decode/nearest-fields.ts'
import { parsePath, getPath } from '../../kubernetes/field-path.ts'
import { isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import { nearest } from '../../kubernetes/nearest.ts'
import { RESOURCES } from '../../kubernetes/resources.ts'
import type { Status } from '../../kubernetes/status.ts'
import type { ManifestDocument } from '../../kubernetes/yaml/read-manifests.ts'
import type { Position, YamlProblem } from '../../kubernetes/yaml/problem.ts'
import type { Edit } from '../repair/patch.ts'
import type { GradedTask } from '../task.ts'
import { wantedNodePort } from '../causes/wanted-node-port.ts'
import { same, words, type Words } from '../words.ts'
import { explainPathType } from './ingress-path-type.ts'

export interface ManifestProblem {
  readonly code: string
  readonly position: Position
  /** Field path, where the problem is about a field. */
  readonly path?: string
  /** Quotes what the API server or the YAML reader says. */
  readonly message: string
  readonly facts: readonly Words[]
  /** What may mend it, the likeliest first. */
  readonly mends?: readonly Mend[]
}

/** A whole text in place of the file's, or edits of one document. */
export type Mend = { readonly text: string } | { readonly document: number; readonly edits: readonly Edit[] }

export const fromYaml = ({ code, position, message, mendings }: YamlProblem): ManifestProblem => ({
  code,
  position,
  message,
  facts: [],
  ...(mendings === undefined ? {} : { mends: mendings.map((text) => ({ text })) }),
})

const problemAt = (
  document: ManifestDocument,
  path: string,
  rest: Omit<ManifestProblem, 'position' | 'path'>,
): ManifestProblem => ({
  position: document.position(path),
  ...(path === '' ? {} : { path }),
  ...rest,
})

/** Everything that decoding has to say of one document. */
export const fromDecoding = (document: ManifestDocument, decoded: Decoded): readonly ManifestProblem[] => {
  const { status, unknownFields, wrongTypes } = decoded
  if (status === undefined) return []
  const problems = [
    ...explainUnknownFields(document, unknownFields),
    ...wrongTypes.map((wrong) => explainWrongType(document, wrong, status)),
    ...document.duplicateKeys.map((path) =>
      problemAt(document, path, { code: 'yaml-duplicate-key', message: `duplicate field "${path}"`, facts: [] }),
    ),
  ]
  return problems.length > 0 ? problems : [explainVersion(document, status)]
}

const explainUnknownFields = (document: ManifestDocument, fields: Decoded['unknownFields']): readonly ManifestProblem[] => {
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
    const [suggestion] = suggestFields(document.value, field)
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

/** Ingress backends as they were before networking.k8s.io/v1, in today's form. */
const backendEdits = (value: JsonObject): readonly Edit[] => {
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

const explainWrongType = (
  document: ManifestDocument,
  { path, expected, found }: Decoded['wrongTypes'][number],
  status: Status,
): ManifestProblem => {
  const value = getPath(document.value, parsePath(path))
  const mended = convert(value, expected)
  return problemAt(document, path, {
    code: 'field-wrong-type',
    message: status.message ?? '',
    facts: [words(`wanted   ${expected}`, `필요한 유형   ${expected}`), words(`found   ${found}`, `쓴 유형   ${found}`)],
    ...(mended === undefined ? {} : { mends: [{ document: document.index, edits: [{ path, value: mended }] }] }),
  })
}

const convert = (value: unknown, expected: string): unknown => {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
  if (expected === 'integer' && typeof value === 'string' && /^\d+$/u.test(value)) return Number(value)
  if (expected === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return expected.startsWith('[]') && isJsonObject(value) ? [value] : undefined
}

/** A kind that nothing serves; the one that was probably meant has the letters nearly. */
const explainKind = (document: ManifestDocument, kind: string, message: string): ManifestProblem => {
  const [meant] = nearest(
    kind,
    RESOURCES.map((resource) => resource.kind),
  )
  const served = RESOURCES.find((resource) => resource.kind === meant)
  return problemAt(document, 'kind', {
    code: 'kind-unknown',
    message,
    facts: served === undefined ? [] : [words(`there is   ${served.kind}`, `있는 종류   ${served.kind}`)],
    ...(served === undefined
      ? {}
      : {
          mends: [
            {
              document: document.index,
              edits: [
                { path: 'apiVersion', value: served.apiVersion },
                { path: 'kind', value: served.kind },
              ],
            },
          ],
        }),
  })
}

/** A kind that this version does not serve, or none does. */
const explainVersion = (document: ManifestDocument, status: Status): ManifestProblem => {
  const { kind, apiVersion } = document.value
  const served = RESOURCES.find((resource) => resource.kind === kind && resource.kind !== 'Event')
  const message = status.message ?? ''
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    return problemAt(document, '', { code: 'kind-unknown', message, facts: [] })
  if (served === undefined) return explainKind(document, kind, message)
  const edits = [{ path: 'apiVersion', value: served.apiVersion }, ...backendEdits(document.value)]
  return problemAt(document, 'apiVersion', {
    code: 'api-version-removed',
    message,
    facts: [
      words(`written   ${apiVersion}`, `쓴 버전   ${apiVersion}`),
      words(`served   ${served.apiVersion}`, `제공하는 버전   ${served.apiVersion}`),
    ],
    mends: [{ document: document.index, edits }],
  })
}

const LOWERCASE = /lowercase RFC 1123|lower case|only alpha-numeric/u

/** What was probably meant by a value that the API server refuses. */
const mendedValue = (value: unknown, message: string): string | undefined => {
  if (typeof value !== 'string') return undefined
  const [, supported] = /supported values: (.+)$/u.exec(message) ?? []
  if (supported !== undefined)
    return nearest(
      value,
      [...supported.matchAll(/"([^"]*)"/gu)].map(([, name = '']) => name),
    )[0]
  const lower = value.toLowerCase().replaceAll('_', '-')
  return LOWERCASE.test(message) && lower !== value ? lower : undefined
}

/** A value of the right type that is refused: quoted numbers and capital letters are mended. */
const explainValue = (document: ManifestDocument, path: string, message: string): ManifestProblem => {
  const value = path === '' ? undefined : getPath(document.value, parsePath(path))
  if (typeof value === 'string' && /^\d+$/u.test(value) && /at least one letter/u.test(message))
    return problemAt(document, path, {
      code: 'port-number-is-quoted',
      message,
      facts: [words(`written   "${value}"`, `쓴 값   "${value}"`), words(`meant   ${value}`, `뜻한 값   ${value}`)],
      mends: [{ document: document.index, edits: [{ path, value: Number(value) }] }],
    })
  const mended = mendedValue(value, message)
  return problemAt(document, path, {
    code: 'value-invalid',
    message,
    facts: [],
    ...(mended === undefined ? {} : { mends: [{ document: document.index, edits: [{ path, value: mended }] }] }),
  })
}

const IMMUTABLE = /field is immutable|may not change once set|fields other than|updates to .* forbidden/u
const EXCEPTION = /\.ipBlock\.except\[\d+\]$/u

const explainException = ({ value }: ManifestDocument, path: string): readonly Words[] => {
  const except = String(getPath(value, parsePath(path)))
  const cidr = String(getPath(value, parsePath(path.replace(/\.except\[\d+\]$/u, '.cidr'))))
  return [words(`except   ${except}`, `except   ${except}`), words(`not inside   ${cidr}`, `포함하지 않는 cidr   ${cidr}`)]
}

/** The API server's refusal of an object that could be read. */
export const fromStatus = (document: ManifestDocument, status: Status, task: GradedTask): readonly ManifestProblem[] => {
  const message = status.message ?? status.reason ?? ''
  const causes = status.details?.causes ?? []
  if (status.code === 404 && status.details?.kind === 'namespaces')
    return [
      problemAt(document, 'metadata.namespace', {
        code: 'namespace-missing',
        message,
        facts: [same(status.details.name ?? '')],
      }),
    ]
  if (causes.length === 0)
    return [explainPathType(document, message) ?? problemAt(document, '', { code: 'value-invalid', message, facts: [] })]
  return causes.map((cause) => {
    const at = cause.field === '<nil>' ? '' : cause.field
    const text = `${cause.field}: ${cause.message}`
    if (IMMUTABLE.test(cause.message)) return problemAt(document, at, { code: 'field-immutable', message: text, facts: [] })
    if (EXCEPTION.test(at))
      return problemAt(document, at, {
        code: 'policy-except-outside-cidr',
        message: text,
        facts: explainException(document, at),
        mends: [{ document: document.index, edits: [{ path: at, value: undefined }] }],
      })
    if (/already allocated/u.test(cause.message))
      return problemAt(document, at, {
        code: 'service-node-port-taken',
        message: text,
        facts: [],
        mends: [{ document: document.index, edits: [{ path: at, value: undefined }] }],
      })
    if (!/\.nodePort$/u.test(at)) return explainValue(document, at, text)
    const edits = [{ path: at, value: wantedNodePort(task) }]
    return problemAt(document, at, {
      code: 'service-node-port-out-of-range',
      message: text,
      facts: [],
      mends: [{ document: document.index, edits }],
    })
  })
}
