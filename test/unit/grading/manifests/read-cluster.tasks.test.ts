import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'
import type { GivenManifest } from '../../../../src/grading/manifests/read-objects.ts'
import { sampleOf } from '../../../support/sample-of.ts'
import { expectSame } from './expect-same.ts'

const TASKS = join(import.meta.dirname, '../../../../tasks')

const filesIn = (folder: string): readonly GivenManifest[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'wrong.yaml')
    .map((name) => ({ path: name, text: readFileSync(join(folder, name), 'utf8') }))

describe('the direct reader gives the cluster that the simulation comes to', () => {
  const tasks = readdirSync(TASKS).filter((name) => existsSync(join(TASKS, name, 'start.yaml')))
  test.each(tasks)('the solution of %s', async (id) => {
    const start = readFileSync(join(TASKS, id, 'start.yaml'), 'utf8')
    await expectSame([
      ...filesIn(join(TASKS, id, 'solution')),
      ...(/\S/u.test(start.replace(/#.*/gu, '')) ? [{ path: 'start.yaml', text: start }] : []),
    ])
  })

  const wrong = tasks.flatMap((id) => readdirSync(join(TASKS, id, 'wrong')).map((name) => join(id, 'wrong', name)))
  test('wrong answers that the API server takes', async () => {
    let same = 0
    for (const folder of sampleOf(wrong, 30)) {
      const files = filesIn(join(TASKS, folder))
      if ((await readCluster(files)).problems.length > 0) continue
      await expectSame(files)
      same += 1
    }
    expect(same).toBeGreaterThan(10)
  })
})
