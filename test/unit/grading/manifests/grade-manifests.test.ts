import { describe, expect, test } from 'vitest'
import { gradeManifests } from '../../../../src/grading/manifests/grade-manifests.ts'
import type { GradedTask } from '../../../../src/grading/task.ts'
import { same } from '../../../../src/grading/words.ts'

const task: GradedTask = {
  id: '0-0',
  title: same('a task'),
  namespaces: ['default'],
  start: [],
  references: {},
  checks: [
    {
      id: 'service',
      title: same('the Service'),
      points: 1,
      dependsOn: [],
      spec: { kind: 'exists', object: { kind: 'Service', namespace: 'default', name: 'web' }, labels: {} },
    },
  ],
}

const service = (name: string, port: string, separator = ''): string =>
  `${separator}apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: default\nspec:\n  ports:\n    - port: ${port}\n`

const grade = async (text: string): Promise<readonly (readonly [string, readonly string[] | undefined])[]> => {
  const { problems } = await gradeManifests(task, [{ path: 'answer.yaml', text }])
  return problems.map(({ cause, repair }) => [cause.code, repair?.passing] as const)
}

describe('mistakes in a file', () => {
  test('none', async () => {
    expect(await grade(service('web', '80'))).toEqual([])
  })

  test('one, with what mends it', async () => {
    expect(await grade(service('web', '"80"'))).toEqual([['field-wrong-type', ['service']]])
  })

  test('two that only together keep the file from being applied are mended together', async () => {
    const problems = await grade(`${service('web', '"80"')}---\n${service('shop', '"81"')}`)
    expect(problems.map(([code]) => code)).toEqual(['field-wrong-type', 'field-wrong-type'])
    expect(problems[0]?.[1]).toEqual(['service'])
  })

  test('one that nobody can mend leaves the others alone', async () => {
    const problems = await grade(`${service('web', '"80"')}---\n${service('shop', '70000')}`)
    expect(problems[0]).toEqual(['field-wrong-type', []])
    expect(new Set(problems.slice(1).map(([code, passing]) => [code, passing].join()))).toEqual(new Set(['value-invalid,']))
  })

  test('objects without a line between them', async () => {
    expect(await grade(`${service('web', '80')}${service('shop', '81')}`)).toEqual([['yaml-separator-missing', ['service']]])
  })
})
