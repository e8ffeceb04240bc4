/** What CI services read is what their own parsers accept, and names what there is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { parseAction } from '@actions/workflow-parser/actions/action-parser'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const ROOT = join(import.meta.dirname, '../../..')
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8')

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
}

interface Action {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly runs: { readonly steps: readonly Step[] }
}

const action = parse(read('action.yml')) as Action

describe('the action', () => {
  test('is one for the parser of GitHub', () => {
    const parsed = parseAction({ name: 'action.yml', content: read('action.yml') }, new NoOperationTraceWriter())
    expect(parsed.context.errors.getErrors()).toEqual([])
  })

  test('a mistake in it would be found', () => {
    const content = read('action.yml').replace('runs:', 'rans:')
    const parsed = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter())
    expect(parsed.context.errors.getErrors()).not.toEqual([])
  })

  test('every input reaches the script, and none of them as shell', () => {
    const grade = action.runs.steps.find(({ env }) => env !== undefined)
    const named = Object.values(grade?.env ?? {}).map((value) => /inputs\.(\w+)/u.exec(value)?.[1])
    expect(named.toSorted()).toEqual(Object.keys(action.inputs).toSorted())
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{')
    const script = read('ci/grade.sh')
    for (const name of Object.keys(grade?.env ?? {})) expect(script).toContain(name)
  })
})

describe('the workflow', () => {
  test('is one for the parser of GitHub', async () => {
    const { context, value } = parseWorkflow(
      { name: 'grade.yml', content: read('.github/workflows/grade.yml') },
      new NoOperationTraceWriter(),
    )
    expect(context.errors.getErrors()).toEqual([])
    const { jobs } = await convertWorkflowTemplate(context, value!)
    expect(context.errors.getErrors()).toEqual([])
    expect(jobs.map(({ id }) => id.toString())).toEqual(['part', 'merge'])
  })

  test('gives the action inputs that it has', () => {
    const { jobs } = parse(read('.github/workflows/grade.yml')) as { jobs: Record<string, { steps: readonly Step[] }> }
    const own = jobs['part']?.steps.find(({ uses }) => uses === './.netgrade')
    for (const name of Object.keys(own?.with ?? {})) expect(Object.keys(action.inputs)).toContain(name)
    for (const { steps } of Object.values(jobs)) for (const { run = '' } of steps) expect(run).not.toContain('${{')
  })
})

test('the template for GitLab runs the same scripts, in stages that it names', () => {
  const { stages, netgrade, ...rest } = parse(read('ci/gitlab.yml')) as Record<
    string,
    { stage?: string; script?: string[] }
  > & {
    stages: readonly string[]
  }
  const merge = rest['netgrade-merge']
  for (const job of [netgrade, merge]) expect(stages).toContain(job?.stage)
  expect(netgrade?.script?.at(-1)).toBe('bash /netgrade/ci/grade.sh')
  expect(merge?.script?.at(-1)).toBe('bash /netgrade/ci/merge.sh parts results')
})

test('the image has what the scripts need', () => {
  const file = read('Dockerfile')
  expect(file).toMatch(/^ARG NODE_IMAGE=node:(?:2[2-9]|[3-9]\d)/mu)
  expect(file.match(/^FROM .*/gmu)).toEqual(['FROM ${NODE_IMAGE} AS build', 'FROM ${NODE_IMAGE}'])
  expect(file).toContain('/netgrade/grader/bin/grade.mjs')
  expect(file).toMatch(/^USER node$/mu)
})
