import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimFolder, readRecord, releaseFolder, type BatchRecord } from '../../../../grader/batch/output-folder.ts'
import { WHOLE } from '../../../../grader/batch/shard.ts'

const folder = mkdtempSync(join(tmpdir(), 'netgrade-output-'))
const RECORD: BatchRecord = {
  ...{ schema: 'netgrade/batch/v1', tool: { name: 'netgrade', version: '1' }, language: 'en', tasks: ['3-3'] },
  ...{ settings: 'a', shard: WHOLE },
}

test('a folder is made, and says what is in it', () => {
  const path = join(folder, 'new/one')
  claimFolder(path, RECORD, false)
  releaseFolder(path)
  expect(readRecord(path)).toEqual(RECORD)
})

test.each(['file', 'file/below'])('where nothing can be written, at %s, the place is named and nobody’s mistake', (name) => {
  writeFileSync(join(folder, 'file'), '')
  const path = join(folder, name)
  expect(() => claimFolder(path, RECORD, false)).toThrow(
    expect.objectContaining({ code: 'output-unwritable', detail: expect.objectContaining({ path }) as unknown }),
  )
})

test.runIf(process.platform === 'linux')('a file system that takes no folders is told', () => {
  expect(() => claimFolder('/proc/netgrade/results', RECORD, false)).toThrow(
    expect.objectContaining({ code: 'output-unwritable' }) as Error,
  )
})
