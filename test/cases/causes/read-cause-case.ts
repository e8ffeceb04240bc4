/** Reads one folder of test/cases/causes: what is asked for, and the mistake. See README.md beside this file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { renderContentProblem } from '../../../src/course/problem.ts'
import { readTask } from '../../../src/course/read-task.ts'
import type { GivenManifest } from '../../../src/grading/manifests/apply-manifests.ts'
import type { GradedTask } from '../../../src/grading/task.ts'
import type { ClusterFacts } from '../../../src/network/facts.ts'

export interface CauseCase {
  readonly code: string
  readonly shows: string
  readonly task: GradedTask
  readonly files: readonly GivenManifest[]
  readonly hasRepair: boolean
  readonly facts?: Partial<ClusterFacts>
  readonly where?: string
}

interface CaseFile {
  readonly shows: string
  readonly namespaces?: readonly string[]
  readonly checks: readonly object[]
  readonly repair?: 'none'
  readonly facts?: Partial<ClusterFacts>
  readonly where?: string
}

const PROSE = '---\ntitle: A case\nsummary: A case.\n---\n\n## Task {#task}\n\nA case.\n'

const textsIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]))

export const readCauseCase = (folder: string): CauseCase => {
  const texts = textsIn(folder)
  const { shows, namespaces = ['default'], checks, repair, facts, where } = parse(texts['case.yaml'] ?? '') as CaseFile
  const settings = {
    kind: 'practice',
    minutes: 1,
    namespaces,
    checks: checks.map((spec, index) => ({
      id: `check-${index + 1}`,
      title: { en: `check ${index + 1}`, ko: `검사 ${index + 1}` },
      points: 1,
      ...spec,
    })),
  }
  const files = { 'start.yaml': '', ...texts, 'task.yaml': stringify(settings), 'en.md': PROSE, 'ko.md': PROSE }
  const { task, problems } = readTask({ id: '0-0', folder, files })
  if (problems.length > 0) throw new Error(problems.map(renderContentProblem).join('\n'))
  return {
    code: path.basename(folder).replace(/\..*$/, ''),
    shows,
    task,
    files: existsSync(path.join(folder, 'answer.yaml')) ? [{ path: 'answer.yaml', text: texts['answer.yaml'] ?? '' }] : [],
    hasRepair: repair !== 'none',
    ...(facts === undefined ? {} : { facts }),
    ...(where === undefined ? {} : { where }),
  }
}

/** The folders of all cases, by name. */
export const causeCases = (root = import.meta.dirname): readonly string[] =>
  readdirSync(root).filter((name) => existsSync(path.join(root, name, 'case.yaml')))
