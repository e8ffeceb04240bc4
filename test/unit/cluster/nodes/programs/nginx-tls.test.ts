/** How nginx begins where it is to speak TLS: its words were seen from nginx 1.22 with OpenSSL 3. */
import { beforeAll, expect, test } from 'vitest'
import { nginx } from '../../../../../src/cluster/nodes/programs/nginx.ts'
import type { ProgramResult } from '../../../../../src/cluster/nodes/programs/program.ts'
import { makeCertificate, type Made } from '../support/certificates.ts'

const CONFIG = '/etc/nginx/nginx.conf'

let pair: Made
let other: Made
let elliptic: Made
beforeAll(async () => {
  ;[pair, other, elliptic] = await Promise.all([
    makeCertificate({ subject: 'CN=a', kind: 'RSA' }),
    makeCertificate({ subject: 'CN=b', kind: 'RSA' }),
    makeCertificate({ subject: 'CN=c' }),
  ])
})

const start = (http: string): ProgramResult => {
  const files: Readonly<Record<string, string>> = {
    [CONFIG]: `events {}\nhttp {\n${http}\n}\n`,
    '/etc/nginx/tls.crt': pair.certificate,
    '/etc/nginx/tls.key': pair.key,
    '/etc/nginx/other.key': other.key,
    '/etc/nginx/ec.key': elliptic.key,
    '/etc/nginx/text': 'text\n',
  }
  return nginx.start({
    argv: ['nginx', '-g', 'daemon off;'],
    env: {},
    cwd: '/',
    files: { read: (path) => files[path], list: () => Object.keys(files) },
    hostname: 'web',
    namespace: 'default',
    podIp: '10.244.1.9',
    nowMs: 0,
    library: 'glibc',
    version: '1.27.3',
    viaEntrypoint: true,
    lookUp: () => [],
  })
}

const NO_FILE = (path: string): string =>
  `BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(${path}, r) error:10000080:BIO routines::no such file)`

const server = (text: string): string => `server {\n  listen 443 ssl;\n  ${text}\n}`

test.each([
  ['', `no "ssl_certificate" is defined for the "listen ... ssl" directive in ${CONFIG}:3`],
  ['ssl_certificate tls.crt;', 'no "ssl_certificate_key" is defined for certificate "tls.crt"'],
  ['ssl_certificate_key tls.key;', `no "ssl_certificate" is defined for the "listen ... ssl" directive in ${CONFIG}:3`],
  [
    'ssl_certificate /etc/tls/tls.crt; ssl_certificate_key /etc/tls/tls.key;',
    `cannot load certificate "/etc/tls/tls.crt": ${NO_FILE('/etc/tls/tls.crt')}`,
  ],
  [
    'ssl_certificate tls.crt; ssl_certificate_key nosuch.key;',
    `cannot load certificate key "/etc/nginx/nosuch.key": ${NO_FILE('/etc/nginx/nosuch.key')}`,
  ],
  [
    'ssl_certificate tls.crt; ssl_certificate_key other.key;',
    'SSL_CTX_use_PrivateKey("/etc/nginx/other.key") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)',
  ],
  [
    'ssl_certificate text; ssl_certificate_key tls.key;',
    'cannot load certificate "/etc/nginx/text": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)',
  ],
  [
    'ssl_certificate tls.crt; ssl_certificate_key tls.crt;',
    'cannot load certificate key "/etc/nginx/tls.crt": PEM_read_bio_PrivateKey() failed (SSL: error:1E08010C:DECODER routines::unsupported:No supported data to decode. Input type: PEM)',
  ],
])('refuses %s', (text, message) => {
  const result = start(server(text))
  expect(result).toMatchObject({ kind: 'exits', code: 1 })
  expect('errors' in result ? result.errors : '').toBe(
    `1970/01/01 00:00:00 [emerg] 1#1: ${message}\nnginx: [emerg] ${message}\n`,
  )
})

test('looks at certificates where nobody listens for TLS, too', () => {
  expect(start('server { listen 80; ssl_certificate nosuch; ssl_certificate_key nosuch; }')).toMatchObject({ kind: 'exits' })
})

test.each([
  ['its own', server('ssl_certificate tls.crt; ssl_certificate_key tls.key;')],
  ['those around it', `ssl_certificate tls.crt; ssl_certificate_key tls.key;\n${server('')}`],
  [
    'its own before those around it',
    `ssl_certificate nosuch; ssl_certificate_key nosuch;\n${server('ssl_certificate tls.crt; ssl_certificate_key tls.key;')}`,
  ],
  ['keys of another kind, which are kept apart', server('ssl_certificate tls.crt; ssl_certificate_key ec.key;')],
  [
    'one that the request names',
    server('ssl_certificate /tls/$ssl_server_name.crt; ssl_certificate_key /tls/$ssl_server_name.key;'),
  ],
  ['none that it needs', server('ssl_reject_handshake on;')],
])('takes %s', (_name, text) => {
  const result = start(text)
  expect(result.kind).toBe('serves')
  // At its usual port TLS is no news.
  expect('listeners' in result ? result.listeners.map(({ port, tls }) => [port, tls]) : []).toEqual([[443, undefined]])
})

test('says where it speaks TLS, and where it does not', () => {
  const result = start(
    'ssl_certificate tls.crt; ssl_certificate_key tls.key; server { listen 8080 ssl; } server { listen 443; } server { listen 80; }',
  )
  expect('listeners' in result ? result.listeners.map(({ port, tls }) => [port, tls]) : []).toEqual([
    [8080, true],
    [443, false],
    [80, undefined],
  ])
})
