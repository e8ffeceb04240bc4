/** What GNU's od prints, recorded. */
import { beforeAll, expect, test } from 'vitest'
import { openLab, tool, type Lab } from '../support/lab.ts'

let lab: Lab
beforeAll(async () => {
  lab = await openLab(tool('box'))
})

const TEXT = 'printf "hello\\nworld\\t\\001\\177x"'

test.each<[string, string]>([
  [`${TEXT} | od -c`, '0000000   h   e   l   l   o  \\n   w   o   r   l   d  \\t 001 177   x\n0000017\n'],
  [`${TEXT} | od -An -tx1`, ' 68 65 6c 6c 6f 0a 77 6f 72 6c 64 09 01 7f 78\n'],
  [
    `${TEXT} | od -w8 -tx1c -N 8`,
    '0000000  68  65  6c  6c  6f  0a  77  6f\n          h   e   l   l   o  \\n   w   o\n0000010\n',
  ],
  ['printf abc | od', '0000000 061141 000143\n0000003\n'],
  ['printf abcdef | od -A d -j 2 -N2 -t u1', '0000002  99 100\n0000004\n'],
  [
    'head -c 40 /dev/zero | od -A x -t d4',
    '000000           0           0           0           0\n*\n000020           0           0\n000028\n',
  ],
  ['printf a > /tmp/a; od -t a /tmp/a', '0000000   a\n0000001\n'],
  ['od -An -N4 -tx1 /dev/urandom | wc -w', '4\n'],
  ['od /none 2>&1', 'od: /none: No such file or directory\n'],
])('%s', async (script, stdout) => {
  expect((await lab.run('box', script)).stdout).toBe(stdout)
})
