/** What programs say of files and folders that are not there, and whose files are. */
import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, tool, type Lab } from '../support/lab.ts'

let lab: Lab
beforeAll(async () => {
  lab = await openLab(tool('busybox'), tool('debian', 'debian'))
})

const said = async (pod: string, command: string): Promise<readonly [string, number]> => {
  const { stdout, stderr, code } = await lab.run(pod, command)
  return [stdout + stderr, code]
}

const NONE = 'No such file or directory'

describe.each(['busybox', 'debian'])('%s', (image) => {
  const isBusybox = image === 'busybox'

  test.each([
    ['touch /a/b', `touch: /a/b: ${NONE}\n`, `touch: cannot touch '/a/b': ${NONE}\n`, 1],
    ['cp /etc/hosts /a/b', `cp: can't create '/a/b': ${NONE}\n`, `cp: cannot create regular file '/a/b': ${NONE}\n`, 1],
    ['echo > /f; mv /f /a/b', `mv: can't rename '/f': ${NONE}\n`, `mv: cannot move '/f' to '/a/b': ${NONE}\n`, 1],
    ['mv /nope /x', `mv: can't rename '/nope': ${NONE}\n`, `mv: cannot stat '/nope': ${NONE}\n`, 1],
    ['echo y | tee /a/b', `y\ntee: /a/b: ${NONE}\n`, `y\ntee: /a/b: ${NONE}\n`, 1],
    [
      'mkdir /a/b/c',
      `mkdir: can't create directory '/a/b/c': ${NONE}\n`,
      `mkdir: cannot create directory '/a/b/c': ${NONE}\n`,
      1,
    ],
    ['head -1 /nope', `head: /nope: ${NONE}\n`, `head: cannot open '/nope' for reading: ${NONE}\n`, 1],
    ['sed -n 1p /nope', `sed: /nope: ${NONE}\n`, `sed: can't read /nope: ${NONE}\n`, undefined],
    ['chmod 600 /nope', `chmod: /nope: ${NONE}\n`, `chmod: cannot access '/nope': ${NONE}\n`, 1],
    ['rmdir /etc', `rmdir: '/etc': Directory not empty\n`, `rmdir: failed to remove '/etc': Directory not empty\n`, 1],
    [
      'tail -1 /nope',
      `tail: can't open '/nope': ${NONE}\ntail: no files\n`,
      `tail: cannot open '/nope' for reading: ${NONE}\n`,
      1,
    ],
    ['chown root /nope', `chown: /nope: ${NONE}\n`, `chown: cannot access '/nope': ${NONE}\n`, 1],
    ['cat /etc', 'cat: read error: Is a directory\n', 'cat: /etc: Is a directory\n', 1],
    ['rm /etc', `rm: '/etc' is a directory\n`, `rm: cannot remove '/etc': Is a directory\n`, 1],
    ['cp /etc /tmp/z', `cp: omitting directory '/etc'\n`, `cp: -r not specified; omitting directory '/etc'\n`, 1],
    ['ls /nope', `ls: /nope: ${NONE}\n`, `ls: cannot access '/nope': ${NONE}\n`, undefined],
    ['find /nope', `find: /nope: ${NONE}\n`, `find: '/nope': ${NONE}\n`, 1],
    ['stat /nope', `stat: can't stat '/nope': ${NONE}\n`, `stat: cannot statx '/nope': ${NONE}\n`, 1],
    ['ln /nope /tmp/z', `ln: /nope: ${NONE}\n`, `ln: failed to access '/nope': ${NONE}\n`, 1],
    ['diff /nope /etc/hosts', `diff: can't stat '/nope': ${NONE}\n`, `diff: /nope: ${NONE}\n`, 2],
    [
      'tar cf - nope > /dev/null',
      `tar: nope: ${NONE}\ntar: error exit delayed from previous errors\n`,
      `tar: nope: Cannot stat: ${NONE}\ntar: Exiting with failure status due to previous errors\n`,
      undefined,
    ],
    [
      'tar cf /tmp/x.tar /etc/hosts',
      `tar: removing leading '/' from member names\n`,
      "tar: Removing leading `/' from member names\n",
      0,
    ],
    [
      'tar xf /tmp/x.tar -C /nope',
      `tar: can't change directory to '/nope': ${NONE}\n`,
      `tar: /nope: Cannot open: ${NONE}\ntar: Error is not recoverable: exiting now\n`,
      isBusybox ? 1 : 2,
    ],
  ])('%s', async (command, busybox, gnu, code) => {
    const [text, ended] = await said(image, command)
    expect(text).toBe(isBusybox ? busybox : gnu)
    if (code !== undefined) expect(ended).toBe(code)
    expect((await lab.run(image, 'ls /a')).code).not.toBe(0)
  })

  test('touch makes the files that it can make', async () => {
    expect((await said(image, 'touch /one /a/b /two'))[1]).toBe(1)
    expect(await said(image, 'ls /one /two')).toEqual(['/one\n/two\n', 0])
    expect((await said(image, 'mkdir -p /c && cp /etc/hosts /c/d && mv /c/d /c/e && ls /c'))[0]).toBe('e\n')
  })

  test('ls of several tells files first, and then folders', async () => {
    await said(image, 'mkdir -p /d && touch /d/inside /b.txt /a.txt')
    expect(await said(image, 'ls /b.txt /d /a.txt')).toEqual(['/a.txt\n/b.txt\n\n/d:\ninside\n', 0])
  })

  test('an archive goes through a pipe whole, whichever way tail is told where to begin', async () => {
    const count = async (command: string): Promise<string> => (await said(image, command))[0].trim()
    const whole = await count('tar cf - etc/hosts | wc -c')
    expect(Number(whole)).toBeGreaterThan(1000)
    expect(await count('tar cf - etc/hosts | tail -c+1 | wc -c')).toBe(whole)
    expect(await count('tar cf - etc/hosts | tail -c +3 | wc -c')).toBe(String(Number(whole) - 2))
    expect(await count("printf 'a\\nb\\nc\\n' | tail -n+2")).toBe('b\nc')
  })

  test('folders are marked where that is asked for', async () => {
    expect((await said(image, 'mkdir -p /m/inner; ls -l /m'))[0]).toMatch(/^total \d+\nd\S+ .* inner\n$/u)
    expect((await said(image, 'ls -lF /m'))[0]).toMatch(/ inner\/\n$/u)
    expect((await said(image, 'ls /m'))[0]).toBe('inner\n')
  })

  test('files are root’s', async () => {
    const [text] = await said(image, 'echo hello > /tmp/f; ls -l /tmp/f')
    const [date] = /[A-Z][a-z]{2} +\d+ \d\d:\d\d/u.exec(text) ?? []
    expect(text).toBe(
      isBusybox ? `-rw-r--r--    1 root     root             6 ${date} /tmp/f\n` : `-rw-r--r-- 1 root root 6 ${date} /tmp/f\n`,
    )
  })
})
