/** Certificates of nginx's servers. @see nginx.org/en/docs/http/ngx_http_ssl_module.html, nginx 1.27 with OpenSSL 3 */
import { readCertificates } from '../../../kubernetes/x509/certificate.ts'
import { isPair, readPrivateKey } from '../../../kubernetes/x509/keys.ts'
import type { FileView } from '../container-files.ts'
import { ConfigError, directivesNamed, valueOf, type Directive } from './nginx-config.ts'

const FOLDER = '/etc/nginx'

const pathOf = (written: string): string => (written.startsWith('/') ? written : `${FOLDER}/${written}`)

const refuse = (message: string): never => {
  throw new ConfigError(message)
}

const NO_FILE = (path: string): string =>
  `BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(${path}, r) error:10000080:BIO routines::no such file)`

const NO_CERTIFICATE =
  'PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)'

const NO_KEY =
  'PEM_read_bio_PrivateKey() failed (SSL: error:1E08010C:DECODER routines::unsupported:No supported data to decode. Input type: PEM)'

const load = <T>(
  files: FileView,
  path: string,
  as: { what: string; read: (text: string) => T | undefined; none: string },
): T => {
  const text = files.read(path)
  if (text === undefined) return refuse(`cannot load ${as.what} "${path}": ${NO_FILE(path)}`)
  return as.read(text) ?? refuse(`cannot load ${as.what} "${path}": ${as.none}`)
}

/** A name that depends on the request is looked for when one comes. */
const isFixed = (written: string): boolean => !written.includes('$')

interface Named {
  readonly certificate: string
  readonly key: string
}

/** In their order: each certificate has the key that stands at the same place. */
const pairsOf = (block: readonly Directive[]): readonly Named[] => {
  const keys = directivesNamed(block, 'ssl_certificate_key').map(({ args }) => args[0] ?? '')
  return directivesNamed(block, 'ssl_certificate').map(({ args: [certificate = ''] }, index) => {
    const key = keys[index]
    return key === undefined
      ? refuse(`no "ssl_certificate_key" is defined for certificate "${lastOf(block)}"`)
      : { certificate, key }
  })
}

const lastOf = (block: readonly Directive[]): string => valueOf(block, 'ssl_certificate') ?? ''

const checkPair = (files: FileView, { certificate, key }: Named): void => {
  if (!isFixed(certificate) || !isFixed(key)) return
  const [leaf] = load(files, pathOf(certificate), { what: 'certificate', read: readCertificates, none: NO_CERTIFICATE })
  const owned = load(files, pathOf(key), { what: 'certificate key', read: readPrivateKey, none: NO_KEY })
  if (leaf !== undefined && !isPair(leaf.key, owned))
    refuse(
      `SSL_CTX_use_PrivateKey("${pathOf(key)}") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)`,
    )
}

export interface TlsServer {
  readonly block: readonly Directive[]
  /** Where its own block begins. */
  readonly file: string
  readonly line: number
  readonly isTls: boolean
}

/** Throws a ConfigError in nginx's words where a server's certificates cannot be used, whether it listens for TLS or not. */
export function checkTls(servers: readonly TlsServer[], files: FileView): void {
  for (const { block } of servers) for (const pair of pairsOf(block)) checkPair(files, pair)
  const bare = servers.find(
    ({ block, isTls }) => isTls && lastOf(block) === '' && valueOf(block, 'ssl_reject_handshake') !== 'on',
  )
  if (bare !== undefined)
    refuse(`no "ssl_certificate" is defined for the "listen ... ssl" directive in ${bare.file}:${bare.line}`)
}

/** What a server shows, in PEM: what its files say now. */
export const certificateOf = (block: readonly Directive[], files: FileView): string | undefined => {
  const named = lastOf(block)
  return named === '' ? undefined : files.read(pathOf(named))
}
