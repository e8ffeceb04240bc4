import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, pod, server, service, tool, type Lab } from '../support/lab.ts'

/** What was printed, each piece with the second in which it came. */
const printedOver = async ({ cluster }: Lab, name: string, argv: readonly string[]): Promise<readonly string[]> => {
  const startedMs = cluster.clock.now()
  const shown: string[] = []
  const show = (chunk: Uint8Array): void => {
    const second = Math.floor((cluster.clock.now() - startedMs) / 1000)
    for (const line of new TextDecoder().decode(chunk).trimEnd().split('\n')) shown.push(`${second} ${line}`)
  }
  const end = { isOver: false }
  void cluster.runtime
    .exec({ namespace: 'default', name }, argv, { stdout: show, stderr: show, tty: false }, new AbortController().signal)
    .then(() => (end.isOver = true))
  // Commands are loaded in real time, in which the clock stands still.
  while (!end.isOver) {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    ;(cluster.clock as { advance?: (ms: number) => void }).advance?.(50)
  }
  return shown
}

describe('programs of a pipe', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(
      tool('box'),
      tool('web', 'nginx'),
      server('nginx', 'nginx'),
      service('nginx', { selector: { app: 'nginx' }, ports: [{ port: 80 }] }),
      pod('script', {
        image: 'busybox',
        command: [
          'sh',
          '-c',
          'say() { for i in 1 2; do echo $i; sleep 2; done; }; say | while read x; do echo got $x; done; sleep 99',
        ],
      }),
    )
    // What the tests look at the time of is loaded before.
    await lab.run('web', 'echo a | cat | head -n 1 | sed s/a/b/; yes | head -n 1; chmod +x /etc/hostname')
  })

  test.each<[string, string, readonly string[]]>([
    [
      'a loop and one that reads it',
      'for i in 1 2; do echo $i; sleep 2; done | while read x; do echo got $x; done',
      ['0 got 1', '2 got 2'],
    ],
    ['a function', 'f() { echo a; sleep 2; echo b; }; f', ['0 a', '2 b']],
    ['a function within a function', 'f() { echo a; sleep 2; g; }; g() { echo b; }; f; echo c', ['0 a', '2 b', '2 c']],
    ['eval', "eval 'echo a; sleep 2; echo b'", ['0 a', '2 b']],
    ['a group whose complaints are output', '{ echo a; sleep 2; nosuch; } 2>&1', ['0 a', '2 sh: 1: nosuch: not found']],
    ['a shell', "sh -c 'echo a; sleep 2; echo b'", ['0 a', '2 b']],
    ['a shell within a function', "f() { sh -c 'echo a; sleep 2; echo b'; }; f", ['0 a', '2 b']],
    ['a file of commands', "echo 'echo a; sleep 2; echo b' > /tmp/s; sh /tmp/s; . /tmp/s", ['0 a', '2 b', '2 a', '4 b']],
    [
      'a program that is a script',
      "{ echo '#!/bin/sh'; echo 'echo a $1; sleep 2; echo b'; } > /tmp/p; chmod +x /tmp/p; /tmp/p x",
      ['0 a x', '2 b'],
    ],
  ])('print as they run: %s', async (_, script, shown) => {
    expect(await printedOver(lab, 'web', ['sh', '-c', script])).toEqual(shown)
  })

  test('print to the log as they run', async () => {
    expect(await lab.log('script')).toContain('got 1\n')
  })

  test.each<[string, string, string]>([
    ['functions', 'ask() { read x; echo "<$x>"; }; printf "a\\nb\\nc\\n" | { read y; ask; cat; }', '<b>\nc\n'],
    [
      'functions with a file',
      'ask() { read x; echo "<$x>"; }; printf "a\\nb\\n" > /tmp/l; ask < /tmp/l; ask < /tmp/l',
      '<a>\n<a>\n',
    ],
    ['a text', '{ read x; read y; echo $y$x; } <<E\n1\n2\nE', '21\n'],
    ['eval', 'printf "a\\nb\\n" | { read x; eval "read y"; echo $x $y; }', 'a b\n'],
    [
      'an inner shell',
      `printf 'a\\nb\\nc\\n' | while read x; do sh -c 'read y; echo in $y'; echo $x; done`,
      'in b\na\nin\nc\n',
    ],
    ['cat in a loop', 'printf "a\\nb\\nc\\n" | while read x; do echo $x; cat; done', 'a\nb\nc\n'],
    [
      'cat in a loop over a file',
      'printf "a\\nb\\nc\\n" > /tmp/l; while read x; do echo "$x:"; cat; done < /tmp/l',
      'a:\nb\nc\n',
    ],
    [
      'loops that are left from within',
      'printf "1\\n2\\n" > /tmp/l; while read a; do while read b; do echo $a$b; continue 2; done < /tmp/l; done < /tmp/l',
      '11\n21\n',
    ],
    ['exec', 'printf "a\\nb\\n" > /tmp/l; exec < /tmp/l; read x; echo "[$x]"; cat', '[a]\nb\n'],
  ])('read what is theirs and leave the rest: %s', async (_, script, stdout) => {
    expect(await lab.run('web', script)).toMatchObject({ stdout, code: 0 })
  })

  test.each<[string, string, string]>([
    ['variables, parameters and options', 'set -u; x=1; set -- p q; { echo $x $2 $#; x=2; } | cat; echo $x', '1 q 2\n1\n'],
    [
      'local variables',
      'f() { local a=1; echo x | while read y; do local b=$y; echo $a$b; return 3; done; echo $?; }; f',
      '1x\n3\n',
    ],
    ['who reads no further', 'while true; do echo y; done | head -n 2; echo $?', 'y\ny\n0\n'],
    ['a program without an end', 'yes no | head -n 1', 'no\n'],
    ['output sent elsewhere', 'exec > /tmp/log; echo hi; cat /tmp/log >&2', ''],
    ['complaints sent with the output', 'exec 2>&1; nosuch', 'sh: 1: nosuch: not found\n'],
  ])('are copies of the shell: %s', async (_, script, stdout) => {
    expect((await lab.run('web', script)).stdout).toBe(stdout)
  })

  test('each tell how they ended', async () => {
    const script =
      'a=(1 "2 3"); for i in 1; do echo "${a[1]}"; done | cat; false | for i in 1; do (exit 3); done | true; echo "${PIPESTATUS[@]}"'
    expect((await lab.run('web', ['bash', '-c', script])).stdout).toBe('2 3\n1 3 0\n')
    expect((await lab.run('web', ['bash', '-c', 'set -o pipefail; (exit 4) | true; echo $?'])).stdout).toBe('4\n')
  })

  test('a loop reads each of many lines once', async () => {
    const script =
      'seq 3000 > /tmp/n; n=0; while read x; do n=$((n+x)); done < /tmp/n; echo $n; seq 3000 | while read x; do n=$((n-x)); [ $n -eq 0 ] && echo none; done'
    expect((await lab.run('web', script)).stdout).toBe('4501500\nnone\n')
  })
})

describe('devices without an end', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(tool('box'), tool('web', 'nginx'))
  })

  test.each<[string, string, string]>([
    ['web', 'head -c 100000 /dev/zero | wc -c', '100000\n'],
    ['web', 'head -c 3 /dev/zero | tr "\\0" x', 'xxx'],
    ['web', 'head -c 16 /dev/urandom | wc -c; tr -dc a-z </dev/urandom | head -c 8 | wc -c', '16\n8\n'],
    ['web', '[ "$(head -c 9 /dev/urandom | base64)" != "$(head -c 9 /dev/urandom | base64)" ] && echo differ', 'differ\n'],
    [
      'web',
      'dd if=/dev/zero of=/tmp/x bs=1k count=3 status=none; wc -c < /tmp/x; head -c 5000 /dev/zero | dd bs=1 count=2 2>/dev/null | wc -c',
      '3072\n2\n',
    ],
    ['box', 'dd if=/dev/zero of=/dev/null bs=1M count=2 2>&1 | head -n 2', '2+0 records in\n2+0 records out\n'],
  ])('in %s: %s', async (name, script, stdout) => {
    expect((await lab.run(name, script)).stdout.replaceAll(/^ +/gmu, '')).toBe(stdout)
  })

  test('what is not there, and what is no number, is told', async () => {
    expect(await lab.run('web', 'dd if=/nosuch')).toMatchObject({
      stderr: "dd: failed to open '/nosuch': No such file or directory\n",
      code: 1,
    })
    expect(await lab.run('box', 'dd bs=q')).toMatchObject({ stderr: "dd: invalid number 'q'\n", code: 1 })
  })
})

describe('programs that people type', () => {
  test('busybox by name, temporary files, processors and the first process', async () => {
    const lab = await openLab(tool('box'))
    const { stdout, stderr } = await lab.run(
      'box',
      "busybox echo hi; busybox foo; mktemp; nproc; tr '\\0' ' ' < /proc/1/cmdline; uptime",
    )
    expect(stdout).toMatch(/^hi\n\/tmp\/tmp\.\w{10}\n\d+\nsleep 1000000  \d\d:\d\d:\d\d up .*load average: /u)
    expect(stderr).toBe('foo: applet not found\n')
  })
})

describe('signals to the first process of a container', () => {
  test.each<[string, string, number, boolean]>([
    ['SIGQUIT ends a server', 'kill -QUIT 1', 0, false],
    ['SIGTERM ends a server', 'kill 1', 0, false],
    ['who waits ends with it', 'kill 1; sleep 9', 137, false],
    ['SIGHUP does not', 'kill -HUP 1; sleep 2', 0, true],
    ['SIGKILL does not reach it', 'kill -9 1; sleep 2', 0, true],
  ])('%s', async (_, script, code, goesOn) => {
    const lab = await openLab(pod('nginx', { image: 'nginx' }, { restartPolicy: 'Never' }))
    expect((await lab.run('nginx', script)).code).toBe(code)
    await lab.pass(1_000)
    expect((await lab.run('nginx', 'true')).code).toBe(goesOn ? 0 : -1)
  })

  test('a trap for another signal than SIGTERM', async () => {
    const command = ['sh', '-c', "trap 'echo heard' USR1; while :; do sleep 1; done"]
    const lab = await openLab(pod('main', { image: 'busybox', command }))
    await lab.run('main', 'kill -USR1 1')
    await lab.pass(2_000)
    expect(await lab.log('main')).toBe('heard\n')
  })
})
