/** Makes a task of its files' texts. All mistakes are told at once, each with its place. */
import { isJsonObject, isList, type JsonObject } from '../kubernetes/json.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { CHECK_KINDS, findCheck } from '../grading/checks/checks.ts'
import { createReader } from '../grading/checks/read-spec.ts'
import type { GradedTask, TaskCheck } from '../grading/task.ts'
import { isWords } from '../grading/words.ts'
import { readManifests } from '../kubernetes/yaml/read-manifests.ts'
import type { ManifestDocument } from '../kubernetes/yaml/documents.ts'
import {
  checkParameters,
  defaultParameters,
  readParameterDefinitions,
  type ParameterDefinitions,
  type Parameters,
} from './parameters.ts'
import { contentProblem, type ContentProblem } from './problem.ts'
import type { Prose } from './prose.ts'
import { pathOf, readMinutes, readProse, readYaml, requireFiles, textOf, type Reading, type TaskSource } from './reading.ts'

/** A section of practice: something to make, and checks of it. */
export interface Task extends GradedTask {
  readonly kind: 'practice'
  readonly minutes: number
  readonly prose: Readonly<Record<'en' | 'ko', Prose>>
  readonly parameterDefinitions: ParameterDefinitions
  readonly parameters: Parameters
}

export interface ReadTask {
  readonly task: Task
  readonly problems: readonly ContentProblem[]
}

const REQUIRED_FILES = ['task.yaml', 'en.md', 'ko.md', 'start.yaml'] as const

/** Reads the folder of a practice section, with the values of some or all of its parameters; the others have their defaults. */
export const readTask = (source: TaskSource, given: Parameters = {}): ReadTask => {
  const problems: ContentProblem[] = []
  return readTaskWith(readYaml({ source, parameters: given, problems }, 'task.yaml'), { source, parameters: given, problems })
}

/** The same where task.yaml has been read with the parameters that are given. */
export const readTaskWith = (
  settings: ManifestDocument | undefined,
  { source, parameters: given, problems }: Reading,
): ReadTask => {
  requireFiles({ source, parameters: given, problems }, REQUIRED_FILES)
  const note = (path: string, message: string): void => {
    if (settings !== undefined) problems.push(contentProblem(settings.position(path), message, path))
  }
  const definitions = readParameterDefinitions(settings?.value['parameters'], note)
  checkParameters(definitions, given, note)
  const reading: Reading = { source, parameters: { ...defaultParameters(definitions), ...given }, problems }
  const substituted = Object.keys(definitions).length === 0 ? settings : readYaml({ ...reading, problems: [] }, 'task.yaml')
  const prose = readProse(reading)
  const checks = substituted === undefined ? [] : readChecks(reading, substituted)
  const task: Task = {
    kind: 'practice',
    id: source.id,
    ...(source.variant === undefined ? {} : { variant: source.variant }),
    title: { en: prose.en.title, ko: prose.ko.title },
    minutes: readMinutes(substituted),
    namespaces: readNamespaces(reading, substituted),
    checks,
    start: readObjects(reading, 'start.yaml'),
    references: readReferences(reading, checks),
    prose,
    parameterDefinitions: definitions,
    parameters: reading.parameters,
  }
  return { task, problems }
}

const readNamespaces = ({ problems }: Reading, settings: ManifestDocument | undefined): readonly string[] => {
  const value = settings?.value['namespaces'] ?? ['default']
  if (isList(value) && value.length > 0 && value.every((item) => typeof item === 'string')) return value
  if (settings !== undefined)
    problems.push(contentProblem(settings.position('namespaces'), 'must be a list of names', 'namespaces'))
  return ['default']
}

/** Objects of a file of ours; one that cannot be read is the author's mistake. */
const readObjects = (reading: Reading, file: string): readonly KubernetesObject[] => {
  const text = textOf(reading, file)
  if (text.trim() === '') return []
  const { documents, problems } = readManifests(text, pathOf(reading.source, file))
  reading.problems.push(...problems.map(({ position, message }) => contentProblem(position, message)))
  return documents.flatMap((document) => {
    const { apiVersion, kind, metadata } = document.value
    if (typeof apiVersion === 'string' && typeof kind === 'string' && isJsonObject(metadata))
      return [document.value as unknown as KubernetesObject]
    reading.problems.push(contentProblem(document.position(''), 'needs apiVersion, kind and metadata'))
    return []
  })
}

const readReferences = (reading: Reading, checks: readonly TaskCheck[]): GradedTask['references'] => {
  const files = checks.flatMap(({ spec }) => (spec.kind === 'policy-equals' ? [spec.file] : []))
  return Object.fromEntries(
    files.map((file) => {
      if (reading.source.files[file] === undefined)
        reading.problems.push({
          file: pathOf(reading.source, 'task.yaml'),
          line: 1,
          column: 1,
          message: `a check compares with ${file}, which is missing`,
        })
      return [file, readObjects(reading, file)]
    }),
  )
}

const readChecks = (reading: Reading, settings: ManifestDocument): readonly TaskCheck[] => {
  const value = settings.value['checks']
  const note = (path: string, message: string): void => {
    reading.problems.push(contentProblem(settings.position(path), message, path))
  }
  if (!isList(value)) {
    note('checks', 'must be a list')
    return []
  }
  const known = new Set<string>()
  return value.flatMap((item, index) => {
    const check = readCheck(item, `checks[${index}]`, note)
    if (check === undefined) return []
    if (known.has(check.id)) note(`checks[${index}].id`, `${check.id} stands twice`)
    for (const id of check.dependsOn) if (!known.has(id)) note(`checks[${index}].dependsOn`, `${id} is no earlier check`)
    known.add(check.id)
    return [check]
  })
}

type Note = (path: string, message: string) => void

const COMMON_FIELDS = ['id', 'title', 'points', 'dependsOn']

const noteCommonFields = ({ id, title, points, dependsOn = [] }: JsonObject, path: string, note: Note): void => {
  if (typeof id !== 'string') note(`${path}.id`, 'must be a text')
  if (typeof points !== 'number' || points < 0) note(`${path}.points`, 'must be a number, 0 or more')
  if (!isWords(title)) note(`${path}.title`, 'needs texts for en and ko')
  if (!isList(dependsOn)) note(`${path}.dependsOn`, 'must be a list of ids')
}

const readCheck = (value: unknown, path: string, note: Note): TaskCheck | undefined => {
  if (!isJsonObject(value)) {
    note(path, 'must be a mapping')
    return undefined
  }
  const { id, title, points, dependsOn = [] } = value
  const kinds = Object.keys(value).filter((field) => !COMMON_FIELDS.includes(field))
  const [kind = ''] = kinds
  const check = kinds.length > 1 ? undefined : findCheck(kind)
  if (check === undefined) {
    note(path, `needs exactly one of ${CHECK_KINDS.join(', ')}; found ${kinds.join(', ') || 'none'}`)
    return undefined
  }
  noteCommonFields(value, path, note)
  const spec = check.read(createReader(value[kind], `${path}.${kind}`, (problem) => note(problem.path, problem.message)))
  if (spec === undefined) return undefined
  return {
    id: String(id),
    title: isWords(title) ? title : { en: String(id), ko: String(id) },
    points: typeof points === 'number' ? points : 0,
    dependsOn: isList(dependsOn) ? dependsOn.map(String) : [],
    spec,
  }
}
