import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, tool, type Lab } from '../support/lab.ts'
import { sitDown } from '../support/typist.ts'

/** Programs that get their input piece by piece, as `kubectl exec -i` hands it on. */
describe('input as it comes', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(tool('box'), tool('web', 'nginx'))
    // What a shell is made of is loaded in real time.
    await sitDown(lab, 'box')
  })

  /** `wanted`: how much is to be seen after each piece. */
  const exchange = async (
    command: readonly string[],
    sent: readonly string[],
    wanted: readonly string[],
    name = 'box',
  ): Promise<readonly string[]> => {
    const client = await sitDown(lab, name, command, false)
    const shown: string[] = []
    for (const [index, text] of sent.entries()) {
      let screen = await client.type(text)
      // A machine that has much to do takes its time.
      for (let turn = 0; turn < 20 && screen.length < (wanted[index] ?? '').length; turn += 1) screen += await client.type('')
      shown.push(screen)
    }
    return client.code() === undefined
      ? [...shown, await client.end(), String(client.code())]
      : [...shown, String(client.code())]
  }
  const script = (text: string): readonly string[] => ['sh', '-c', text]

  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['cat', ['cat'], ['a\n', 'b'], ['a\n', 'b', '', '0']],
    ['bytes', ['cat'], ['é', '\n'], ['é', '\n', '', '0']],
    [
      'a loop',
      script('while read line; do echo got $line; done; echo over'),
      ['a\n', 'b\n'],
      ['got a\n', 'got b\n', 'over\n', '0'],
    ],
    ['two lines at once', script('while read x; do echo $x.; done'), ['a\nb\n'], ['a.\nb.\n', '', '0']],
    ['a shell', ['sh'], ['echo a\n', 'x=4\n', 'exit $x\n'], ['a\n', '', '', '4']],
    ['one line', ['head', '-n', '1'], ['a\n'], ['a\n', '0']],
    ['one line of a script', script('head -n 1; read x; echo "[$x]"'), ['a\nb\n'], ['a\n[b]\n', '0']],
    ['what is looked for', ['grep', '-q', 'b'], ['a\n', 'b\n'], ['', '', '0']],
    ['with a buffer', ['grep', 'b'], ['ab\n'], ['', 'ab\n', '0']],
    ['tee', script('tee /tmp/t; cat /tmp/t'), ['a\n', 'b\n'], ['a\n', 'b\n', 'a\nb\n', '0']],
    ['a function', script('ask() { read x; echo "$x!"; }; ask; ask'), ['a\n', 'b\n'], ['a!\n', 'b!\n', '0']],
    ['a substitution', script('x=$(head -n 1); echo "<$x>"'), ['a\n'], ['<a>\n', '0']],
    ['a pipe', script('cat | sort'), ['b\n', 'a\n'], ['', '', 'a\nb\n', '0']],
    ['what a pipe brings', script('echo x | while read l; do echo $l; done; read y; echo $y'), ['a\n'], ['x\na\n', '0']],
    ['words and letters', script('read -n 2 x; read -r a b; echo "$x $b"'), ['ab', 'c d\\e\n'], ['', 'ab d\\e\n', '0']],
    ['a time', script('read -t 0.3 x || echo late'), [''], ['', 'late\n', '0']],
    ['through another program', script('timeout 5 cat; echo $?'), ['a\n'], ['a\n', '0\n', '0']],
    ['exec', script('exec cat'), ['a\n'], ['a\n', '', '0']],
    ['an inner shell', script("sh -c 'read x; echo $x'; echo o | cat"), ['a\n'], ['a\no\n', '0']],
    ['nothing', script('date >/dev/null; echo on'), [], ['on\n', '0']],
    ['letters', script('echo é; cat'), ['가\n'], ['é\n가\n', '', '0']],
  ])('%s', async (_, command, sent, shown) => {
    expect(await exchange(command, sent, shown)).toEqual(shown)
  })

  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['grep', ['grep', '--line-buffered', 'b'], ['ab\n', 'c\n', 'b\n'], ['ab\n', '', 'b\n', '', '0']],
    ['sed', ['sed', '-u', 's/a/x/'], ['a\n', 'ba\n'], ['x\n', 'bx\n', '', '0']],
    ['letters', ['sed', '-u', 's/a/ü/'], ['aé\n', '가a\n'], ['üé\n', '가ü\n', '', '0']],
  ])('%s of GNU without a buffer', async (_, command, sent, shown) => {
    expect(await exchange(command, sent, shown, 'web')).toEqual(shown)
  })

  test('what a program prints into a file is there while it runs', async () => {
    const client = await sitDown(lab, 'box', ['sh', '-c', 'cat > /tmp/kept'], false)
    await client.type('é\n')
    expect((await lab.run('box', 'cat /tmp/kept')).stdout).toBe('é\n')
    await client.type('b\n')
    await client.end()
    expect((await lab.run('box', 'cat /tmp/kept')).stdout).toBe('é\nb\n')
    const heard = await lab.run(
      'box',
      'nc -lu -p 5000 > /tmp/heard & sleep 1; echo x | nc -u -w 1 127.0.0.1 5000; cat /tmp/heard',
    )
    expect(heard.stdout).toBe('x\n')
    const { stdout } = await lab.run(
      'box',
      `F=/tmp/p; ping -c 9 ${lab.ip('web')} >$F 2>&1 & sleep 3; grep -c seq= /tmp/p; kill $!`,
    )
    expect(Number(stdout)).toBeGreaterThan(1)
  })

  test('at a terminal by lines', async () => {
    const typist = await sitDown(lab, 'box')
    await typist.type('grep b\r')
    expect(await typist.type('ab\r')).toBe('ab\r\nab\r\n')
    expect(await typist.type('c\r')).toBe('c\r\n')
    expect(await typist.type('\u0004')).toBe('/ # ')
    await typist.type('while read x; do echo got $x; done\r')
    expect(await typist.type('a\r')).toBe('a\r\ngot a\r\n')
    expect(await typist.type('\u0003')).toBe('^C\r\n/ # ')
    expect(await typist.type('echo on\r')).toBe('echo on\r\non\r\n/ # ')
  })
})
