// What the program, the site and the documents say in Korean keeps to the words of the course's glossary.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkTerms } from '../../src/course/check/check-terms.ts'
import { renderContentProblem } from '../../src/course/problem.ts'
import { targets } from './sections.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|hbs|ya?ml)$/u.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))

test.each(['src', 'grader', 'site', 'docs', 'tasks'])('%s', (folder) => {
  const terms = [...(targets.terms?.values() ?? [])]
  const files = filesBelow(folder).filter((file) => file !== join('tasks', 'glossary.yaml'))
  expect(files).not.toEqual([])
  const found = files.flatMap((file) => checkTerms({ file, text: readFileSync(join(ROOT, file), 'utf8') }, terms))
  expect(found.map(renderContentProblem)).toEqual([])
})
