/** Bytes that are no letters, as echo and printf write them. */
import { expect, test } from 'vitest'
import { openLab, tool } from '../support/lab.ts'

const bytesOf = (text: string): string => text.replaceAll(/^\d+|\s+/gmu, ' ').trim()

test.each([
  ['busybox', String.raw`printf '\377'`, 'ff'],
  ['busybox', String.raw`printf '\xff\x0a'`, 'ff 0a'],
  ['busybox', String.raw`printf '\303\251'`, 'c3 a9'],
  ['busybox', String.raw`printf '%s\200' é`, 'c3 a9 80'],
  ['busybox', String.raw`printf '%b' '\0376'`, 'fe'],
  ['busybox', String.raw`printf '\\x41'`, '5c 78 34 31'],
  ['busybox', String.raw`echo -e '\xff'`, 'ff 0a'],
  ['busybox', String.raw`echo -ne 'é\x80'`, 'c3 a9 80'],
  ['busybox', String.raw`echo -n 'é'`, 'c3 a9'],
  ['nginx', String.raw`printf '\377'`, 'ff'],
  ['nginx', String.raw`echo '\0377'`, 'ff 0a'],
  ['nginx', String.raw`echo 'é'`, 'c3 a9 0a'],
])('%s: %s', async (image, script, bytes) => {
  const lab = await openLab(tool('box', image))
  expect(bytesOf((await lab.run('box', `${script} | od -An -tx1`)).stdout)).toBe(bytes)
  await lab.run('box', `${script} > /tmp/file`)
  expect(bytesOf((await lab.run('box', 'od -An -tx1 /tmp/file')).stdout)).toBe(bytes)
})

test('letters stay letters in variables and on the screen', async () => {
  const lab = await openLab(tool('box'), tool('web', 'nginx'))
  const script = String.raw`x=$(printf 'caf\303\251'); echo "$x" ${'${#x}'}; printf 'na\303\257f %s\n' é; printf -v y 'a\061' 2>/dev/null; echo $y`
  expect((await lab.run('box', script)).stdout).toMatch(/^café \d\nnaïf é\n/u)
  expect((await lab.run('web', "echo 'é\\0101'")).stdout).toBe('éA\n')
})

test('time is told as the image tells it', async () => {
  const lab = await openLab(tool('box'), tool('web', 'nginx'))
  expect((await lab.run('box', 'time sleep 1')).stderr).toMatch(/^real\t0m \d\.\d\ds\nuser\t0m 0\.00s\nsys\t0m 0\.00s\n$/u)
  expect((await lab.run('box', 'nosuch; time sleep 1')).stderr).toMatch(/not found\nreal\t0m \d/u)
  expect((await lab.run('web', ['bash', '-c', 'time sleep 1'])).stderr).toMatch(/^\nreal\t0m\d\.\d{3}s\n/u)
})

test('what the kernel says of who reads it', async () => {
  const lab = await openLab(tool('box'))
  const { stdout } = await lab.run('box', 'cat /proc/self/status /proc/self/comm /proc/version')
  expect(stdout).toMatch(/^Name:\tcat\n[^]*\nUid:\t0\t0\t0\t0\n[^]*\ncat\nLinux version 6\.1\.0 \((?!just)/u)
})
