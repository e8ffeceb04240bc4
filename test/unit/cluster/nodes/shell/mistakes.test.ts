/** Mistakes of scripts, in the words of dash, bash and busybox's ash, with what they do then. mistakes.yaml was recorded of real shells. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openLab, server, tool } from '../support/lab.ts'
import { sitDown } from '../support/typist.ts'

interface End {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

interface Recorded {
  readonly script: string
  readonly dash: End
  readonly bash: End
  readonly ash?: End
}

const recorded = parse(readFileSync(join(import.meta.dirname, 'mistakes.yaml'), 'utf8')) as readonly Recorded[]

const lab = await openLab(tool('debian', 'debian:12'), tool('box'))

describe.each([
  ['sh', 'dash'],
  ['bash', 'bash'],
] as const)('%s of Debian', (shell, dialect) => {
  test.each(recorded.map((one) => ({ script: one.script, end: one[dialect] })))('$script', async ({ script, end }) => {
    expect(await lab.run('debian', [shell, '-c', script])).toMatchObject(end)
  })
})

test.each(recorded.flatMap(({ script, ash }) => (ash === undefined ? [] : [{ script, end: ash }])))(
  'sh of busybox: $script',
  async ({ script, end }) => {
    expect(await lab.run('box', ['sh', '-c', script])).toMatchObject(end)
  },
)

/** Recorded of busybox 1.36 in a container of a real cluster. */
test.each<readonly [string, string, string, number]>([
  ['echo $((1/0)); echo next $?', '', 'sh: divide by zero\n', 2],
  ['. /nope; echo next $?', '', "sh: .: line 0: can't open '/nope': No such file or directory\n", 2],
  ['export 1a=2; echo next $?', '', 'sh: export: line 0: 1a: bad variable name\n', 2],
  ['echo ${x:?word}; echo next $?', '', 'sh: x: word\n', 2],
  ['sh /nope; echo $?', '2\n', "sh: can't open '/nope': No such file or directory\n", 0],
  ['cd /nope; echo $?', '2\n', "sh: cd: line 0: can't cd to /nope: No such file or directory\n", 0],
  ['echo $0', 'sh\n', '', 0],
  ['nonesuch; echo $?', '127\n', 'sh: nonesuch: not found\n', 0],
  ['x=1; readonly x; x=2; echo next', '', 'sh: x: is read only\n', 2],
  ['shift 3; echo $?', '1\n', '', 0],
  ['set -u; echo $zz; echo next', '', 'sh: zz: parameter not set\n', 2],
  ['exit abc', '', 'sh: exit: line 0: Illegal number: abc\n', 2],
  ['echo "${y?}"', '', 'sh: y: parameter not set\n', 2],
  ['kill -0 99999; echo $?', '1\n', "sh: can't kill pid 99999: No such process\n", 0],
  ['test 1 -eq a; echo $?', '2\n', 'sh: a: out of range\n', 0],
  ['[ 1 = 1; echo $?', '2\n', 'sh: missing ]\n', 0],
  ['> /nope/x; echo $?', '1\n', "sh: can't create /nope/x: nonexistent directory\n", 0],
  ['cat < /nope; echo $?', '1\n', "sh: can't open /nope: no such file\n", 0],
  ['if; then', '', 'sh: syntax error: unexpected ";"\n', 2],
  ['echo "a', '', 'sh: syntax error: unterminated quoted string\n', 2],
  ['export -p | head -2', "export HOME='/root'\nexport HOSTNAME='box'\n", '', 0],
  ['exec nope; echo after', '', 'sh: exec: line 0: nope: not found\n', 127],
  ['/etc/passwd; echo $?', '126\n', 'sh: /etc/passwd: Permission denied\n', 0],
])('sh of busybox: %s', async (script, stdout, stderr, code) => {
  expect(await lab.run('box', script)).toMatchObject({ stdout, stderr, code })
})

test('where somebody types, a mistake ends the line; dash counts the lines', async () => {
  const typist = await sitDown(lab, 'debian')
  expect(await typist.type('nope\r')).toContain('sh: 1: nope: not found\r\n# ')
  expect(await typist.type('echo $((1/0))\r')).toContain('sh: 2: arithmetic expression: division by zero: "1/0"\r\n# ')
  expect(await typist.type('export 1a\r')).toContain('sh: 3: export: 1a: bad variable name\r\n# ')
})

test('what stands behind a pipe is given its bytes, whatever file it writes to', async () => {
  const script =
    'echo y | if true; then cat; fi > /tmp/a; echo z | cat > /tmp/b; cat /tmp/b; echo q | tee /tmp/c | wc -c > /tmp/d; cat /tmp/c /tmp/d'
  expect(await lab.run('debian', script)).toMatchObject({ stdout: 'z\nq\n2\n', stderr: '', code: 0 })
})

describe('connections that bash opens like files', () => {
  const shop = openLab(tool('client', 'debian:12'), server('web', 'nginx'))

  test('are those of the model', async () => {
    const one = await shop
    const [web, dead] = [one.ip('web'), one.ip('client')]
    const open = `echo hi > /dev/tcp/${web}/80 && echo open`
    expect(await one.run('client', ['bash', '-c', open])).toMatchObject({ stdout: 'open\n', stderr: '', code: 0 })
    expect(await one.run('client', ['bash', '-c', `exec 3<>/dev/tcp/${dead}/81; echo $?`])).toMatchObject({
      stdout: '1\n',
      stderr: `bash: connect: Connection refused\nbash: /dev/tcp/${dead}/81: Connection refused\n`,
    })
    expect(await one.run('client', ['bash', '-c', '</dev/tcp/nope.invalid/80'])).toMatchObject({
      stderr: 'bash: nope.invalid: Name or service not known\nbash: /dev/tcp/nope.invalid/80: Invalid argument\n',
      code: 1,
    })
    const silent = await one.run('client', ['timeout', '2', 'bash', '-c', '</dev/tcp/10.244.77.7/80'])
    expect(silent).toMatchObject({ stdout: '', code: 124 })
    expect(await one.run('client', ['sh', '-c', `echo hi > /dev/tcp/${web}/80; echo $?`])).toMatchObject({
      stdout: '2\n',
      stderr: `sh: 1: cannot create /dev/tcp/${web}/80: Directory nonexistent\n`,
    })
  })

  test('are opened by a bash that another shell starts', async () => {
    const one = await shop
    const script = `bash -c 'echo hi > /dev/tcp/${one.ip('client')}/81'; echo $?; bash -c nope; nope`
    expect(await one.run('client', ['sh', '-c', script])).toMatchObject({
      stdout: '1\n',
      stderr: `bash: connect: Connection refused\nbash: /dev/tcp/${one.ip('client')}/81: Connection refused\nbash: line 1: nope: command not found\nsh: 1: nope: not found\n`,
    })
  })
})
