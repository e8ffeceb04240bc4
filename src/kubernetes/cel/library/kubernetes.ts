/** Quantities, URLs and named formats. @see k8s.io/apiserver pkg/cel/library/{quantity,urls,format}.go */
import { addQuantities, canonicalQuantity, compareQuantities, quantityParts, subtractQuantities } from '../../quantity.ts'
import { dns1035Label, dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from '../../validation/names.ts'
import { overload, type Overload } from '../overloads.ts'
import {
  EvaluationError,
  NONE,
  some,
  type FormatValue,
  type Optional,
  type QuantityValue,
  type UrlValue,
  type Value,
} from '../values.ts'

const quantity = (text: string): QuantityValue => ({ kind: 'quantity', text })

const readQuantity = (text: string): QuantityValue => {
  const read = canonicalQuantity(text)
  if (read !== undefined) return quantity(read)
  const why =
    text === ''
      ? 'unable to parse quantity'
      : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  throw new EvaluationError(why)
}

/** Undefined: it has a fraction, or more than 64 bits. */
const wholeOf = ({ text }: QuantityValue): bigint | undefined => {
  const { value, scale } = quantityParts(text)
  const power = 10n ** BigInt(Math.abs(scale))
  const whole = scale >= 0 ? value * power : value % power === 0n ? value / power : undefined
  return whole !== undefined && whole >= -(2n ** 63n) && whole < 2n ** 63n ? whole : undefined
}

const asInteger = (value: QuantityValue): bigint => {
  const whole = wholeOf(value)
  if (whole === undefined) throw new EvaluationError('cannot convert value to integer')
  return whole
}

const asFloat = ({ text }: QuantityValue): number => {
  const { value, scale } = quantityParts(text)
  return Number(`${value}e${scale}`)
}

const order = (a: QuantityValue, b: QuantityValue): number => compareQuantities(a.text, b.text)

const QUANTITIES: readonly Overload[] = [
  overload('quantity(string): kubernetes.Quantity', readQuantity),
  overload('isQuantity(string): bool', (text: string) => canonicalQuantity(text) !== undefined),
  overload('kubernetes.Quantity::sign(): int', (a: QuantityValue) => BigInt(order(a, quantity('0')))),
  overload('sign(kubernetes.Quantity): int', (a: QuantityValue) => BigInt(order(a, quantity('0')))),
  overload(
    'kubernetes.Quantity::isGreaterThan(kubernetes.Quantity): bool',
    (a: QuantityValue, b: QuantityValue) => order(a, b) > 0,
  ),
  overload(
    'kubernetes.Quantity::isLessThan(kubernetes.Quantity): bool',
    (a: QuantityValue, b: QuantityValue) => order(a, b) < 0,
  ),
  overload('kubernetes.Quantity::compareTo(kubernetes.Quantity): int', (a: QuantityValue, b: QuantityValue) =>
    BigInt(order(a, b)),
  ),
  overload('kubernetes.Quantity::asApproximateFloat(): double', asFloat),
  overload('kubernetes.Quantity::asInteger(): int', asInteger),
  overload('kubernetes.Quantity::isInteger(): bool', (a: QuantityValue) => wholeOf(a) !== undefined),
  overload('kubernetes.Quantity::add(kubernetes.Quantity): kubernetes.Quantity', (a: QuantityValue, b: QuantityValue) =>
    quantity(addQuantities(a.text, b.text)),
  ),
  overload('kubernetes.Quantity::add(int): kubernetes.Quantity', (a: QuantityValue, b: bigint) =>
    quantity(addQuantities(a.text, String(b))),
  ),
  overload('kubernetes.Quantity::sub(kubernetes.Quantity): kubernetes.Quantity', (a: QuantityValue, b: QuantityValue) =>
    quantity(subtractQuantities(a.text, b.text)),
  ),
  overload('kubernetes.Quantity::sub(int): kubernetes.Quantity', (a: QuantityValue, b: bigint) =>
    quantity(subtractQuantities(a.text, String(b))),
  ),
]

const URL_FORM = /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/(?:[^/?#@]*@)?([^/?#]*))?(\/[^?#]*)?(?:\?([^#]*))?$/u

/** As Go's url.ParseRequestURI reads what is absolute, or a path. */
const readUrl = (text: string): UrlValue | undefined => {
  const match = URL_FORM.exec(text)
  if (match === null || text === '' || /[\u0000-\u0020\u007f]/u.test(text)) return undefined
  const [, scheme = '', host = '', path = '', query = ''] = match
  if (scheme === '' && path === '') return undefined
  if (!/^(?:\[[^\]]*\]|[^:]*)(?::\d*)?$/u.test(host) || /%(?![\da-fA-F]{2})/u.test(path)) return undefined
  return { kind: 'url', scheme: scheme.toLowerCase(), host, path, query }
}

const urlOf = (text: string): UrlValue => {
  const url = readUrl(text)
  if (url !== undefined) return url
  const why = text === '' ? 'empty url' : text.startsWith(':') ? 'missing protocol scheme' : 'invalid URI for request'
  throw new EvaluationError(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: ${why}`)
}

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

const queryOf = ({ query }: UrlValue): Value => {
  const values = new Map<string, string[]>()
  for (const part of query.split('&').filter((one) => one !== '' && !one.includes(';'))) {
    const [name, value] = [part.split('=', 1)[0] ?? '', part.includes('=') ? part.slice(part.indexOf('=') + 1) : ''].map(decode)
    if (name !== undefined && value !== undefined) values.set(name, [...(values.get(name) ?? []), value])
  }
  return values
}

const PORT = /:(\d*)$/u

const URLS: readonly Overload[] = [
  overload('url(string): kubernetes.URL', urlOf),
  overload('isURL(string): bool', (text: string) => readUrl(text) !== undefined),
  overload('kubernetes.URL::getScheme(): string', ({ scheme }: UrlValue) => scheme),
  overload('kubernetes.URL::getHost(): string', ({ host }: UrlValue) => host),
  overload('kubernetes.URL::getHostname(): string', ({ host }: UrlValue) =>
    host.replace(PORT, '').replace(/^\[(.*)\]$/u, '$1'),
  ),
  overload('kubernetes.URL::getPort(): string', ({ host }: UrlValue) => PORT.exec(host)?.[1] ?? ''),
  overload('kubernetes.URL::getEscapedPath(): string', ({ path }: UrlValue) => path),
  overload('kubernetes.URL::getQuery(): map<string, list<string>>', queryOf),
]

const asPrefix = (check: (text: string) => readonly string[]) => (text: string) =>
  check(text.endsWith('-') ? `${text.slice(0, -1)}a` : text)
const whenNot =
  (problem: string, pattern: RegExp) =>
  (text: string): readonly string[] =>
    pattern.test(text) ? [] : [problem]

const FORMATS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  dns1123Label,
  dns1123Subdomain,
  dns1035Label,
  qualifiedName,
  labelValue,
  dns1123LabelPrefix: asPrefix(dns1123Label),
  dns1123SubdomainPrefix: asPrefix(dns1123Subdomain),
  dns1035LabelPrefix: asPrefix(dns1035Label),
  uri: (text) => (readUrl(text) === undefined ? ['invalid URL format'] : []),
  uuid: whenNot('does not match the UUID format', /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu),
  byte: whenNot('invalid base64', /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u),
  date: whenNot('invalid date', /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u),
  datetime: whenNot('invalid datetime', /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/u),
}

const validateFormat = ({ name }: FormatValue, text: string): Optional => {
  const problems = FORMATS[name]?.(text) ?? []
  return problems.length === 0 ? NONE : some(problems)
}

const NAMED: readonly Overload[] = [
  ...Object.keys(FORMATS).map((name) =>
    overload(`format.${name}(): kubernetes.NamedFormat`, (): FormatValue => ({ kind: 'format', name })),
  ),
  overload('format.named(string): optional_type<kubernetes.NamedFormat>', (name: string) =>
    Object.hasOwn(FORMATS, name) ? some({ kind: 'format', name }) : NONE,
  ),
  overload('kubernetes.NamedFormat::validate(string): optional_type<list<string>>', validateFormat),
]

export const KUBERNETES: readonly Overload[] = [...QUANTITIES, ...URLS, ...NAMED]
