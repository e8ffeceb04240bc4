/** The course's sections as the tests of its content read them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkGlossary } from '../../src/course/check/check-terms.ts'
import type { LinkTargets } from '../../src/course/check/check-prose.ts'
import { readCourse } from '../../src/course/read-course.ts'
import { readSection } from '../../src/course/read-section.ts'
import type { TaskSource } from '../../src/course/reading.ts'
import { CATALOGUE } from '../../src/grading/catalogue.ts'
import { readGlossaryFile, readWholeSource } from '../../src/node/read-files.ts'

export const TASKS = fileURLToPath(new URL('../../tasks/', import.meta.url))

const outline = readCourse(readFileSync(join(TASKS, 'course.yaml'), 'utf8'), 'tasks/course.yaml')

const sectionIds = outline.course.sections.map(({ id }) => id)

export const sourceOf = (id: string): TaskSource => readWholeSource(join(TASKS, id), id)

const idsOf = (kind: 'practice' | 'concept'): readonly string[] =>
  sectionIds.filter((id) => readSection(sourceOf(id)).section.kind === kind)

export const practiceIds = idsOf('practice')
export const conceptIds = idsOf('concept')

const glossary = readGlossaryFile(TASKS)

export const courseProblems = [
  ...outline.problems,
  ...(glossary?.problems ?? []),
  ...checkGlossary(glossary?.terms ?? [], 'tasks/glossary.yaml'),
]

export const targets: LinkTargets = {
  causes: new Set(CATALOGUE.map(({ code }) => code)),
  sections: new Set(sectionIds),
  ...(glossary === undefined ? {} : { terms: new Map(glossary.terms.map((term) => [term.id, term])) }),
}
