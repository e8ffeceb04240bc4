/** The scripts of action.yml and ci/gitlab.yml, run as a service would run them. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from './support/session.ts'

const folder = mkdtempSync(join(tmpdir(), 'netgrade-ci-'))
const at = (name: string): string => join(folder, name)

beforeAll(() => {
  for (const [learner, answer] of [
    ['ann', 'solution'],
    ['bob', 'wrong/two-rules'],
    ['$(touch pwned)', 'wrong/two-rules'],
  ] as const) {
    mkdirSync(at(`submissions/${learner}`), { recursive: true })
    cpSync(join(ROOT, 'tasks/3-3', answer, 'answer.yaml'), at(`submissions/${learner}/answer.yaml`))
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bash = (command: string, env: Readonly<Record<string, string>>) =>
  execa('bash', ['-e', '-o', 'pipefail', '-c', command], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, NETGRADE_HOME: at('home'), ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })

interface Step {
  readonly id?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

describe('the step of the action', () => {
  const { runs, inputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    readonly runs: { readonly steps: readonly Step[] }
    readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  }
  const step = runs.steps.find(({ id }) => id === 'grade')!
  const run = (given: Readonly<Record<string, string>>) => {
    const env = Object.entries(step.env ?? {}).map(([name, value]) => {
      const input = /inputs\.(\w+)/u.exec(value)?.[1] ?? ''
      return [name, given[input] ?? inputs[input]?.default ?? '']
    })
    for (const name of ['summary', 'outputs']) writeFileSync(at(name), '')
    return bash(step.run ?? '', {
      ...(Object.fromEntries(env) as Record<string, string>),
      GITHUB_ACTION_PATH: ROOT,
      GITHUB_STEP_SUMMARY: at('summary'),
      GITHUB_OUTPUT: at('outputs'),
    })
  }

  test('annotates, summarises, reports, and does not fail because learners do', async () => {
    const reports = `junit=${at('junit.xml')}\ncanvas=${at('grades of a class.csv')}`
    const { exitCode, stdout, stderr } = await run({ submissions: 'submissions', task: '3-3', reports })
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toContain('::error file=bob/answer.yaml,line=')
    expect(readFileSync(at('summary'), 'utf8')).toContain('3 learners, 3 results')
    expect(readFileSync(at('outputs'), 'utf8')).toBe('results=netgrade-results/results.jsonl\n')
    expect(readFileSync(at('grades of a class.csv'), 'utf8')).toContain('Points Possible')
    expect(readFileSync(at('junit.xml'), 'utf8')).toContain('<testsuites')
  })

  test('fails where that was asked for, and where the class cannot be read', async () => {
    expect((await run({ submissions: 'submissions', task: '3-3', output: 'other', fail: 'true' })).exitCode).toBe(1)
    expect((await run({ submissions: '$(touch pwned)', task: '3-3', output: 'third' })).exitCode).toBe(2)
    expect((await bash('ls', {})).stdout.split('\n')).not.toContain('pwned')
  })
})

test('the jobs of the template for GitLab: two parts, put together', async () => {
  const template = parse(readFileSync(join(ROOT, 'ci/gitlab.yml'), 'utf8')) as Record<string, { script: readonly string[] }>
  const lines = (job: string): string => template[job]!.script.join('\n').replaceAll('/netgrade/ci/', `${ROOT}/ci/`)
  const common = { NETGRADE_SUBMISSIONS: 'submissions', NETGRADE_TASK: '3-3', CI_NODE_TOTAL: '2' }
  for (const CI_NODE_INDEX of ['1', '2']) expect((await bash(lines('netgrade'), { ...common, CI_NODE_INDEX })).exitCode).toBe(0)
  const merged = await bash(lines('netgrade-merge'), common)
  expect([merged.exitCode, merged.stderr]).toEqual([0, ''])
  const learners = readFileSync(at('results/results.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { learner: { id: string } }).learner.id)
  expect(learners).toEqual(['$(touch pwned)', 'ann', 'bob'])
  expect(readFileSync(at('results/junit.xml'), 'utf8')).toContain('<testsuites')
})
