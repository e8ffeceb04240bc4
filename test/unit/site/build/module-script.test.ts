import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createScripts, exactly } from '../../../../site/build/module-script.ts'

const folder = mkdtempSync(join(tmpdir(), 'netgrade-module-script-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('a file is made a script once for each build, without types and in the letters it was written in', async () => {
  const path = join(folder, 'module.ts')
  writeFileSync(path, `export const name = (one: string): string => one + '포드'`)
  const scriptOf = createScripts()
  const first = await scriptOf(path)
  expect(first).toBe('export const name = (one) => one + "포드";\n')
  writeFileSync(path, 'export const name = 1')
  expect(await scriptOf(path)).toBe(first)
  expect(await createScripts()(path)).toBe('export const name = 1;\n')
})

test.each([
  ['itself', '/a/x+y (1).ts', true],
  ['one that begins alike', '/a/x+y (1).tsx', false],
  ['one that ends alike', '/b/a/x+y (1).ts', false],
  ['one that a pattern of its letters matches', '/a/xxy (1)-ts', false],
  ['nothing', '', false],
])('a filter for a path matches %s: %s', (_what, path, matches) => {
  expect(exactly(['/a/x+y (1).ts', '/a/z.ts']).test(path)).toBe(matches)
  expect(exactly([]).test('/a/z.ts')).toBe(false)
})
