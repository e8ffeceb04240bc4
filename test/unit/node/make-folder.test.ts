import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from '../../../src/node/make-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'netgrade-make-folder-'))
afterAll(() => rmSync(folder, { recursive: true }))

const modeOf = (path: string): number => statSync(path).mode & 0o777

test('those above it are made as well, each with its mode', () => {
  makeFolder(join(folder, 'a/b'), 0o700)
  expect([modeOf(join(folder, 'a')), modeOf(join(folder, 'a/b'))]).toEqual([0o700, 0o700])
})

test('one that is there stays as it is, behind a link too', () => {
  mkdirSync(join(folder, 'there'), { mode: 0o750 })
  symlinkSync(join(folder, 'there'), join(folder, 'link'))
  makeFolder(join(folder, 'there'), 0o700)
  makeFolder(join(folder, 'link/inside'), 0o700)
  expect([modeOf(join(folder, 'there')), modeOf(join(folder, 'there/inside'))]).toEqual([0o750, 0o700])
})

test('a file in its place, or above it, is told', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST')
  expect(() => makeFolder(join(folder, 'file/inside'))).toThrow('ENOTDIR')
})

test.runIf(process.platform === 'linux')('it ends where a file system takes no folders', () => {
  expect(() => makeFolder('/proc/netgrade/results')).toThrow('ENOENT')
})
