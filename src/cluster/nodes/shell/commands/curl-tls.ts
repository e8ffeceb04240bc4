/** curl's side of TLS: what it is told to trust, and what it says of it. @see curl.se/docs/sslcerts.html, curl 8.14 with OpenSSL */
import { isPair, readPrivateKey } from '../../../../kubernetes/x509/keys.ts'
import { readCertificates, type Certificate, type DistinguishedName } from '../../../../kubernetes/x509/certificate.ts'
import { algorithmName } from '../../tls/signatures.ts'
import { CHAIN_FAULTS } from '../../tls/verify-chain.ts'
import { kindOfHost } from '../../tls/verify-name.ts'
import { normalizeAddress } from '../../../../network/address.ts'
import type { Session } from '../session.ts'
import { hasFlag, valueOf, type Options } from './options.ts'
import { BUNDLE, BUNDLE_FOLDER, check, isFaultless, readBundle, readFolder, type Checked } from './tls-client.ts'

type Failure = readonly [exitCode: number, message: string]

export const isInsecure = (options: Options): boolean => hasFlag(options, '-k', '--insecure')

/** The file that is named; undefined where curl looks where it always does. */
const namedBundle = (session: Session, options: Options): string | undefined => {
  const { env } = session.instance.setup
  return valueOf(options, '--cacert') ?? (isInsecure(options) ? undefined : (env['CURL_CA_BUNDLE'] ?? env['SSL_CERT_FILE']))
}

const trustOf = (session: Session, options: Options): readonly Certificate[] | Failure => {
  const folder = valueOf(options, '--capath')
  const fromFolder = folder === undefined ? [] : readFolder(session, folder)
  const named = namedBundle(session, options)
  if (named === undefined) return isInsecure(options) ? fromFolder : [...(readBundle(session, BUNDLE) ?? []), ...fromFolder]
  const found = readBundle(session, named)
  if (found === undefined && !isInsecure(options)) return [77, `error adding trust anchors from file: ${named}`]
  return [...(found ?? []), ...fromFolder]
}

const isFailure = (trust: readonly Certificate[] | Failure): trust is Failure => typeof trust[0] === 'number'

/** `--cert FILE[:PASSWORD]` and `--key FILE`, which may be the same one. */
const clientFailure = (session: Session, options: Options): Failure | undefined => {
  const [file] = (valueOf(options, '-E', '--cert') ?? '').split(':')
  if (file === undefined || file === '') return undefined
  const read = (path: string): string | undefined => session.instance.setup.files.read(session.pathOf(path))
  const text = read(file)
  const [certificate] = readCertificates(text ?? '') ?? []
  if (certificate === undefined) {
    const why =
      text === undefined ? '80000002:system library::No such file or directory' : '0480006C:PEM routines::no start line'
    const causes = '(no key found, wrong pass phrase, or wrong file format?)'
    return [58, `could not load PEM client certificate from ${file}, OpenSSL error error:${why}, ${causes}`]
  }
  const keyFile = valueOf(options, '--key') ?? file
  const key = readPrivateKey(read(keyFile) ?? '')
  if (key === undefined) return [58, `unable to set private key file: '${keyFile}' type PEM`]
  return isPair(certificate.key, key) ? undefined : [58, 'Private key does not match the certificate public key']
}

/** What curl finds, and whether it goes on. */
export async function checkAsCurl(
  session: Session,
  options: Options,
  { host, presented }: { readonly host: string; readonly presented: readonly Certificate[] },
): Promise<{ readonly checked: Checked; readonly goesOn: boolean }> {
  const trust = trustOf(session, options)
  const unready = clientFailure(session, options) ?? (isFailure(trust) ? trust : undefined)
  const found = await check(session, { host, presented, trusted: isFailure(trust) ? [] : trust })
  const checked = unready === undefined ? found : { ...found, unready }
  return { checked, goesOn: unready === undefined && (isInsecure(options) || isFaultless(checked)) }
}

const faultOfName = ({ host, name }: Checked): string => {
  const kind = kindOfHost(host)
  if (name?.fits !== false) return ''
  if (name.hasAlternatives) return `SSL: no alternative certificate subject name matches target ${kind} '${host}'`
  return name.commonName === undefined
    ? 'SSL: unable to obtain common name from peer certificate'
    : `SSL: certificate subject name '${name.commonName}' does not match target host name '${host}'`
}

/** Why curl went no further. */
export const describeUntrusted = (checked: Checked): Failure => {
  const { unready, verified } = checked
  if (unready !== undefined) return unready
  return [60, verified.fault === undefined ? faultOfName(checked) : `SSL certificate problem: ${CHAIN_FAULTS[verified.fault]}`]
}

/** What stands behind the message of a certificate that is not trusted. */
export const ADVICE = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the webpage mentioned above.
`

const showName = ({ attributes }: DistinguishedName): string => attributes.map(([type, value]) => `${type}=${value}`).join('; ')

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Nov 28 01:36:01 2026 GMT` */
const showTime = (atMs: number): string => {
  const date = new Date(atMs)
  const day = String(date.getUTCDate()).padStart(2)
  return `${MONTHS[date.getUTCMonth()] ?? ''} ${day} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()} GMT`
}

const RSA_STRENGTHS: readonly (readonly [bits: number, strength: number])[] = [
  [8192, 200],
  [4096, 152],
  [3072, 128],
  [2048, 112],
  [1024, 80],
]

const CURVE_NAMES: Readonly<Record<string, string>> = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' }

const showKey = ({ key }: Certificate): string => {
  const { kind, bits, curve = '' } = key
  if (kind === 'RSA') return `RSA (${bits}/${RSA_STRENGTHS.find(([least]) => bits >= least)?.[1] ?? 0} Bits/secBits)`
  if (kind === 'EC') return `EC/${CURVE_NAMES[curve] ?? curve} (${bits}/${Math.min(256, bits / 2)} Bits/secBits)`
  return `${kind.toUpperCase()} (${bits}/${Math.min(128, bits)} Bits/secBits)`
}

const nameLines = (checked: Checked): readonly string[] => {
  const { host, name } = checked
  if (name === undefined) return []
  if (name.fits && name.by === 'common-name') return [` common name: ${name.name} (matched)`]
  if (name.fits)
    return [
      ` subjectAltName: host "${host}" matched cert's ${normalizeAddress(host) === undefined ? `"${name.name}"` : 'IP address!'}`,
    ]
  return name.hasAlternatives ? [` subjectAltName does not match ${kindOfHost(host)} ${host}`] : []
}

const certificateLines = (checked: Checked, isUnchecked: boolean): readonly string[] => {
  const [leaf] = checked.presented
  if (leaf === undefined) return []
  const names = isUnchecked ? [] : nameLines(checked)
  const head = [
    'Server certificate:',
    ` subject: ${showName(leaf.subject)}`,
    ` start date: ${showTime(leaf.notBeforeMs)}`,
    ` expire date: ${showTime(leaf.notAfterMs)}`,
    ...names,
  ]
  if (!isUnchecked && checked.name?.fits !== true) return head
  const { fault, path } = checked.verified
  const verdict =
    fault === undefined
      ? ' SSL certificate verify ok.'
      : ` SSL certificate verify result: ${CHAIN_FAULTS[fault]} (${fault}), continuing anyway.`
  const chain = fault === undefined ? path : checked.presented
  const levels = chain.map(
    (one, level) =>
      `  Certificate level ${level}: Public key type ${showKey(one)}, signed using ${algorithmName(one.algorithm)}`,
  )
  return [...head, ` issuer: ${showName(leaf.issuer)}`, verdict, ...levels]
}

/** How OpenSSL names the alert that it sends. */
const ALERTS: Readonly<Record<number, string>> = {
  7: 'decrypt error (563)',
  9: 'certificate expired (557)',
  10: 'certificate expired (557)',
  26: 'unsupported certificate (555)',
}

const SIGNATURE_KINDS: Readonly<Record<string, string>> = { RSA: 'RSASSA-PSS', EC: 'id-ecPublicKey' }

const received = (message: string): string => `TLSv1.3 (IN), TLS ${message}:`
const sent = (message: string): string => `TLSv1.3 (OUT), TLS ${message}:`

/** What -v tells of TLS, up to where it ended. DIFFERS: sizes of messages are left out, and HTTP/2 is never agreed on (curl-tls.test.ts). */
export const narrateTls = (session: Session, options: Options, checked: Checked): string => {
  if (checked.unready !== undefined) return ''
  const isUnchecked = isInsecure(options)
  const { fault } = checked.verified
  const bundle = namedBundle(session, options) ?? (isUnchecked ? undefined : BUNDLE)
  const folder = valueOf(options, '--capath') ?? BUNDLE_FOLDER
  const offer = hasFlag(options, '--http1.1', '--http1.0', '-0') ? 'http/1.1' : 'h2,http/1.1'
  const greeting = [
    `ALPN: curl offers ${offer}`,
    sent('handshake, Client hello (1)'),
    ...(bundle === undefined ? [] : [` CAfile: ${bundle}`, ` CApath: ${folder}`]),
    received('handshake, Server hello (2)'),
    received('change cipher, Change cipher spec (1)'),
    received('handshake, Encrypted Extensions (8)'),
    received('handshake, Certificate (11)'),
  ]
  const kind = checked.presented[0]?.key.kind ?? ''
  const rest =
    fault !== undefined && !isUnchecked
      ? [sent(`alert, ${ALERTS[fault] ?? 'unknown CA (560)'}`)]
      : [
          received('handshake, CERT verify (15)'),
          received('handshake, Finished (20)'),
          sent('change cipher, Change cipher spec (1)'),
          sent('handshake, Finished (20)'),
          `SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / x25519 / ${SIGNATURE_KINDS[kind] ?? 'UNDEF'}`,
          'ALPN: server accepted http/1.1',
          ...certificateLines(checked, isUnchecked),
        ]
  return [...greeting, ...rest].map((line) => `* ${line}\n`).join('')
}
