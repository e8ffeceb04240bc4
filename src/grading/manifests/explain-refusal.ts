/** What the API server says of an object that could be read, and what would mend it. */
import { getPath, parsePath } from '../../kubernetes/field-path.ts'
import { nearest } from '../../kubernetes/nearest.ts'
import type { Status, StatusCause } from '../../kubernetes/status.ts'
import type { ManifestDocument } from '../../kubernetes/yaml/documents.ts'
import { wantedNodePorts } from '../causes/service/wanted-node-port.ts'
import type { GradedTask } from '../task.ts'
import { same, words, type Words } from '../words.ts'
import { explainPathType } from './ingress-path-type.ts'
import { explainReason } from './explain-reason.ts'
import { problemAt, type ManifestProblem, type Mend } from './manifest-problem.ts'

const LOWERCASE = /lowercase RFC 1123|lower case|only alpha-numeric|alpha-?numeric characters/u

/** What was probably meant by a value that the API server refuses. */
const mendedValue = (path: string, value: unknown, message: string): string | undefined => {
  if (typeof value !== 'string') return undefined
  const [, supported] = /supported values: (.+)$/u.exec(message) ?? []
  if (supported !== undefined)
    return nearest(
      value,
      [...supported.matchAll(/"([^"]*)"/gu)].map(([, name = '']) => name),
    )[0]
  if (/\.operator$/u.test(path)) return 'In'
  // A host is the middle of an address.
  const host = /\.host$/u.test(path) ? /^(?:https?:\/\/)?([\w.*-]+)(?::\d+)?(?:\/.*)?$/u.exec(value)?.[1] : undefined
  if (host !== undefined && host !== value) return host.toLowerCase()
  const lower = value.toLowerCase().replaceAll('_', '-')
  return LOWERCASE.test(message) && lower !== value ? lower : undefined
}

/** Values for a field that is required: those of which each may be right. */
const REQUIRED: readonly (readonly [RegExp, readonly unknown[]])[] = [
  [/\.http\.paths\[\d+\]\.pathType$/u, ['Prefix', 'ImplementationSpecific', 'Exact']],
]

/** A Service's port that needs a name gets that of the Pod's port, or one of its number. */
const portNamesFor = ({ value }: ManifestDocument, path: string): readonly unknown[] => {
  if (value['kind'] !== 'Service' || !/^spec\.ports\[\d+\]\.name$/u.test(path)) return []
  const [target, port] = ['targetPort', 'port'].map((field) => getPath(value, parsePath(path.replace(/name$/u, field))))
  return [typeof target === 'string' ? target : `port-${String(port)}`]
}

const mendsOf = (document: ManifestDocument, path: string, message: string): readonly Mend[] => {
  const value = path === '' ? undefined : getPath(document.value, parsePath(path))
  const mended = mendedValue(path, value, message)
  const required = [...(REQUIRED.find(([pattern]) => pattern.test(path))?.[1] ?? []), ...portNamesFor(document, path)]
  const missing = value === undefined ? required : []
  return [...(mended === undefined ? [] : [mended]), ...missing].map((item) => ({
    document: document.index,
    edits: [{ path, value: item }],
  }))
}

/** A value of the right type that is refused: quoted numbers and capital letters are mended. */
const explainValue = (document: ManifestDocument, path: string, causes: readonly StatusCause[]): ManifestProblem => {
  const value = path === '' ? undefined : getPath(document.value, parsePath(path))
  const message = `${causes[0]?.field ?? ''}: ${causes.map((cause) => cause.message).join('; ')}`
  if (typeof value === 'string' && /^\d+$/u.test(value) && /at least one letter/u.test(message))
    return problemAt(document, path, {
      code: 'port-number-is-quoted',
      message,
      facts: [words(`written   "${value}"`, `쓴 값   "${value}"`), words(`meant   ${value}`, `뜻한 값   ${value}`)],
      mends: [{ document: document.index, edits: [{ path, value: Number(value) }] }],
    })
  const mends = mendsOf(document, path, message)
  return problemAt(document, path, {
    code: 'value-invalid',
    message,
    facts: causes.flatMap(explainReason),
    ...(mends.length === 0 ? {} : { mends }),
  })
}

const IMMUTABLE = /field is immutable|may not change once set|fields other than|updates to .* forbidden/u
const EXCEPTION = /\.ipBlock\.except\[\d+\]$/u

const explainException = ({ value }: ManifestDocument, path: string): readonly Words[] => {
  const except = String(getPath(value, parsePath(path)))
  const cidr = String(getPath(value, parsePath(path.replace(/\.except\[\d+\]$/u, '.cidr'))))
  return [words(`except   ${except}`, `except   ${except}`), words(`not inside   ${cidr}`, `포함하지 않는 cidr   ${cidr}`)]
}

/** The node port that the task asks for at this place among a Service's ports, unless it stands there already. */
const wantedFor = ({ value }: ManifestDocument, path: string, task: GradedTask): readonly number[] => {
  const wanted = wantedNodePorts(task)
  const port = wanted[Number(/\.ports\[(\d+)\]/u.exec(path)?.[1] ?? 0)] ?? wanted[0]
  return port === undefined || getPath(value, parsePath(path)) === port ? [] : [port]
}

/** Errors of one field that have a name of their own. */
const explainField = (
  document: ManifestDocument,
  at: string,
  causes: readonly StatusCause[],
  task: GradedTask,
): ManifestProblem => {
  const message = causes.map((cause) => cause.message).join('; ')
  const text = `${causes[0]?.field ?? ''}: ${message}`
  const edit = (value: unknown): readonly Mend[] => [{ document: document.index, edits: [{ path: at, value }] }]
  if (IMMUTABLE.test(message)) return problemAt(document, at, { code: 'field-immutable', message: text, facts: [] })
  if (EXCEPTION.test(at)) {
    const facts = explainException(document, at)
    return problemAt(document, at, { code: 'policy-except-outside-cidr', message: text, facts, mends: edit(undefined) })
  }
  if (/already allocated/u.test(message)) {
    const mends = [...wantedFor(document, at, task).flatMap(edit), ...edit(undefined)]
    return problemAt(document, at, { code: 'service-node-port-taken', message: text, facts: [], mends })
  }
  if (!/\.nodePort$/u.test(at)) return explainValue(document, at, causes)
  const mends = wantedFor(document, at, task).flatMap(edit)
  return problemAt(document, at, { code: 'service-node-port-out-of-range', message: text, facts: [], mends })
}

/** A namespace that is not there: the task's own, where it is spelt nearly so. */
const explainNamespace = (document: ManifestDocument, { details, message = '' }: Status, task: GradedTask): ManifestProblem => {
  const name = details?.name ?? ''
  const meant = nearest(name, task.namespaces).slice(0, 1)
  return problemAt(document, 'metadata.namespace', {
    code: 'namespace-missing',
    message,
    facts: [same(name)],
    ...(meant.length === 0
      ? {}
      : { mends: meant.map((value) => ({ document: document.index, edits: [{ path: 'metadata.namespace', value }] })) }),
  })
}

/** The API server's refusal of an object that could be read: one problem for each field. */
export const fromStatus = (document: ManifestDocument, status: Status, task: GradedTask): readonly ManifestProblem[] => {
  const message = status.message ?? status.reason ?? ''
  const causes = status.details?.causes ?? []
  if (status.code === 404 && status.details?.kind === 'namespaces') return [explainNamespace(document, status, task)]
  if (causes.length === 0)
    return [explainPathType(document, message) ?? problemAt(document, '', { code: 'value-invalid', message, facts: [] })]
  return [...new Set(causes.map(({ field }) => field))].map((field) =>
    explainField(
      document,
      field === '<nil>' ? '' : field,
      causes.filter((cause) => cause.field === field),
      task,
    ),
  )
}
