/** Courses with mistakes: the build tells all of them at once and writes nothing, and who serves the site tells each until it is mended. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBuilder, type Builder } from '../../site/serve/builder.ts'

const repository = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'netgrade-problems-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const BOMB = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  .concat(
    ['b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
      (name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[index]}`).join(', ')}]`,
    ),
  )
  .join('\n')

type Break = (path: string) => void
const replace =
  (from: string | RegExp, to: string): Break =>
  (path) => {
    const text = readFileSync(path, 'utf8')
    const changed = text.replace(from, to)
    expect(changed, path).not.toBe(text)
    writeFileSync(path, changed)
  }
const append =
  (text: string): Break =>
  (path) => {
    appendFileSync(path, text)
  }
const become =
  (text: string): Break =>
  (path) => {
    writeFileSync(path, text)
  }
const remove: Break = (path) => rmSync(path)
const becomeFolder: Break = (path) => {
  rmSync(path)
  mkdirSync(path)
}

const MISTAKES: readonly (readonly [string, string, Break, string])[] = [
  ['a field twice in the front matter', '1-2/en.md', replace(/^---\n/u, '---\ntitle: One\n'), '3:1: title stands twice'],
  [
    'a line of the front matter that is no field',
    '1-2/en.md',
    replace(/^---\n/u, '---\nOne\n'),
    '2:1: the front matter needs lines such as title: text',
  ],
  [
    'a front matter without an end',
    '1-2/ko.md',
    replace(/\n---\n/u, '\n'),
    '1:1: the front matter has no end: a line of --- is missing',
  ],
  ['an unknown kind of check', '3-3/task.yaml', replace('    exists:', '    exsits:'), 'exsits'],
  [
    'a code block without an end',
    '1-1/en.md',
    append('\n```yaml\nkind: Pod\n'),
    'this code block has no end: a line of ``` is missing',
  ],
  ['a missing language', '2-2/ko.md', remove, '1:1: the file is missing'],
  ['a YAML bomb', '3-3/start.yaml', become(BOMB), '1:1: The aliases of this document expand to far more than what is written.'],
  ['an unknown word of the glossary', '1-3/en.md', append('\n[what](term:nonesuch)\n'), 'the link term:nonesuch leads nowhere'],
  [
    'a check’s id twice',
    '4-2/task.yaml',
    (path) => {
      const [first = '', second = ''] = [...readFileSync(path, 'utf8').matchAll(/- id: \S+/gu)].map(([id]) => id)
      replace(second, first)(path)
    },
    'stands twice',
  ],
  ['an empty file', '2-3/task.yaml', become(''), '1:1: The file holds no object.'],
  ['a reference to no section', '3-1/en.md', append('\n[what](9-9.md)\n'), 'the link 9-9.md leads nowhere'],
  ['a section twice', 'course.yaml', replace('id: 1-2', 'id: 1-1'), 'sections[1].id: 1-1 stands twice'],
  ['a folder in a file’s place', '5-2/en.md', becomeFolder, '1:1: the file is missing'],
]

/** A copy of the course, in a folder that has all else from here. */
const copyCourse = (): string => {
  const root = join(folder, 'root')
  mkdirSync(root)
  for (const entry of ['docs', 'node_modules', 'package.json', 'site', 'src', 'test'])
    symlinkSync(join(repository, entry), join(root, entry))
  cpSync(join(repository, 'tasks'), join(root, 'tasks'), { recursive: true })
  return root
}

test('the program tells all mistakes with their files, and writes nothing', async () => {
  const root = copyCourse()
  const [output, together] = [
    join(folder, 'output'),
    MISTAKES.filter(([, path]) => path !== 'course.yaml' && path !== '3-3/start.yaml'),
  ]
  for (const [, path, spoil] of new Map(together.map((mistake) => [mistake[1], mistake])).values())
    spoil(join(root, 'tasks', path))
  const { exitCode, stderr } = await execa(process.execPath, [join(repository, 'dist/site.mjs'), 'build', output], {
    reject: false,
    env: { NETGRADE_ROOT: root, NETGRADE_LANG: 'en' },
  })
  expect(exitCode).toBe(1)
  for (const path of new Set(together.map(([, path]) => path)))
    expect(stderr).toMatch(new RegExp(`^tasks/${path}:\\d+:\\d+: `, 'mu'))
  expect(stderr).toContain('site: nothing was written. Mend these places first.')
  expect(existsSync(output)).toBe(false)
})

describe('while the site is served', () => {
  const tasks = join(folder, 'tasks')
  let builder: Builder
  beforeAll(async () => {
    cpSync(join(repository, 'tasks'), tasks, { recursive: true })
    builder = await createBuilder({ root: repository, tasks }, () => undefined)
    expect(builder.current().problems).toEqual([])
  }, 120_000)

  test.each(MISTAKES)('%s in %s is told until it is mended', async (_, path, spoil, message) => {
    const file = join(tasks, path)
    const before = readFileSync(file)
    spoil(file)
    await builder.change([file])
    const told = builder.current().problems.filter((problem) => problem.includes(message))
    expect(told, builder.current().problems.join('\n')).toHaveLength(1)
    expect(told[0]).toMatch(new RegExp(`^tasks/${path}:\\d+:\\d+: `, 'u'))
    rmSync(file, { recursive: true, force: true })
    writeFileSync(file, before)
    await builder.change([file])
    expect(builder.current().problems).toEqual([])
  })

  test.each(['', 'pod: [a'])('a glossary that is %j is one mistake', async (text) => {
    const file = join(tasks, 'glossary.yaml')
    const before = readFileSync(file)
    writeFileSync(file, text)
    await builder.change([file])
    expect(builder.current().problems).toEqual([expect.stringMatching(/^tasks\/glossary\.yaml:\d+:\d+: /u)])
    writeFileSync(file, before)
    await builder.change([file])
    expect(builder.current().problems).toEqual([])
  })

  test('a byte order mark and CRLF are no mistakes', async () => {
    const file = join(tasks, '3-3/en.md')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, `\uFEFF${before.replaceAll('\n', '\r\n')}`)
    await builder.change([file])
    expect(builder.current().problems).toEqual([])
    expect(builder.current().site.files.get('en/3-3.html')?.()).toContain(/^title: (.*)$/mu.exec(before)?.[1])
  })

  test('what looks like HTML or a template in a text is shown as it stands', async () => {
    const file = join(tasks, '1-4/en.md')
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n{{constructor}}\n`,
    )
    await builder.change([file])
    const page = builder.current().site.files.get('en/1-4.html')?.() ?? ''
    expect(page).toContain('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')
    expect(page).not.toContain('href="javascript:')
    expect(page).toContain('{{constructor}}')
  })
})
