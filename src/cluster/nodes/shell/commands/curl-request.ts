/** What a call of curl sends: method, headers and content. @see curl.se/docs/manpage.html */
import { hashText } from '../../../controllers/workloads/template-hash.ts'
import { toBytes } from '../../http-text.ts'
import { cookieOf } from './curl-cookies.ts'
import { parseUrl } from './http.ts'
import { hasFlag, valueOf, type Options } from './options.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/u)

/** Options with a value. */
export const VALUED: ReadonlySet<string> = new Set(
  words(`-H --header -o --output -w --write-out -m --max-time --connect-timeout -X --request -d --data --data-raw --data-binary
  --data-ascii --data-urlencode --json -A --user-agent -u --user -e --referer -b --cookie -c --cookie-jar -F --form --form-string
  --resolve --connect-to --retry --retry-delay --retry-max-time --interface --cacert --capath --cert -E --key --max-redirs -x --proxy
  --noproxy -T --upload-file -r --range --url --limit-rate --dns-servers --ciphers --output-dir -D --dump-header --max-filesize
  --oauth2-bearer --proto --unix-socket --trace --trace-ascii --stderr --keepalive-time`),
)

/** Options without one. */
const FLAGS: ReadonlySet<string> = new Set(
  words(`-s --silent -S --show-error -v --verbose -i --include --show-headers -I --head -f --fail --fail-with-body -L --location
  --location-trusted -k --insecure -O --remote-name -J --remote-header-name -G --get -4 --ipv4 -6 --ipv6 -0 --http1.0 --http1.1
  --http2 --http2-prior-knowledge -V --version -h --help -N --no-buffer -# --progress-bar --no-progress-meter --compressed -g --globoff
  --path-as-is -q --disable --create-dirs --retry-connrefused --retry-all-errors --raw --tcp-nodelay --no-keepalive -1 --tlsv1
  --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3 --post301 --post302 --post303 -n --netrc -a --append -j --junk-session-cookies -Z
  --parallel --next --basic --anyauth --digest --no-sessionid -R --remote-time --styled-output --no-styled-output -M --manual`),
)

/** The first option that curl does not have. */
export const unknownOption = ({ flags }: Options): string | undefined => [...flags].find((flag) => !FLAGS.has(flag))

/** Undefined where there is no such file. */
export type ReadFile = (path: string) => string | undefined

export interface Sending {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** Bytes as letters below 256; undefined where nothing is sent. */
  readonly body: string | undefined
  /** Goes behind the address's own query. */
  readonly query: string
}

const DATA: ReadonlySet<string> = new Set(words('-d --data --data-ascii --data-raw --data-binary --data-urlencode --json'))
const FORM: ReadonlySet<string> = new Set(['-F', '--form', '--form-string'])

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/gu, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)

/** `content`, `=content`, `name=content`, `@file`, `name@file`. */
const urlEncoded = (text: string, read: ReadFile): string => {
  const at = text.search(/[=@]/u)
  if (at < 0) return encode(text)
  const name = text.slice(0, at)
  const value = text.charAt(at) === '@' ? (read(text.slice(at + 1)) ?? '') : text.slice(at + 1)
  return `${name === '' ? '' : `${name}=`}${encode(value)}`
}

const dataOf = (option: string, text: string, read: ReadFile): string => {
  if (option === '--data-urlencode') return urlEncoded(text, read)
  if (option === '--data-raw' || !text.startsWith('@')) return text
  const content = read(text.slice(1)) ?? ''
  return option === '-d' || option === '--data' || option === '--data-ascii' ? content.replaceAll(/[\r\n\0]/gu, '') : content
}

/** Pieces of data are joined by `&`, those of --json as they stand. */
const joinData = ({ given }: Options, read: ReadFile): string | undefined => {
  let joined: string | undefined
  for (const [option, text] of given) {
    if (!DATA.has(option)) continue
    const data = dataOf(option, text, read)
    joined = joined === undefined ? data : `${joined}${option === '--json' ? '' : '&'}${data}`
  }
  return joined
}

const partOf = (option: string, text: string, read: ReadFile): string => {
  const at = text.indexOf('=')
  const name = text.slice(0, at)
  const value = text.slice(at + 1)
  if (option === '--form-string' || !/^[@<]/u.test(value))
    return `Content-Disposition: form-data; name="${name}"\r\n\r\n${option === '--form-string' ? value : value.replace(/;type=.*$/u, '')}\r\n`
  const file = value.slice(1).replace(/;.*$/u, '')
  const content = read(file) ?? ''
  if (value.startsWith('<')) return `Content-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`
  const last = file.slice(file.lastIndexOf('/') + 1)
  return `Content-Disposition: form-data; name="${name}"; filename="${last}"\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n`
}

interface Content {
  readonly type?: string
  readonly text: string
}

const formOf = ({ given }: Options, read: ReadFile): Content | undefined => {
  const parts = given.filter(([option]) => FORM.has(option)).map(([option, text]) => partOf(option, text, read))
  if (parts.length === 0) return undefined
  const mark = `${'-'.repeat(24)}${(hashText(parts.join('')) >>> 0).toString(16).padStart(16, '0')}`
  return {
    type: `multipart/form-data; boundary=${mark}`,
    text: `${parts.map((part) => `--${mark}\r\n${part}`).join('')}--${mark}--\r\n`,
  }
}

const contentOf = (options: Options, read: ReadFile): Content | undefined => {
  const upload = valueOf(options, '-T', '--upload-file')
  if (upload !== undefined) return { text: read(upload) ?? '' }
  const form = formOf(options, read)
  if (form !== undefined) return form
  const text = joinData(options, read)
  if (text === undefined) return undefined
  return { text, type: valueOf(options, '--json') === undefined ? 'application/x-www-form-urlencoded' : 'application/json' }
}

const methodOf = (options: Options, isSending: boolean): string => {
  const given = valueOf(options, '-X', '--request')
  if (given !== undefined) return given
  if (hasFlag(options, '-I', '--head')) return 'HEAD'
  if (!isSending) return 'GET'
  return valueOf(options, '-T', '--upload-file') === undefined ? 'POST' : 'PUT'
}

/** `-r` as a header. A single number is where it begins. */
const rangeOf = (given: string | undefined): Readonly<Record<string, string>> =>
  given === undefined ? {} : { range: `bytes=${/^\d+$/u.test(given) ? `${given}-` : given}` }

const named = (name: string, value: string | undefined): Readonly<Record<string, string>> =>
  value === undefined ? {} : { [name]: value }

export interface Addressed {
  readonly url: string
  /** The one to name where the connection goes elsewhere. */
  readonly host?: string
}

export const sendingOf = (options: Options, { url, host }: Addressed, read: ReadFile): Sending => {
  const content = contentOf(options, read)
  const isQuery = hasFlag(options, '-G', '--get')
  const body = content === undefined || isQuery ? undefined : toBytes(content.text)
  const user = valueOf(options, '-u', '--user')
  const isJson = valueOf(options, '--json') !== undefined
  const headers = {
    ...(host === undefined ? {} : { host }),
    ...(user === undefined ? {} : { authorization: `Basic ${btoa(user)}` }),
    ...rangeOf(valueOf(options, '-r', '--range')),
    'user-agent': valueOf(options, '-A', '--user-agent') ?? 'curl/8.14.1',
    accept: isJson ? 'application/json' : '*/*',
    ...named('referer', valueOf(options, '-e', '--referer')),
    ...named('cookie', cookieOf(options, parseUrl(url), read)),
    ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    ...(body === undefined || content?.type === undefined ? {} : { 'content-type': content.type }),
    ...options.headers,
  }
  // An option such as -H 'Accept:' takes a header away.
  const kept = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
  return { method: methodOf(options, body !== undefined), headers: kept, body, query: isQuery ? (content?.text ?? '') : '' }
}

/** An address with more behind its query. */
export const withQuery = (given: string, query: string): string => {
  const url = parseUrl(given)
  if (query === '' || url === undefined) return given
  return `${given}${url.search === '' ? '?' : '&'}${query}`
}
