import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../../../grader/cli/run.ts'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
let home: string
beforeAll(async () => (home = await mkdtemp(join(tmpdir(), 'netgrade-run-'))))
afterAll(() => rm(home, { recursive: true }))

async function grade(
  argv: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const code = await run(argv, {
    stdout: { write: (text) => (out += text), isTTY: false },
    stderr: { write: (text) => (err += text) },
    environment: { NETGRADE_HOME: home, ...environment },
    root: ROOT,
  })
  return { code, out, err }
}

describe('usage', () => {
  it.each([
    [['--help'], 0, 'Usage:', ''],
    [['up', '--prot', '1'], 2, '', '--port'],
    [['--fromat', 'json'], 2, '', '--format'],
    [['up', '--port', 'abc'], 2, '', '1–65535'],
    [['up', '--port', '70000'], 2, '', '1–65535'],
    [['down', 'now'], 2, '', 'Too many arguments: 0 expected, 1 given.'],
    [['trace', '--file', 'a.yaml', 'pod/default/a', 'service/default/s:80'], 2, '', 'put it last'],
    [['trace', '-f', 'nosuch.yaml'], 2, '', 'The argument <from> is missing.\n'],
    [['3-3', '--on', 'moon'], 2, '', 'embedded, manifests'],
    [['--lang', 'fr'], 2, '', 'en, ko'],
    [['start'], 2, '', 'task'],
    [['env', '--shell', 'tcsh'], 2, '', 'powershell'],
    [['reset'], 2, '', 'grade reset --yes'],
    [['cluster'], 2, '', 'It has: export, import, save, restore, saved, forget.'],
    [['exam'], 2, '', 'grade exam needs to be told what to do.'],
    [['exam', 'strat', 'x'], 2, '', 'Did you mean "start"?'],
    [['site', 'serve', '--port', '80'], 2, '', 'There is no option --port.\n  do   grade site --help lists the options.'],
    [['course', 'check', '--wirte'], 2, '', 'Did you mean "--write"? grade course check --help lists the options.'],
    [['3-3', '--fille', 'x'], 2, '', 'Did you mean "--file"? grade --help lists the options.'],
    [['cluster', 'import'], 2, '', 'The argument <file> is missing.'],
    [['cluster', 'save', 'a'], 2, '', 'grade up starts it.'],
    [['cluster', 'save', '../a'], 2, '', 'cannot name a saved state'],
    [['cluster', 'restore', 'a', '--yes'], 2, '', 'No state was saved as a.'],
    [['env'], 3, '', 'grade up'],
    [['status'], 3, 'grade up', ''],
  ])('grade %s exits %i', async (argv, code, out, err) => {
    const result = await grade(argv)
    expect(result.code).toBe(code)
    expect(result.out).toContain(out)
    expect(result.err).toContain(err)
    if (out === '') expect(result.out).toBe('')
    if (err === '') expect(result.err).toBe('')
  })

  it.each([
    [['--help', '--lang', 'ko'], {}, '사용법:'],
    [['--help', '--lang=ko'], {}, '사용법:'],
    [['--help'], { LANG: 'ko_KR.UTF-8' }, '사용법:'],
    [['--help'], { LC_ALL: 'C', LANG: 'ko_KR.UTF-8' }, 'Usage:'],
    [['--help', '--lang', 'en'], { LANG: 'ko_KR.UTF-8' }, 'Usage:'],
  ])('%s with %o speaks the right language', async (argv, environment, expected) => {
    expect((await grade(argv, environment)).out).toContain(expected)
  })
})

describe('a state directory that cannot be used', () => {
  it('is named, with what to do', async () => {
    const result = await grade(['up'], { NETGRADE_HOME: '/dev/null/netgrade' })
    expect(result.code).toBe(3)
    expect(result.err).toContain('/dev/null/netgrade')
    expect(result.err).toContain('NETGRADE_HOME')
  })
})

describe('during an exam', () => {
  beforeAll(async () => {
    await mkdir(join(home, 'exam'), { recursive: true })
    await writeFile(join(home, 'exam', 'active'), 'attempt')
  })
  afterAll(() => rm(join(home, 'exam'), { recursive: true }))

  it.each([
    [['2-2', '--try-repairs'], '--try-repairs'],
    [['2-2', '--apply', '--yes'], '--apply'],
    [['--apply'], '--apply'],
    [['trace', 'a', 'b'], 'grade trace is not there during an exam.'],
    [['solution', '2-2'], 'grade solution is not there during an exam.'],
    [['cluster', 'restore', 'a', '--yes'], 'is not there during an exam.'],
  ])('grade %s is refused', async (argv, text) => {
    const result = await grade(argv)
    expect(result.err).toContain(text)
    expect(result).toMatchObject({ code: 2, out: '' })
  })
})
