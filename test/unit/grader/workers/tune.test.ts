import { execa } from 'execa'
import { expect, test } from 'vitest'
import { V8_FLAGS } from '../../../../grader/workers/tune.ts'

test.each(V8_FLAGS)('this V8 knows %s', async (flag) => {
  const { stdout, stderr } = await execa(process.execPath, [flag, '-p', '"runs"'])
  expect({ stdout, stderr }).toEqual({ stdout: 'runs', stderr: '' })
})
