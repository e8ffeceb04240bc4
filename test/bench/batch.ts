/**
 * `grade batch` on one NetworkPolicy task, for classes of two sizes: submissions a second, of the processor for each, and memory, which
 * must not follow the size. What kubectl and Go only validate takes its own time; here everything is graded and explained.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeClass } from '../support/synthetic-class.ts'
import { measure } from './race.ts'

const SIZES = [500, 3000]
const TASK = '3-3'

/** Prints a line for each size. */
export const benchBatch = async (grade: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'netgrade-batch-'))
  try {
    const time = async (path: string) =>
      measure([process.execPath, grade, 'batch', path, '--task', TASK, '--exit-zero'], { outputFile: join(folder, 'out.txt') })
    mkdirSync(join(folder, 'nobody/x'), { recursive: true })
    writeFileSync(join(folder, 'nobody/x/a.yaml'), '')
    const start = await time(join(folder, 'nobody'))
    for (const learners of SIZES) {
      const path = join(folder, `class-${learners}`)
      makeClass(path, { seed: 5, learners, tasks: [TASK] })
      const { ms, cpuMs, memoryMb = Number.NaN } = await time(path)
      const rate = (learners / ms) * 1000
      const eachMs = (cpuMs - start.cpuMs) / learners
      console.log(
        `${`grade batch, ${learners} learners, ${TASK}`.padEnd(58)} ${rate.toFixed(0).padStart(9)} a second   ${eachMs.toFixed(1)} ms of the processor each   ${memoryMb.toFixed(0)} MB   aim: 300 a second on two cores, the same memory`,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
