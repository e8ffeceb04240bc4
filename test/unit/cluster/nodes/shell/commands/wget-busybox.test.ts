/** What busybox's wget says of its way, as busybox 1.35 was seen to. */
import { beforeAll, expect, test } from 'vitest'
import { openLab, server, tool, type Lab } from '../../support/lab.ts'

let lab: Lab
beforeAll(async () => {
  lab = await openLab(server('web', 'nginx'), tool('box'))
  for (const [name, bytes] of [
    ['small', 615],
    ['five-digits', 99_999],
    ['tenths', 100_000],
    ['big', 300_000],
    ['four-digits', 3_000_000],
    ['empty', 0],
  ] as const)
    await lab.run('web', `cat > /usr/share/nginx/html/${name}`, 'y'.repeat(bytes))
})

const errorsOf = async (words: string): Promise<string> =>
  (await lab.run('box', `wget ${words.replace('WEB', `http://${lab.ip('web')}`)}`)).stderr

const bar = (name: string, size: string): string =>
  `${name.padEnd(20)} 100% |********************************|${size.padStart(6)}  0:00:00 ETA\n`

test.each([
  ['-O- WEB/small', `writing to stdout\n${bar('-', '615')}written to stdout\n`],
  ['-P /tmp WEB/small', `saving to 'small'\n${bar('small', '615')}'small' saved\n`],
  ['-O /tmp/o WEB/big', `saving to '/tmp/o'\n${bar('o', '292k')}'/tmp/o' saved\n`],
  [
    '-O /tmp/a-very-long-name-of-a-file.txt WEB/small',
    `saving to '/tmp/a-very-long-name-of-a-file.txt'\n${bar('a-very-long-name-of-', '615')}'/tmp/a-very-long-name-of-a-file.txt' saved\n`,
  ],
  ['-O /tmp/o WEB/five-digits', `saving to '/tmp/o'\n${bar('o', '99999')}'/tmp/o' saved\n`],
  ['-O /tmp/o WEB/tenths', `saving to '/tmp/o'\n${bar('o', '97.6k')}'/tmp/o' saved\n`],
  ['-O /tmp/o WEB/four-digits', `saving to '/tmp/o'\n${bar('o', '2929k')}'/tmp/o' saved\n`],
  ['-O- WEB/empty', 'writing to stdout\nwritten to stdout\n'],
  ['--spider WEB/small', 'remote file exists\n'],
])('wget %s', async (words, said) => {
  expect(await errorsOf(words)).toBe(`Connecting to ${lab.ip('web')} (${lab.ip('web')}:80)\n${said}`)
})

test('-S shows the head of the response, of a refusal its first line', async () => {
  const seen = await errorsOf('-qS -O- WEB/small')
  expect(seen).toMatch(/^ {2}HTTP\/1\.1 200 OK\n {2}Server: nginx\/[\d.]+\n {2}Date: .* GMT\n/u)
  expect(seen).toMatch(/\n {2}Content-Length: 615\n(?: {2}.+\n)* {2}\n$/u)
  expect(await errorsOf('-qS -O- WEB/nosuch')).toBe(
    '  HTTP/1.1 404 Not Found\nwget: server returned error: HTTP/1.1 404 Not Found\n',
  )
})

const NOTE = 'wget: note: TLS certificate validation not implemented\n'

test.each([
  [
    '-O- https://kubernetes/version',
    new RegExp(`^Connecting to kubernetes \\(10\\.96\\.0\\.1:443\\)\n${NOTE}writing to stdout\n`, 'u'),
  ],
  ['-qO- https://kubernetes/version', new RegExp(`^${NOTE}$`, 'u')],
  ['-qO- --no-check-certificate https://kubernetes/version', /^$/u],
  ['-qO- https://127.0.0.1:81/', /^wget: can't connect to remote host \(127\.0\.0\.1\): Connection refused\n$/u],
])('wget %s: whether it notes that it checks no certificate', async (words, said) => {
  expect(await errorsOf(words)).toMatch(said)
})
