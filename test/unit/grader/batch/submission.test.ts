import { describe, expect, test } from 'vitest'
import { filesFor } from '../../../../grader/batch/submission.ts'

const SECTIONS = ['2-2', '3-3']
const PLAIN = { id: '3-3' }
const EGRESS = { id: '3-3', variant: 'egress' }
const OTHER = { id: '2-2' }

const choose = (task: typeof PLAIN, graded: readonly (typeof PLAIN)[], paths: readonly string[]): readonly string[] =>
  filesFor(
    task,
    paths.map((path) => ({ path, text: '', sha256: '' })),
    { sections: SECTIONS, graded },
  ).map(({ path }) => path)

describe('the files for a task', () => {
  const all = ['2-2/a.yaml', '3-3/b.yaml', '3-3/egress/c.yaml', '3-3/notes/d.yaml']

  test.each([
    ['nothing handed in', PLAIN, [PLAIN], [], []],
    ['no folders, one task', EGRESS, [EGRESS], ['a.yaml'], ['a.yaml']],
    ['no folders, several tasks', PLAIN, [PLAIN, OTHER], ['a.yaml'], []],
    ['its folder, and folders in it', PLAIN, [PLAIN], all, ['3-3/b.yaml', '3-3/egress/c.yaml', '3-3/notes/d.yaml']],
    ['without those of a variant that is graded too', PLAIN, [PLAIN, EGRESS], all, ['3-3/b.yaml', '3-3/notes/d.yaml']],
    ['those of the variant', EGRESS, [PLAIN, EGRESS], all, ['3-3/egress/c.yaml']],
    ['those of the variant, graded alone', EGRESS, [EGRESS, OTHER], all, ['3-3/egress/c.yaml']],
    ['without a folder of the variant, the section is it', EGRESS, [EGRESS], ['3-3/b.yaml'], ['3-3/b.yaml']],
    ['unless the section is graded, too', EGRESS, [PLAIN, EGRESS], ['3-3/b.yaml'], []],
  ])('%s', (_, task, graded, paths, expected) => {
    expect(choose(task, graded, paths)).toEqual(expected)
  })
})
