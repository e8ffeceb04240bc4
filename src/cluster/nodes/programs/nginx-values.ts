/**
 * Values of directives that end nginx at its start, in its words: conditions, patterns, codes, and variables that nobody sets.
 * @see nginx.org/en/docs/varindex.html, nginx 1.27
 */
import { readCondition } from './nginx-conditions.ts'
import { ConfigError, directivesNamed, type Directive, type DirectiveCheck } from './nginx-config.ts'

const openGroups = (pattern: string): number => {
  const bare = pattern.replaceAll(/\\.|\[\]?(?:\\.|[^\]\\])*\]/gu, '')
  return bare.split('(').length - bare.split(')').length
}

/** DIFFERS: of patterns only groups that are not closed are told (nginx-values.test.ts). */
const patternFault = (pattern: string): string | undefined =>
  openGroups(pattern) > 0 ? `pcre2_compile() failed: missing closing parenthesis in "${pattern}"` : undefined

const conditionFault = (words: readonly string[]): string | undefined => {
  const read = readCondition(words)
  if (!read.ok) return read.fault
  return read.condition.kind === 'matches' ? patternFault(read.condition.to) : undefined
}

const LARGEST_CODE = 999

const returnFault = ([first = '', ...more]: readonly string[]): string | undefined => {
  if (/^\d+$/u.test(first)) return Number(first) > LARGEST_CODE ? `invalid return code "${first}"` : undefined
  const isAddress = more.length === 0 && /^(?:https?:\/\/|\$scheme)/u.test(first)
  return isAddress ? undefined : `invalid return code "${first}"`
}

const FLAGS: ReadonlySet<string> = new Set(['last', 'break', 'redirect', 'permanent'])

const rewriteFault = ([pattern = '', , flag]: readonly string[]): string | undefined =>
  patternFault(pattern) ?? (flag === undefined || FLAGS.has(flag) ? undefined : `invalid parameter "${flag}"`)

const variableNameFault = (word = ''): string | undefined => {
  if (!word.startsWith('$') || word.length < 2) return `invalid variable name "${word}"`
  const name = word.slice(1)
  return FIXED.has(name) ? `the duplicate "${name}" variable` : undefined
}

const locationFault = ([first = '', second]: readonly string[]): string | undefined =>
  first.startsWith('~') ? patternFault(second ?? first.replace(/^~\*?/u, '')) : undefined

const FAULTS: Readonly<Record<string, (words: readonly string[]) => string | undefined>> = {
  if: conditionFault,
  return: returnFault,
  rewrite: rewriteFault,
  set: ([name]) => variableNameFault(name),
  map: ([, name]) => variableNameFault(name),
  location: locationFault,
}

const SETTINGS: ReadonlySet<string> = new Set(['hostnames', 'volatile'])

const mapEntryFault: DirectiveCheck = ({ name, args }) => {
  if (name === 'include' || (SETTINGS.has(name) && args.length === 0)) return undefined
  if (args.length !== 1) return 'invalid number of the map parameters'
  return name.startsWith('~') ? patternFault(name.replace(/^~\*?/u, '')) : undefined
}

/** What is wrong with the words of a directive that stands where it may; undefined where nothing is. */
export const valueFault: DirectiveCheck = (directive, isBlock, blocks) =>
  blocks.at(-1) === 'map' ? mapEntryFault(directive, isBlock, blocks) : FAULTS[directive.name]?.(directive.args)

/** Variables that nginx has whatever its configuration. */
const FIXED: ReadonlySet<string> = new Set(
  `ancient_browser args binary_remote_addr body_bytes_sent bytes_sent connection connection_requests connection_time connections_active
  connections_reading connections_waiting connections_writing content_length content_type cookie date_gmt date_local document_root
  document_uri fastcgi_path_info fastcgi_script_name gzip_ratio host hostname http2 http3 https invalid_referer is_args is_request_port
  limit_conn_status limit_rate limit_req_status modern_browser msec msie nginx_version pid pipe proxy_add_x_forwarded_for proxy_host
  proxy_port proxy_protocol_addr proxy_protocol_port proxy_protocol_server_addr proxy_protocol_server_port query_string
  realip_remote_addr realip_remote_port realpath_root remote_addr remote_port remote_user request request_body request_body_file
  request_completion request_filename request_id request_length request_method request_port request_time request_uri scheme secure_link
  secure_link_expires server_addr server_name server_port server_protocol slice_range ssl_alpn_protocol ssl_cipher ssl_ciphers
  ssl_client_cert ssl_client_escaped_cert ssl_client_fingerprint ssl_client_i_dn ssl_client_i_dn_legacy ssl_client_raw_cert
  ssl_client_s_dn ssl_client_s_dn_legacy ssl_client_serial ssl_client_sigalg ssl_client_v_end ssl_client_v_remain ssl_client_v_start
  ssl_client_verify ssl_curve ssl_curves ssl_early_data ssl_protocol ssl_server_name ssl_session_id ssl_session_reused ssl_sigalg status
  tcpinfo_rcv_space tcpinfo_rtt tcpinfo_rttvar tcpinfo_snd_cwnd time_iso8601 time_local uid_got uid_reset uid_set
  upstream_addr upstream_bytes_received upstream_bytes_sent upstream_cache_age upstream_cache_key upstream_cache_last_modified
  upstream_cache_status upstream_connect_time upstream_first_byte_time upstream_header_time upstream_last_server_name upstream_queue_time
  upstream_response_length upstream_response_time upstream_session_time upstream_status uri`.split(/\s+/u),
)

/** Begins of names that say the rest: of headers, cookies, arguments and groups. */
const OPEN =
  /^(?:http_|arg_|cookie_|sent_http_|sent_trailer_|upstream_http_|upstream_trailer_|upstream_cookie_|proxy_protocol_tlv_|\d+$)/u

/** Where variables are looked for, by the first word in which they may stand. */
const EXPANDED: Readonly<Record<string, number>> = {
  return: 0,
  rewrite: 1,
  set: 1,
  if: 0,
  map: 0,
  add_header: 1,
  proxy_pass: 0,
  proxy_set_header: 1,
}

/** Modules of nginx that make variables of names that their blocks give. */
const MAKERS: ReadonlySet<string> = new Set([
  'map',
  'geo',
  'split_clients',
  'auth_request_set',
  'set',
  'perl_set',
  'js_set',
  'js_var',
])

const namesMade = ({ name, args, block = [] }: Directive): readonly string[] => [
  ...(MAKERS.has(name) ? args.filter((word) => word.startsWith('$')).map((word) => word.slice(1)) : []),
  ...[name, ...args].flatMap((word) => [...word.matchAll(/\(\?P?<(\w+)>/gu)].map(([, group = '']) => group)),
  ...block.flatMap(namesMade),
]

/** In the map's own first word a variable is asked for, which makes none. */
const namesOf = (directive: Directive): readonly string[] =>
  directive.name === 'map' || directive.name === 'geo' || directive.name === 'split_clients'
    ? [...namesMade({ ...directive, args: directive.args.slice(-1) })]
    : namesMade(directive)

const madeIn = (directives: readonly Directive[]): readonly string[] =>
  directives.flatMap((one) => [...namesOf({ ...one, block: [] }), ...(one.block === undefined ? [] : madeIn(one.block))])

const textFault = (text: string, made: ReadonlySet<string>): string | undefined => {
  for (const [, braced, name] of text.matchAll(/\$(?:\{(\w*\}?)|(\w*))/gu)) {
    if (braced !== undefined && !braced.endsWith('}')) return `the closing bracket in "${braced}" variable is missing`
    const wanted = braced?.slice(0, -1) ?? name ?? ''
    if (wanted === '') return 'invalid variable name'
    if (!FIXED.has(wanted) && !OPEN.test(wanted) && !made.has(wanted)) return `unknown "${wanted}" variable`
  }
  return undefined
}

/** Words of conditions that are patterns, in which a dollar stands for the end. */
const textsOf = ({ name, args }: Directive): readonly string[] => {
  const from = EXPANDED[name]
  if (from === undefined) return []
  if (name === 'map') return args.slice(0, 1)
  if (name !== 'if') return args.slice(from)
  const read = readCondition(args)
  if (!read.ok) return []
  const { condition } = read
  if (condition.kind === 'file') return [condition.path]
  return condition.kind === 'equals' ? [condition.value, condition.to] : [condition.value]
}

/** Faults that nginx tells with the place where they stand; others it finds when all has been read. */
const isPlaced = (fault: string): boolean => !fault.startsWith('unknown')

function checkTexts(directives: readonly Directive[], made: ReadonlySet<string>): void {
  for (const directive of directives) {
    const { file, line, block = [] } = directive
    for (const text of textsOf(directive)) {
      const fault = textFault(text, made)
      if (fault !== undefined) throw new ConfigError(isPlaced(fault) ? `${fault} in ${file}:${line}` : fault)
    }
    if (directive.name === 'map') checkMap(block, made)
    else checkTexts(block, made)
  }
}

function checkMap(entries: readonly Directive[], made: ReadonlySet<string>): void {
  const seen = new Set<string>()
  for (const { name, args, file, line } of entries) {
    if (SETTINGS.has(name) && args.length === 0) continue
    const key = name.toLowerCase()
    const again = name === 'default' ? 'duplicate default map parameter' : `conflicting parameter "${name}"`
    if (seen.has(key) && !name.startsWith('~')) throw new ConfigError(`${again} in ${file}:${line}`)
    seen.add(key)
    const fault = textFault(args[0] ?? '', made)
    if (fault !== undefined) throw new ConfigError(isPlaced(fault) ? `${fault} in ${file}:${line}` : fault)
  }
}

/** Throws a ConfigError where a variable is asked for that nobody sets, or cannot be one. */
export function checkVariables(top: readonly Directive[]): void {
  const http = directivesNamed(top, 'http').flatMap(({ block = [] }) => block)
  checkTexts(http, new Set(madeIn(http)))
}
