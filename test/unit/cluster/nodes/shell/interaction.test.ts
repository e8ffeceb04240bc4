import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, server, tool, type Lab } from '../support/lab.ts'
import { sitDown } from '../support/typist.ts'

describe('a shell that somebody types into', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(tool('box'), server('web', 'nginx'))
  })

  test('prompts with the folder it is in', async () => {
    const typist = await sitDown(lab, 'box')
    expect(await typist.type('cd /tmp\r')).toBe('cd /tmp\r\n/tmp # ')
    expect(await typist.type('cd\r')).toBe('cd\r\n~ # ')
    const bash = await sitDown(lab, 'web', ['bash'])
    expect(await bash.type('cd /etc\r')).toBe('cd /etc\r\nroot@web:/etc# ')
    const dash = await sitDown(lab, 'web', ['sh'])
    expect(await dash.type('cd /etc\r')).toBe('cd /etc\r\n# ')
  })

  test('keeps functions and the last exit code, together', async () => {
    const typist = await sitDown(lab, 'box')
    await typist.type('f() { return 4; }\r')
    await typist.type('f\r')
    expect(await typist.type('echo $?\r')).toBe('echo $?\r\n4\r\n/ # ')
  })

  test('goes on in further lines until a text is whole', async () => {
    const typist = await sitDown(lab, 'box')
    expect(await typist.type('if true\r')).toBe('if true\r\n> ')
    expect(await typist.type("then echo 'a\r")).toBe("then echo 'a\r\n> ")
    expect(await typist.type("b'; fi\r")).toBe("b'; fi\r\na\r\nb\r\n/ # ")
    expect(await typist.type('echo x &&\r')).toBe('echo x &&\r\n> ')
    expect(await typist.type('\u0003')).toBe('^C\r\n/ # ')
    expect(await typist.type('fi\r')).toContain('syntax error')
  })

  test('interrupts what runs, and says so in $?', async () => {
    const typist = await sitDown(lab, 'box')
    expect(await typist.type('sleep 1000\r')).toBe('sleep 1000\r\n')
    expect(await typist.type('\u0003')).toBe('^C\r\n/ # ')
    expect(await typist.type('echo $?\r')).toBe('echo $?\r\n130\r\n/ # ')
  })

  test('ping goes on until it is interrupted, and then tells what came of it', async () => {
    const typist = await sitDown(lab, 'box')
    expect(await typist.type(`ping ${lab.ip('web')}\r`)).toContain('56 data bytes')
    for (let second = 0; second < 6; second += 1) await typist.type('')
    const end = await typist.type('\u0003')
    const [, sent = '', received = ''] = /(\d+) packets transmitted, (\d+) packets received, 0% packet loss/u.exec(end) ?? []
    expect(Number(sent)).toBeGreaterThan(0)
    expect(received).toBe(sent)
    expect(await typist.type('echo $?\r')).toBe('echo $?\r\n0\r\n/ # ')
  })

  test('a program without a shell is interrupted as well', async () => {
    const sleeper = await sitDown(lab, 'box', ['sh', '-c', 'echo on; sleep 1000'])
    await sleeper.type('\u0003')
    expect(sleeper.code()).toBe(130)
    const pinger = await sitDown(lab, 'box', ['ping', lab.ip('web')])
    expect(await pinger.type('\u0003')).toContain('packets transmitted')
    expect(pinger.code()).toBe(0)
  })

  test('hands programs what is typed while they run', async () => {
    const typist = await sitDown(lab, 'box')
    expect(await typist.type('cat > /tmp/note\r')).toBe('cat > /tmp/note\r\n')
    await typist.type('one\rtwx\u007Fo\r')
    expect(await typist.type('\u0004')).toBe('/ # ')
    expect(await typist.type('cat /tmp/note\r')).toBe('cat /tmp/note\r\none\r\ntwo\r\n/ # ')
    await typist.type('read name\r')
    await typist.type('somebody\r')
    expect(await typist.type('echo $name\r')).toBe('echo $name\r\nsomebody\r\n/ # ')
    await typist.type('cat\r')
    expect(await typist.type('\u0003')).toBe('^C\r\n/ # ')
  })

  test('takes what is typed ahead as its next lines', async () => {
    const typist = await sitDown(lab, 'box')
    expect(await typist.type('sleep 0.05\recho next\r')).toBe('sleep 0.05\r\necho next\r\n/ # echo next\r\nnext\r\n/ # ')
  })

  test('ends at the end of input with the last code, and with exit’s', async () => {
    const typist = await sitDown(lab, 'box')
    await typist.type('false\r')
    expect(await typist.type('\u0004')).toBe('\r\n')
    expect(typist.code()).toBe(1)
    const other = await sitDown(lab, 'box')
    await other.type('exit 3\r')
    expect(other.code()).toBe(3)
  })

  test('knows the size of the terminal', async () => {
    const typist = await sitDown(lab, 'box')
    typist.resize({ columns: 100, rows: 30 })
    expect(await typist.type('stty size\r')).toBe('stty size\r\n30 100\r\n/ # ')
    expect(await typist.type('tty\r')).toBe('tty\r\n/dev/pts/0\r\n/ # ')
  })

  test('completes commands and files', async () => {
    const typist = await sitDown(lab, 'box')
    expect(await typist.type('nslo\t')).toBe('nslookup ')
    await typist.type('\u0015')
    expect(await typist.type('cat /etc/resolv\t')).toContain('cat /etc/resolv.conf ')
  })

  test('without a terminal reads its text alone, and programs read on in it', async () => {
    const { stdout, code } = await lab.run('box', ['sh'], 'f() { return 4; }\nf\necho $?\ncat\nrest\n')
    expect({ stdout, code }).toEqual({ stdout: '4\nrest\n', code: 0 })
  })
})
