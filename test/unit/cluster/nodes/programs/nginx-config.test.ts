/** What nginx refuses to start with, in its words. Recorded of nginx 1.22: `nginx -t` of the same text. */
import { describe, expect, test } from 'vitest'
import { nginxImage } from '../../../../../src/cluster/nodes/images/nginx.ts'
import { nginx } from '../../../../../src/cluster/nodes/programs/nginx.ts'
import type { ProgramResult } from '../../../../../src/cluster/nodes/programs/program.ts'

const started = (server: string, argv: readonly string[] = ['nginx', '-g', 'daemon off;'], files = {}): ProgramResult => {
  const all: Readonly<Record<string, string>> = {
    ...nginxImage.files?.('nginx'),
    '/etc/nginx/conf.d/default.conf': server,
    ...files,
  }
  return nginx.start({
    argv,
    env: {},
    files: {
      read: (path) => all[path],
      list: (folder) =>
        Object.keys(all)
          .filter((path) => path.startsWith(folder))
          .toSorted(),
    },
    cwd: '/',
    hostname: 'web',
    namespace: 'default',
    podIp: '10.244.1.2',
    library: 'glibc',
    isByEntrypoint: true,
    lookUp: (name) => (name === 'there' ? ['10.96.0.9'] : []),
    nowMs: Date.UTC(2026, 10, 24),
  })
}

const errorsOf = (result: ProgramResult): string => (result.kind === 'exits' ? (result.errors ?? '') : result.kind)

const IN = 'in /etc/nginx/conf.d/default.conf'

const REFUSED: readonly (readonly [title: string, text: string, said: string])[] = [
  ['an unknown directive', 'server {\n  listen 80;\n  foo bar;\n}\n', `unknown directive "foo" ${IN}:3`],
  ['a missing semicolon', 'server {\n  root /x\n  index y;\n}\n', `invalid number of arguments in "root" directive ${IN}:3`],
  ['a missing semicolon at the end', 'server {\n  root /x\n}\n', `unexpected "}" ${IN}:3`],
  ['a brace too many', 'server {\n  root /x;\n}\n}\n', `unexpected "}" ${IN}:4`],
  ['a missing brace', 'server {\n  root /x;\n', `unexpected end of file, expecting "}" ${IN}:3`],
  ['a text that breaks off', 'server {\n  root /x', `unexpected end of file, expecting ";" or "}" ${IN}:2`],
  ['a block that is none', 'server {\n  root {\n  }\n}\n', `directive "root" is not terminated by ";" ${IN}:2`],
  ['no block', 'server;\n', `directive "server" has no opening "{" ${IN}:1`],
  ['words before a block', 'server a {\n}\n', `invalid number of arguments in "server" directive ${IN}:1`],
  ['a semicolon alone', 'server {\n  ;\n}\n', `unexpected ";" ${IN}:2`],
  ['a place that is not allowed', 'location / {\n}\n', `"location" directive is not allowed here ${IN}:1`],
  ['a block in itself', 'http {\n}\n', `"http" directive is not allowed here ${IN}:1`],
  [
    'a header without a value',
    'server {\n  proxy_set_header Host;\n}\n',
    `invalid number of arguments in "proxy_set_header" directive ${IN}:2`,
  ],
  [
    'a location with too many words',
    'server {\n  location a b c {}\n}\n',
    `invalid number of arguments in "location" directive ${IN}:2`,
  ],
  ['a file that is not there', 'include /nope.conf;\n', `open() "/nope.conf" failed (2: No such file or directory) ${IN}:1`],
  [
    'an unknown directive in an if',
    'server {\n  location / {\n    if ($host) {\n      bar;\n    }\n  }\n}\n',
    `unknown directive "bar" ${IN}:4`,
  ],
]

describe('what is refused', () => {
  test.each(REFUSED)('%s', (_title, text, said) => {
    const result = started(text)
    expect(result).toMatchObject({ kind: 'exits', code: 1 })
    expect(errorsOf(result).split('\n').at(-2)).toBe(`nginx: [emerg] ${said}`)
  })

  test('the container’s log has it twice, as nginx’s own log goes there as well', () => {
    expect(errorsOf(started('foo;\n'))).toBe(
      `2026/11/24 00:00:00 [emerg] 1#1: unknown directive "foo" ${IN}:1\nnginx: [emerg] unknown directive "foo" ${IN}:1\n`,
    )
  })

  test('nginx -t says so', () => {
    const said = errorsOf(started('foo;\n', ['nginx', '-t']))
    expect(said.split('\n').slice(1)).toEqual([
      `nginx: [emerg] unknown directive "foo" ${IN}:1`,
      'nginx: configuration file /etc/nginx/nginx.conf test failed',
      '',
    ])
  })
})

test.each([
  [
    'what proxies and caches need',
    'proxy_cache_path /c keys_zone=z:1m;\nserver {\n  location / {\n    proxy_cache z;\n    proxy_set_header Host $host;\n  }\n}\n',
  ],
  [
    'maps and types have entries of their own',
    'map $host $x {\n  default 0;\n  a.b 1;\n}\ntypes {\n  text/foo foo;\n}\nserver {}\n',
  ],
  ['directives of 1.25 and later', 'server {\n  http2 on;\n  http3 off;\n  keepalive_min_timeout 0;\n}\n'],
  [
    'limits, access and errors',
    'limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s;\nserver {\n  limit_req zone=a burst=5;\n  allow 10.0.0.0/8;\n  deny all;\n  error_page 404 /404.html;\n  location / {\n    limit_except GET {\n      deny all;\n    }\n  }\n}\n',
  ],
  ['an upstream', 'upstream u {\n  least_conn;\n  server 127.0.0.1:1 weight=2;\n  keepalive 8;\n}\nserver {}\n'],
  ['quotes, comments and variables', `server { # a\n  add_header X-A "b; c" always;\n  return 200 '{"a": "$host"}';\n}\n`],
])('%s: taken', (_title, text) => {
  expect(started(text).kind).toBe('serves')
})

test('a stream, in the main file', () => {
  const main = 'events {}\nstream {\n  server {\n    listen 53 udp;\n    proxy_pass 10.0.0.1:53;\n  }\n}\n'
  expect(started('', undefined, { '/etc/nginx/nginx.conf': main }).kind).toBe('serves')
})
