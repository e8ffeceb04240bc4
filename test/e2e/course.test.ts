// The course's console blocks print what stands in its texts: each section's are run on a cluster of their own, with a real kubectl.
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { consoleTextsOf } from '../../grader/cli/course/console-texts.ts'
import { runBlocks } from '../../grader/cli/course/run-blocks.ts'
import { tryBlocks } from '../../grader/cli/course/try-blocks.ts'
import { conceptIds, practiceIds, sourceOf } from '../content/sections.ts'
import { GRADE, hasKubectl, ROOT } from './support/session.ts'

/** A section's own text with other blocks. */
const textOf = (id: string, block: string) =>
  consoleTextsOf({ ...sourceOf(id), files: { ...sourceOf(id).files, 'en.md': block } })[0] ?? expect.fail('no text')

const root = pathToFileURL(`${ROOT}/`)

describe.skipIf(!hasKubectl)('the console blocks', () => {
  // They mostly wait: for policies that drop, and for Pods to come.
  test.concurrent.each([...conceptIds, ...practiceIds])('of %s', async (id) => {
    const { exitCode, stdout } = await execa(process.execPath, [GRADE, 'course', 'check', id], { cwd: ROOT, reject: false })
    expect(stdout).toMatch(/✔ .* [1-9]\d* commands run/u)
    expect(exitCode, stdout).toBe(0)
  })

  test('are told where they print something else', async () => {
    const text = textOf('2-2', '```console run=start.yaml\n$ kubectl get pod client -n devops -o name\npod/clerk\n```\n')
    const { problems } = await runBlocks(root, text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ file: 'tasks/2-2/en.md', line: 1 })
    expect(problems[0]?.message).toContain('pod/client')
  })

  test('are told where the solution makes no difference to them', async () => {
    const block = '```console try\n$ kubectl get pod client -n devops -o name\n```\n\n'
    const other = '```console try\n$ kubectl get pods -n devops -o name\n```\n'
    const { steps, problems } = await tryBlocks(root, textOf('2-2', `${block}${other}`))
    expect(steps).toBe(2)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ file: 'tasks/2-2/en.md', line: 1 })
    expect(problems[0]?.message).toContain('pod/client')
  })
})
