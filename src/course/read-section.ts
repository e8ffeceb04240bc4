/** A section of the course: practice or concept, as its task.yaml says. */
import type { Parameters } from './parameters.ts'
import { contentProblem, type ContentProblem } from './problem.ts'
import { readConceptWith, type Concept } from './read-concept.ts'
import { readTaskWith, type Task } from './read-task.ts'
import { readYaml, type Reading, type TaskSource } from './reading.ts'

export type Section = Task | Concept

export interface ReadSection {
  readonly section: Section
  readonly problems: readonly ContentProblem[]
}

/** Reads the folder of a section. */
export const readSection = (source: TaskSource, parameters: Parameters = {}): ReadSection => {
  const reading: Reading = { source, parameters, problems: [] }
  const settings = readYaml(reading, 'task.yaml')
  const kind = settings?.value['kind']
  if (kind === 'concept') {
    const { concept, problems } = readConceptWith(settings, { ...reading, parameters: {} })
    return { section: concept, problems }
  }
  if (settings !== undefined && kind !== 'practice')
    reading.problems.push(contentProblem(settings.position('kind'), 'must be practice or concept', 'kind'))
  const { task, problems } = readTaskWith(settings, reading)
  return { section: task, problems }
}
