/** A section of the course: practice or concept, as its task.yaml says. */
import type { Parameters } from './parameters.ts'
import { contentProblem, type ContentProblem } from './problem.ts'
import { readConcept, type Concept } from './read-concept.ts'
import { readTask, type Task } from './read-task.ts'
import { readYaml, type TaskSource } from './reading.ts'

export type Section = Task | Concept

export interface ReadSection {
  readonly section: Section
  readonly problems: readonly ContentProblem[]
}

/** Reads the folder of a section. */
export const readSection = (source: TaskSource, parameters: Parameters = {}): ReadSection => {
  const settings = readYaml({ source, parameters, problems: [] }, 'task.yaml')
  const kind = settings?.value['kind']
  if (kind === 'concept') {
    const { concept, problems } = readConcept(source)
    return { section: concept, problems }
  }
  const { task, problems } = readTask(source, parameters)
  const unknown = settings !== undefined && kind !== 'practice'
  return {
    section: task,
    problems: unknown
      ? [...problems, contentProblem(settings.position('kind'), 'must be practice or concept', 'kind')]
      : problems,
  }
}
