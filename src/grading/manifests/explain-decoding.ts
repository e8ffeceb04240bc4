/** What keeps a document from being read as an object of its kind. */
import type { Decoded } from '../../kubernetes/decode/decode.ts'
import { getPath, parsePath } from '../../kubernetes/field-path.ts'
import { isJsonObject, isList } from '../../kubernetes/json.ts'
import { nearest } from '../../kubernetes/nearest.ts'
import { RESOURCES } from '../../kubernetes/resources.ts'
import type { Status } from '../../kubernetes/status.ts'
import type { ManifestDocument } from '../../kubernetes/yaml/documents.ts'
import { words } from '../words.ts'
import { backendEdits, explainUnknownFields } from './explain-unknown-fields.ts'
import { problemAt, type ManifestProblem } from './manifest-problem.ts'

/** Everything that decoding has to say of one document that it refuses. */
export const fromDecoding = (
  document: ManifestDocument,
  { unknownFields, wrongTypes }: Decoded,
  status: Status,
): readonly ManifestProblem[] => {
  const problems = [
    ...explainUnknownFields(document, unknownFields),
    ...wrongTypes.map((wrong) => explainWrongType(document, wrong, status)),
    ...explainDuplicates(document),
  ]
  return problems.length > 0 ? problems : [explainVersion(document, status)]
}

/** apiVersion and kind twice: a second object begins without a line `---` before it. */
const explainDuplicates = (document: ManifestDocument): readonly ManifestProblem[] => {
  const { duplicateKeys } = document
  if (['apiVersion', 'kind'].every((key) => duplicateKeys.includes(key)))
    return [
      problemAt(document, 'apiVersion', {
        code: 'yaml-separator-missing',
        message: 'duplicate field "apiVersion"',
        facts: [],
        mends: [{ separate: true }],
      }),
    ]
  return duplicateKeys.map((path) =>
    problemAt(document, path, { code: 'yaml-duplicate-key', message: `duplicate field "${path}"`, facts: [] }),
  )
}

const explainWrongType = (
  document: ManifestDocument,
  { path: given, expected, found }: Decoded['wrongTypes'][number],
  status: Status,
): ManifestProblem => {
  const path = bracketed(given)
  const value = getPath(document.value, parsePath(path))
  const selector = serviceSelector(document, path)
  const mended = selector ?? convert(path, value, expected)
  return problemAt(document, path, {
    code: 'field-wrong-type',
    message: status.message ?? '',
    facts: [words(`wanted   ${expected}`, `필요한 유형   ${expected}`), words(`found   ${found}`, `쓴 유형   ${found}`)],
    ...(mended === undefined
      ? {}
      : {
          mends: [
            { document: document.index, edits: [{ path: selector === undefined ? path : 'spec.selector', value: mended }] },
          ],
        }),
  })
}

/** A Service's selector has its labels directly. */
const serviceSelector = ({ value: { kind }, value }: ManifestDocument, path: string): unknown => {
  const at = /^spec\.selector(?=\.|\[|$)/u.exec(path)
  const labels = at === null ? undefined : getPath(value, ['spec', 'selector', 'matchLabels'])
  return kind === 'Service' && isJsonObject(labels) ? labels : undefined
}

/** What is written where an object belongs that has one field in nearly all cases. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\.backend\.service\.port$/u, 'number'],
  [/^spec\.(?:ingress|egress)\[\d+\]\.ports\[\d+\]$/u, 'port'],
  [/^spec\.ports\[\d+\]$/u, 'port'],
  [/\.containers\[\d+\]\.ports\[\d+\]$/u, 'containerPort'],
]

const convert = (path: string, value: unknown, expected: string): unknown => {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
  if (expected === 'integer' && typeof value === 'string' && /^\d+$/u.test(value)) return Number(value)
  if (expected === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  const field = SHORT.find(([place]) => place.test(path))?.[1]
  if (field !== undefined && typeof value === 'number') return { [field]: value }
  if (expected === 'map') return toMap(value)
  return expected.startsWith('[]') && isJsonObject(value) ? [value] : undefined
}

/** `app=web`, and a list of single labels. */
const toMap = (value: unknown): unknown => {
  const text = typeof value === 'string' ? /^([\w./-]+)=([\w.-]*)$/u.exec(value) : null
  if (text !== null) return { [text[1] ?? '']: text[2] ?? '' }
  return isList(value) && value.every(isJsonObject)
    ? Object.fromEntries(value.flatMap((item) => Object.entries(item)))
    : undefined
}

/** Keys of labels and annotations hold dots. */
const bracketed = (path: string): string => path.replace(/\.(annotations|labels|matchLabels)\.(.*\..*)$/u, '.$1[$2]')

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
