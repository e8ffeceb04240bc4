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
})
