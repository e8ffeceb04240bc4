import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, server, tool, type Lab } from '../support/lab.ts'

describe('what a container’s system is like', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(tool('box'), server('web', 'nginx'))
  })

  test.each([
    ['box', 'ls /nope', '', 'ls: /nope: No such file or directory\n', 1],
    ['web', 'ls /nope 2> /dev/null', '', '', 2],
    ['box', 'ls -d /etc', '/etc\n', '', 0],
    ['box', 'head -n 1 /etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n', '', 0],
    ['web', 'grep -c . /etc/group', '2\n', '', 0],
    ['box', 'echo me >> /etc/passwd; tail -n 1 /etc/passwd', 'me\n', '', 0],
    ['box', 'tail -n 1 /etc/passwd', 'me\n', '', 0],
    ['box', "printf 'a\\nb\\nc.\\n' | grep -e a -e b", 'a\nb\n', '', 0],
    ['box', "printf 'a\\nb\\nc\\n' | grep -v -e a -ec", 'b\n', '', 0],
    ['box', "printf 'aa\\nb\\nc.\\n' | grep -c -E -e 'a{2}' -e '^c'", '2\n', '', 0],
    ['box', "printf 'c.\\ncx\\n' | grep -F -e c. -e a", 'c.\n', '', 0],
    ['box', "printf 'x\\n' | fgrep -e a -e b", '', '', 1],
    ['box', "printf 'x\\ny\\na\\n' | grep -A 1 -e x -e q", 'x\ny\n', '', 0],
  ])('%s: %s', async (pod, line, stdout, stderr, code) => {
    expect(await lab.run(pod, line)).toMatchObject({ stdout, stderr, code })
  })

  test.each([
    ['set -u; echo $nope', 2, 127],
    ['readonly a=1; a=2', 2, 1],
    ['exit 1', 1, 1],
    ['set -e; false', 1, 1],
  ])('%s ends with %d in ash, %d in bash', async (line, ash, bash) => {
    expect((await lab.run('box', ['sh', '-c', line])).code).toBe(ash)
    expect((await lab.run('web', ['bash', '-c', line])).code).toBe(bash)
  })

  test.each([
    [['sh', '-c', 'echo $# "$1" "$@"', 'name', 'a b', "it's", '$(id)'], "3 a b a b it's $(id)\n"],
    [['bash', '-c', 'echo "$#" "$*"', 'name'], '0 \n'],
    [['sh', '-c', 'echo "$#"'], '0\n'],
  ])('what follows a script are its parameters: %j', async (command, stdout) => {
    expect(await lab.run('web', command)).toMatchObject({ stdout, code: 0 })
  })
})
