// The course's console blocks print what stands in its texts: each concept section's are run on a cluster of their own, with a real kubectl.
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { conceptIds } from '../content/sections.ts'
import { GRADE, hasKubectl, ROOT } from './support/session.ts'

describe.skipIf(!hasKubectl)('the console blocks', () => {
  test.each(conceptIds)('of %s', async (id) => {
    const { exitCode, stdout } = await execa(process.execPath, [GRADE, 'course', 'check', id], { cwd: ROOT, reject: false })
    expect(stdout).toMatch(/✔ .* [1-9]\d* commands run/u)
    expect(exitCode, stdout).toBe(0)
  })
})
