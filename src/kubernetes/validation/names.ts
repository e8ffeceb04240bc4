/** The forms of names. Each function gives the reasons why a text has not the form, none if it has. @see k8s.io/apimachinery pkg/util/validation, v1.34 */

const DNS_1123_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const DNS_1123_SUBDOMAIN = `${DNS_1123_LABEL}(\\.${DNS_1123_LABEL})*`
const DNS_1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?'
const WILDCARD = `\\*\\.${DNS_1123_SUBDOMAIN}`
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const LABEL_VALUE = `(${QUALIFIED})?`
const ENV_NAME = '[^=]+'
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"
const HTTP_HEADER = '[-A-Za-z0-9]+'
const RELAXED_SUBDOMAIN = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*'
const PERCENT = '[0-9]+%'
const CONFIG_KEY = '[-._a-zA-Z0-9]+'

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`, 'u')

const patterns = new Map<string, RegExp>()

const fits = (text: string, pattern: string): boolean => {
  const known = patterns.get(pattern) ?? whole(pattern)
  patterns.set(pattern, known)
  return known.test(text)
}

/** The examples stand as `e.g. 'a',  or 'b', `: the blanks are the server's. */
const examples = (list: readonly string[]): string =>
  list.length === 0 ? '' : `e.g. ${list.map((item) => `'${item}', `).join(' or ')}`

const regexMessage = (message: string, pattern: string, ...shown: readonly string[]): string =>
  `${message} (${examples(shown)}regex used for validation is '${pattern}')`

const maxLength = (length: number): string => `must be no more than ${length} characters`

export const dns1123Label = (text: string): readonly string[] => [
  ...(text.length > 63 ? [maxLength(63)] : []),
  ...(fits(text, DNS_1123_LABEL)
    ? []
    : fits(text, DNS_1123_SUBDOMAIN)
      ? ['must not contain dots']
      : [
          regexMessage(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            DNS_1123_LABEL,
            'my-name',
            '123-abc',
          ),
        ]),
]

export const dns1123Subdomain = (text: string): readonly string[] => [
  ...(text.length > 253 ? [maxLength(253)] : []),
  ...(fits(text, DNS_1123_SUBDOMAIN)
    ? []
    : [
        regexMessage(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
          DNS_1123_SUBDOMAIN,
          'example.com',
        ),
      ]),
]

export const wildcardSubdomain = (text: string): readonly string[] =>
  fits(text, WILDCARD)
    ? []
    : [
        regexMessage(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
          WILDCARD,
          '*.example.com',
        ),
      ]

export const dns1035Label = (text: string): readonly string[] => [
  ...(text.length > 63 ? [maxLength(63)] : []),
  ...(fits(text, DNS_1035_LABEL)
    ? []
    : [
        regexMessage(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
          DNS_1035_LABEL,
          'my-name',
          'abc-123',
        ),
      ]),
]

export const labelValue = (text: string): readonly string[] => [
  ...(text.length > 63 ? [maxLength(63)] : []),
  ...(fits(text, LABEL_VALUE)
    ? []
    : [
        regexMessage(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          LABEL_VALUE,
          'MyValue',
          'my_value',
          '12345',
        ),
      ]),
]

const qualifiedPart = (text: string): readonly string[] => [
  ...(text === '' ? ['name part must be non-empty'] : text.length > 63 ? ['name part must be no more than 63 characters'] : []),
  ...(fits(text, QUALIFIED)
    ? []
    : [
        regexMessage(
          "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          QUALIFIED,
          'MyName',
          'my.name',
          '123-abc',
        ),
      ]),
]

const QUALIFIED_FORM =
  "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"

/** Label and annotation keys: a name, optionally behind a DNS subdomain and a slash. */
export const qualifiedName = (text: string): readonly string[] => {
  const parts = text.split('/')
  if (parts.length > 2) {
    return [
      `${regexMessage(QUALIFIED_FORM, QUALIFIED, 'MyName', 'my.name', '123-abc')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ]
  }
  const [first = '', second] = parts
  if (second === undefined) return qualifiedPart(first)
  const prefix =
    first === '' ? ['prefix part must be non-empty'] : dns1123Subdomain(first).map((message) => `prefix part ${message}`)
  return [...prefix, ...qualifiedPart(second)]
}

/** Names of container ports and named target ports (IANA service names). */
export const portName = (text: string): readonly string[] => [
  ...(text.length > 15 ? [maxLength(15)] : []),
  ...(/^[-a-z0-9]+$/u.test(text) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/u.test(text) ? [] : ['must contain at least one letter (a-z)']),
  ...(text.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(text.length > 0 && (text.startsWith('-') || text.endsWith('-')) ? ['must not begin or end with a hyphen'] : []),
]

export const portNumber = (value: number): readonly string[] =>
  value >= 1 && value <= 65_535 ? [] : ['must be between 1 and 65535, inclusive']

export const environmentName = (text: string): readonly string[] => {
  const pattern = ENV_NAME
  return fits(text, pattern) && /^[\x20-\x7E]+$/u.test(text)
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
}

export const configKey = (text: string): readonly string[] => [
  ...(text.length > 253 ? [maxLength(253)] : []),
  ...(fits(text, CONFIG_KEY)
    ? []
    : [
        regexMessage(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
          CONFIG_KEY,
          'key.name',
          'KEY_NAME',
          'key-name',
        ),
      ]),
  ...(text === '.'
    ? ["must not be '.'"]
    : text.startsWith('..')
      ? [text === '..' ? "must not be '..'" : "must not start with '..'"]
      : []),
]

export const httpHeaderName = (text: string): readonly string[] =>
  fits(text, HTTP_HEADER)
    ? []
    : [regexMessage("a valid HTTP header must consist of alphanumeric characters or '-'", HTTP_HEADER, 'X-Header-Name')]

/** What DNS search lists may hold: a subdomain whose labels may have underscores. */
export const searchDomain = (text: string): readonly string[] => [
  ...(text.length > 253 ? [maxLength(253)] : []),
  ...(fits(text, RELAXED_SUBDOMAIN)
    ? []
    : [
        regexMessage(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
          RELAXED_SUBDOMAIN,
          'example.com',
        ),
      ]),
]

export const httpPath = (text: string): readonly string[] =>
  fits(text, HTTP_PATH) ? [] : [regexMessage('Invalid path', HTTP_PATH)]

export const percentText = (text: string): readonly string[] =>
  fits(text, PERCENT)
    ? []
    : [regexMessage("a valid percent string must be a numeric string followed by an ending '%'", PERCENT, '1%', '93%')]

export const portNumberOrName = (value: number | string): readonly string[] =>
  typeof value === 'string' ? portName(value) : portNumber(value)

/** Names that stand in a path as they are, and need be nothing else. */
export const pathSegment = (name: string): readonly string[] => {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`)
}
