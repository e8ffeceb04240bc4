import { expect, it } from 'vitest'
import { openLab, tool } from '../../support/lab.ts'

it.each(['less', 'more'])('%s hands on what it reads', async (name) => {
  const lab = await openLab(tool('box'))
  const { stdout } = await lab.run('box', `echo a > /tmp/a; echo b > /tmp/b; ${name} /tmp/a /tmp/b; echo c | ${name}`)
  expect(stdout).toBe('a\nb\nc\n')
  expect(await lab.run('box', `${name} /tmp/nosuch`)).toMatchObject({
    stderr: `${name}: can't open '/tmp/nosuch': No such file or directory\n`,
    code: 1,
  })
})

it('Debian has more, and no less', async () => {
  const lab = await openLab(tool('deb', 'debian'))
  expect((await lab.run('deb', 'more /tmp/nosuch')).stderr).toBe('more: cannot open /tmp/nosuch: No such file or directory\n')
  expect((await lab.run('deb', 'less /tmp/nosuch')).code).toBe(127)
})
