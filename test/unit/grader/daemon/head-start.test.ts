import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { giveHeadStart } from '../../../../grader/daemon/head-start.ts'
import type { Standby } from '../../../../grader/daemon/standby.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

let folder: string
let home: string
let given: Standby | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netgrade-head-start-'))
  home = join(folder, 'home')
})
afterEach(async () => {
  await given?.dismiss()
  given = undefined
  await rm(folder, { recursive: true, force: true })
})

const start = (...argv: readonly string[]): Standby | undefined => (given = giveHeadStart(argv, ROOT, { NETGRADE_HOME: home }))

async function leaveRecord(): Promise<void> {
  await mkdir(home)
  await writeFile(join(home, 'daemon.json'), '{}')
}

describe('a head start', () => {
  it.each([[['up']], [['up', '--brief']]])('is given to grade %j, in a home of its owner’s', async (argv) => {
    expect(start(...argv)?.home).toBe(home)
    expect((await stat(home)).mode & 0o777).toBe(0o700)
  })

  it.each([[[]], [['status']], [['up', '--help']], [['up', '--on', 'kind']], [['up', '--bogus']]])(
    'is not given to grade %j, which may start nothing',
    (argv) => {
      expect(start(...argv)).toBeUndefined()
      expect(existsSync(home)).toBe(false)
    },
  )

  it('is not given to grade up where a daemon left its record', async () => {
    await leaveRecord()
    expect(start('up')).toBeUndefined()
  })

  it.each([[['reset', '--yes']], [['cluster', 'restore', 'a', '--yes']], [['cluster', '--yes', 'import', 'all.yaml']]])(
    'is given to grade %j where a daemon left its record, and only there',
    async (argv) => {
      expect(start(...argv)).toBeUndefined()
      await leaveRecord()
      expect(start(...argv)?.home).toBe(home)
    },
  )

  it.each([
    [['reset']],
    [['reset', '--yes', '--on', 'kind']],
    [['cluster', 'restore', '--yes']],
    [['cluster', 'restore', 'a']],
    [['cluster', 'save', 'a']],
  ])('is not given to grade %j where a daemon left its record', async (argv) => {
    await leaveRecord()
    expect(start(...argv)).toBeUndefined()
  })

  it('is for the exam’s cluster while an exam runs', async () => {
    await mkdir(join(home, 'exam'), { recursive: true })
    await writeFile(join(home, 'exam', 'active'), 'attempt\n')
    expect(start('up')?.home).toBe(join(home, 'exam', 'attempt', 'cluster'))
  })

  it('leaves a home that cannot be made to the command, which says so', async () => {
    await writeFile(home, '')
    expect(start('up')).toBeUndefined()
  })

  it('is gone when it is dismissed, and has touched nothing but its log', async () => {
    const standby = start('up')
    await standby?.dismiss()
    expect(existsSync(join(home, 'daemon.log'))).toBe(true)
    expect(existsSync(join(home, 'data'))).toBe(false)
  })
})
