import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')
const page = readFileSync(join(ROOT, 'docs/library.md'), 'utf8')
const folder = mkdtempSync(join(ROOT, 'node_modules/.library-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Example {
  readonly title: string
  readonly code: string
  readonly printed: string
}

const shared = /```ts shared\n([\s\S]*?)```/u.exec(page)?.[1] ?? ''
const examples = page.split(/^## /mu).flatMap((section): readonly Example[] => {
  const match = /```ts\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/u.exec(section)
  const title = section.slice(0, section.indexOf('\n'))
  return match === null ? [] : [{ title, code: match[1] ?? '', printed: match[2] ?? '' }]
})

test('there is a program for each main function', () => {
  const functions = ['connect', 'resolve', 'request', 'comparePolicies', 'checkInvariant', 'connectAll']
  expect(examples.map(({ title }) => title.split(':')[0])).toEqual(functions)
})

test.each(examples)('$title', async ({ code, printed }) => {
  const path = join(folder, `${examples.findIndex((example) => example.code === code)}.mjs`)
  const { outputFiles } = await build({
    stdin: { contents: `${shared}\n${code}`, resolveDir: join(ROOT, 'docs'), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  })
  writeFileSync(path, outputFiles[0]?.text ?? '')
  const { stdout } = await execa(process.execPath, [path])
  expect(`${stdout}\n`).toBe(printed)
})
