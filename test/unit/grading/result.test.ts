import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { readTaskFolder } from '../../../src/node/read-files.ts'
import { gradeManifests } from '../../../src/grading/manifests/grade-manifests.ts'
import { toResult, type Result } from '../../../src/grading/result.ts'
import type { Language } from '../../../src/grading/words.ts'
import { renderText } from '../../../grader/reports/text.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const schema = JSON.parse(readFileSync(join(ROOT, 'src/grading/result.schema.json'), 'utf8')) as object
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema)

const grade = async (id: string, file: string | undefined, language: Language): Promise<Result> => {
  const { task } = await readTaskFolder(join(ROOT, 'tasks', id), id)
  const files = file === undefined ? [] : [{ path: file, text: readFileSync(join(ROOT, 'tasks', id, file), 'utf8') }]
  const { checks, problems, applied } = await gradeManifests(task, files)
  return toResult({
    task,
    language,
    environment: 'manifests',
    version: '0.0.0',
    at: '2025-01-01T00:00:00Z',
    files: files.map(({ path }) => ({ path, sha256: '' })),
    checks,
    problems,
    findPosition: (reference, path) => applied.findPosition(reference, path),
  })
}

describe('results keep to their published schema', () => {
  test.each([
    ['3-3', undefined, 'fail', 0],
    ['3-3', 'solution/answer.yaml', 'pass', 100],
    ['3-3', 'wrong/selects-pod-poc/answer.yaml', 'partial', 50],
    ['3-3', 'wrong/slash-comment/answer.yaml', 'invalid', 0],
    ['4-2', 'wrong/rewrite-loses-the-path/answer.yaml', 'partial', 80],
    ['5-2', 'wrong/bare-pod-name/answer.yaml', 'partial', 70],
  ] as const)('%s %s: %s', async (id, file, status, score) => {
    for (const language of ['en', 'ko'] as const) {
      const result = await grade(id, file, language)
      validate(result)
      expect(validate.errors ?? []).toEqual([])
      expect([result.status, result.score]).toEqual([status, score])
    }
  })
})

describe('a failure', () => {
  test('names cause, place, walk and a repair that was tried', async () => {
    const result = await grade('3-3', 'wrong/selects-pod-poc/answer.yaml', 'en')
    const check = result.checks.find(({ passed }) => passed === false)
    expect(check?.id).toBe('others-blocked')
    expect(check?.causes[0]?.code).toBe('policy-selects-no-pod')
    expect(check?.position).toMatchObject({ line: 29, column: 5, path: 'spec.podSelector.matchLabels' })
    expect(check?.walk.filter(({ shouldStop }) => shouldStop)).toHaveLength(1)
    expect(check?.causes[0]?.repair?.passing).toHaveLength(5)
    expect(check?.causes[0]?.repair?.changes[0]?.lines.filter(({ sign }) => sign !== ' ')).toEqual([
      { sign: '-', text: '    pod: poc' },
      { sign: '+', text: '    app: poc' },
    ])
  })

  test('is the only red entry of its cause', async () => {
    const result = await grade('2-2', 'wrong/in-default/answer.yaml', 'en')
    expect(result.checks.map(({ passed }) => passed)).toEqual([false, null, null, null])
  })

  test('reads in every language, in columns that fit', async () => {
    for (const language of ['en', 'ko'] as const) {
      const text = renderText(await grade('3-3', 'wrong/or-for-and/answer.yaml', language), { color: false, width: 100 })
      expect(text).toContain('[policy-peers-or-not-and]')
      expect(text).not.toContain('\u001b')
    }
  })
})
