import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, pod, server, tool, type Lab } from '../support/lab.ts'
import { sitDown } from '../support/typist.ts'

interface Ended {
  readonly stdout: string
  readonly code: number
}

/** Measured with busybox 1.35 and bash 5.2 in Pods of a real cluster; where bash differs, it is the second. */
const LINES: readonly (readonly [line: string, ash: Ended, bash?: Ended])[] = [
  ['kill $$; echo after', { stdout: '', code: 143 }],
  ['kill -9 $$; echo after', { stdout: '', code: 137 }],
  ['trap "echo bye" EXIT; kill $$; echo after', { stdout: '', code: 143 }, { stdout: 'bye\n', code: 143 }],
  ['trap "echo bye" EXIT; kill -9 $$; echo after', { stdout: '', code: 137 }],
  ['trap "echo bye" EXIT; exit 4', { stdout: 'bye\n', code: 4 }],
  ['trap "echo got" TERM; kill $$; echo after', { stdout: 'got\nafter\n', code: 0 }],
  ['trap "echo got; exit 5" TERM; kill -TERM $$; echo after', { stdout: 'got\n', code: 5 }],
  ['trap "echo got" INT; kill -INT $$ && echo after', { stdout: 'got\nafter\n', code: 0 }],
  ['trap "" TERM; kill $$; echo still', { stdout: 'still\n', code: 0 }],
  ['trap "echo u" USR1; kill -USR1 $$; trap - USR1; trap', { stdout: 'u\n', code: 0 }],
  [
    'trap "echo a" TERM EXIT; trap',
    { stdout: "trap -- 'echo a' EXIT\ntrap -- 'echo a' TERM\na\n", code: 0 },
    { stdout: "trap -- 'echo a' EXIT\ntrap -- 'echo a' SIGTERM\na\n", code: 0 },
  ],
  ['trap "echo t" TERM; sleep 1 & kill $$; wait; echo $?', { stdout: 't\n0\n', code: 0 }],
  ['sleep 100 & kill $!; wait $!; echo $?', { stdout: '143\n', code: 0 }],
  ['kill 99999; echo $?', { stdout: '1\n', code: 0 }],
  ['kill 99999 2> /tmp/said || echo no', { stdout: 'no\n', code: 0 }],
]

describe('a signal that a shell sends', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(tool('box'), server('web', 'nginx'))
  })

  const lines = LINES.map(([line, ash, bash = ash]) => ({ line, ash, bash }))
  test.each(lines)('sh: $line', async ({ line, ash }) => expect(await lab.run('box', ['sh', '-c', line])).toMatchObject(ash))
  test.each(lines)('bash: $line', async ({ line, bash }) =>
    expect(await lab.run('web', ['bash', '-c', line])).toMatchObject(bash),
  )

  test('to a process that is not there is complained about in its own words', async () => {
    expect((await lab.run('box', ['sh', '-c', 'kill 99999'])).stderr).toBe("sh: can't kill pid 99999: No such process\n")
    expect((await lab.run('web', ['bash', '-c', 'kill 99999'])).stderr).toBe('bash: line 1: kill: (99999) - No such process\n')
  })

  test('does not end one that somebody sits at, unless it is SIGKILL; its number and traps stay', async () => {
    const typist = await sitDown(lab, 'box')
    const number = /\$\$\r\n(\d+)\r\n/u.exec(await typist.type('echo $$\r'))?.[1]
    expect(await typist.type('echo $$\r')).toBe(`echo $$\r\n${number ?? ''}\r\n/ # `)
    expect(await typist.type('kill $$\r')).toBe('kill $$\r\n/ # ')
    await typist.type("trap 'echo got' TERM\r")
    expect(await typist.type('kill $$\r')).toBe('kill $$\r\ngot\r\n/ # ')
    await typist.type('kill -9 $$\r')
    expect(typist.code()).toBe(137)
  })

  test('does not reach the first process of a container that it is itself', async () => {
    const own = await openLab(
      pod('first', { image: 'busybox', command: ['sh', '-c', 'echo $$$$; kill $$$$; echo still; sleep 1000'] }),
    )
    expect(await own.log('first')).toBe('1\nstill\n')
  })
})
