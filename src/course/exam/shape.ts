/**
 * What somebody's objects say whatever they are called: names, namespaces, labels, hosts, addresses and ports are numbered in the order in
 * which an object first has them, so that an answer that was copied and renamed is still the same.
 */
import { isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import type { ReadTask } from '../read-task.ts'
import { answerIn, wrongAnswersOf } from '../solution.ts'
import type { TaskSource } from '../reading.ts'
import { applyManifests } from '../../grading/manifests/apply-manifests.ts'
import { MOST_TOKENS, NOT_WRITTEN } from './similarity.ts'

/** Whose values are labels, by what the field is called. */
const LABELS = new Set(['labels', 'matchLabels', 'selector', 'nodeSelector'])
const PORTS = new Set(['port', 'targetPort', 'containerPort', 'endPort', 'nodePort', 'number'])
const NAMES = new Set([
  'name',
  'namespace',
  'serviceName',
  'host',
  'hostname',
  'cidr',
  'except',
  'key',
  'values',
  'generateName',
])

/** Numbers values in the order of their coming. */
const numbering = (): ((value: string) => string) => {
  const known = new Map<string, number>()
  return (value) => {
    const number = known.get(value) ?? known.size + 1
    known.set(value, number)
    return `{${number}}`
  }
}

type Place = (value: string) => string

function* leavesOf(value: unknown, path: string, field: string, renamed: Place): Generator<string> {
  if (NOT_WRITTEN.test(path) || /^metadata\.(?:name|namespace)$/u.test(path)) return
  if (isJsonObject(value))
    for (const [name, inner] of Object.entries(value)) {
      const isLabel = LABELS.has(field) && !isJsonObject(inner) && !isList(inner)
      const shown = isLabel ? renamed(name) : name
      yield* leavesOf(inner, path === '' ? shown : `${path}.${shown}`, isLabel ? 'values' : name, renamed)
    }
  else if (isList(value))
    for (const [index, inner] of value.entries()) yield* leavesOf(inner, `${path}[${index}]`, field, renamed)
  else yield `${path}=${PORTS.has(field) || NAMES.has(field) ? renamed(String(value)) : String(value)}`
}

/** Made by controllers out of what somebody wrote. */
const MADE = new Set(['Endpoints', 'EndpointSlice', 'Event', 'Lease'])

interface Where {
  /** Of the learner's other tasks: what stands there is no answer to this one. */
  readonly others: readonly string[]
}

/** Where somebody writes an answer that was not made for their own namespaces is up to them. */
const isWritten = (object: JsonObject, { others }: Where): boolean => {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {}
  const { namespace, ownerReferences } = metadata
  if (typeof namespace !== 'string' || isList(ownerReferences) || MADE.has(String(object['kind']))) return false
  return !namespace.startsWith('kube-') && !others.includes(namespace)
}

/** Fields of each object, renamed, under its kind. */
export const shapeOf = (objects: readonly unknown[], where: Where): ReadonlySet<string> => {
  const tokens = new Set<string>()
  for (const object of objects) {
    if (!isJsonObject(object) || !isWritten(object, where)) continue
    for (const leaf of leavesOf(object, '', '', numbering())) tokens.add(`${String(object['kind'])} ${leaf}`)
    if (tokens.size > MOST_TOKENS) return new Set()
  }
  return tokens
}

/** The shapes of what the course itself has for a task: its start, its solution and its typical mistakes tell nothing of who wrote them. */
export const shapesOfCourse = async ({ task }: ReadTask, source: TaskSource): Promise<ReadonlySet<string>> => {
  const folders = ['', 'solution/', ...wrongAnswersOf(source).map((name) => `wrong/${name}/`)]
  const known = new Set<string>()
  for (const folder of folders) {
    const files = folder === '' ? [] : answerIn(source, folder, task.parameters)
    const { snapshot } = await applyManifests(task, files)
    for (const token of shapeOf(snapshot?.objects ?? [], { others: [] })) known.add(token)
  }
  return known
}
