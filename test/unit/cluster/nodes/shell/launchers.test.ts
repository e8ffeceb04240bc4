/** As busybox 1.35 and as dash with coreutils and findutils print it. */
import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, tool, type Lab } from '../support/lab.ts'

let lab: Lab
beforeAll(async () => {
  lab = await openLab(tool('box', 'busybox:1.36'), tool('deb', 'nginx'))
})

const show = async (image: string, script: string): Promise<string> => {
  const { stdout, stderr } = await lab.run(image, ['sh', '-c', script])
  return `${stdout}${stderr}`
}

describe('a program that cannot be started', () => {
  test.each([
    ['env nope', 127, "env: can't execute 'nope': No such file or directory", "env: 'nope': No such file or directory"],
    ['env A=1 /tmp', 126, "env: can't execute '/tmp': Permission denied", "env: '/tmp': Permission denied"],
    [
      'timeout 50 nope',
      127,
      "timeout: can't execute 'nope': No such file or directory",
      "timeout: failed to run command 'nope': No such file or directory",
    ],
    ['echo a | xargs nope', 127, 'xargs: nope: No such file or directory', 'xargs: nope: No such file or directory'],
    ['nice nope', 127, undefined, "nice: 'nope': No such file or directory"],
    ['nohup nope', 127, undefined, "nohup: failed to run command 'nope': No such file or directory"],
  ])('%s', async (command, code, busybox, gnu) => {
    if (busybox !== undefined) expect(await show('box', `${command}; echo $?`)).toBe(`${code}\n${busybox}\n`)
    expect(await show('deb', `${command}; echo $?`)).toBe(`${code}\n${gnu}\n`)
  })
})

test.each([
  ["env A=1 sh -c 'echo x$A'", 'x1\n'],
  ["export B=2; env -u B A='a b' sh -c 'echo $A-$B'", 'a b-\n'],
  ['echo in | env A=1 cat', 'in\n'],
  ['echo a b | xargs -n1 echo x', 'x a\nx b\n'],
  ["printf 'a\\nb\\n' | xargs -I{} echo '<{}>'", '<a>\n<b>\n'],
  ['env A=1 false; echo $?', '1\n'],
])('%s', async (script, out) => {
  for (const image of ['box', 'deb']) expect(await show(image, script)).toBe(out)
})

test('a user whom nobody knows', async () => {
  expect(await show('box', 'id nobody2; echo $?')).toBe('1\nid: unknown user nobody2\n')
  expect(await show('deb', 'id nobody2; echo $?')).toBe("1\nid: 'nobody2': no such user\n")
  expect(await show('box', 'id root')).toBe('uid=0(root) gid=0(root) groups=0(root)\n')
})

test.each(['alias', 'unalias'])('%s of a name that is none', async (command) => {
  for (const image of ['box', 'deb'])
    expect(await show(image, `${command} nope; echo $?`)).toBe(`1\n${command}: nope not found\n`)
})
