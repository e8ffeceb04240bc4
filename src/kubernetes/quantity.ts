/** Resource quantities such as `500m` and `1Gi`, and their canonical form. @see Kubernetes API reference, "Quantity" */

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const FORM = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/u

interface Quantity {
  /** In billionths. */
  readonly nano: bigint
  readonly form: 'binary' | 'decimal' | 'exponent'
}

const formOf = (suffix: string): Quantity['form'] => {
  if (BINARY.some((name) => name === suffix)) return 'binary'
  return /^[eE]\S/u.test(suffix) ? 'exponent' : 'decimal'
}

const powerOf = (suffix: string, form: Quantity['form']): number =>
  form === 'binary' ? 0 : form === 'exponent' ? Number(suffix.slice(1)) : (DECIMAL[suffix] ?? 0)

/** Rounds up what is smaller than a billionth. */
const shiftBy = (value: bigint, power: number): bigint =>
  power >= 0 ? value * 10n ** BigInt(power) : (value + 10n ** BigInt(-power) - 1n) / 10n ** BigInt(-power)

const parse = (text: string): Quantity | undefined => {
  const match = FORM.exec(text)
  if (match === null) return undefined
  const [, sign, digits = '0', suffix = ''] = match
  const [whole = '', fraction = ''] = digits.split('.')
  const form = formOf(suffix)
  const factor = form === 'binary' ? 1024n ** BigInt(BINARY.findIndex((name) => name === suffix) + 1) : 1n
  const nano = shiftBy(BigInt(`${whole}${fraction}`) * factor, 9 + powerOf(suffix, form) - fraction.length)
  return { nano: sign === '-' ? -nano : nano, form }
}

const renderBinary = (nano: bigint): string | undefined => {
  const unit = 1_000_000_000n
  if (nano % unit !== 0n || (nano < 0n ? -nano : nano) < 1024n * unit) return undefined
  let value = nano / unit
  let power = 0
  while (value % 1024n === 0n && power < BINARY.length) {
    value /= 1024n
    power += 1
  }
  return `${value}${power === 0 ? '' : (BINARY[power - 1] ?? '')}`
}

const renderDecimal = (nano: bigint, form: 'decimal' | 'exponent'): string => {
  let value = nano
  let exponent = -9
  while (value !== 0n && value % 1000n === 0n && exponent < 18) {
    value /= 1000n
    exponent += 3
  }
  if (value === 0n) return '0'
  if (form === 'exponent') return exponent === 0 ? `${value}` : `${value}e${exponent}`
  const suffix = Object.entries(DECIMAL).find(([, power]) => power === exponent)?.[0] ?? ''
  return `${value}${suffix}`
}

/** The canonical form, or undefined where the text is no quantity. */
export const canonicalQuantity = (text: string): string | undefined => {
  const quantity = parse(text)
  if (quantity === undefined) return undefined
  if (quantity.form !== 'binary') return renderDecimal(quantity.nano, quantity.form)
  return renderBinary(quantity.nano) ?? renderDecimal(quantity.nano, 'decimal')
}

/** The canonical form taken apart, as Go holds it. */
export interface QuantityParts {
  readonly value: bigint
  /** The number in front of the suffix. */
  readonly digits: bigint
  /** The power of ten that the value stands for. */
  readonly scale: number
  readonly format: 'BinarySI' | 'DecimalSI' | 'DecimalExponent'
  readonly canonical: string
}

const FORMATS = { binary: 'BinarySI', decimal: 'DecimalSI', exponent: 'DecimalExponent' } as const

/** Of what is no quantity: zero. */
export const quantityParts = (text: string): QuantityParts => {
  const canonical = canonicalQuantity(text) ?? '0'
  const [, sign = '', digits = '0', suffix = ''] = FORM.exec(canonical) ?? []
  const form = formOf(suffix)
  const factor = form === 'binary' ? 1024n ** BigInt(BINARY.findIndex((name) => name === suffix) + 1) : 1n
  return {
    value: BigInt(`${sign}${digits}`) * factor,
    digits: BigInt(digits),
    scale: powerOf(suffix, form),
    format: FORMATS[form],
    canonical,
  }
}

/** Less than 0 where a < b. Texts that are no quantities count as 0. */
export const compareQuantities = (a: string, b: string): number => {
  const difference = (parse(a)?.nano ?? 0n) - (parse(b)?.nano ?? 0n)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

const render = ({ nano, form }: Quantity): string =>
  form === 'binary' ? (renderBinary(nano) ?? renderDecimal(nano, 'decimal')) : renderDecimal(nano, form)

const combine = (a: string, b: string, sign: 1n | -1n): string => {
  const first = parse(a) ?? { nano: 0n, form: 'decimal' }
  const second = parse(b) ?? { nano: 0n, form: 'decimal' }
  return render({ nano: first.nano + sign * second.nano, form: first.nano === 0n ? second.form : first.form })
}

/** Canonical, in the form of the first, unless that is zero. */
export const addQuantities = (a: string, b: string): string => combine(a, b, 1n)
export const subtractQuantities = (a: string, b: string): string => combine(a, b, -1n)

/** Whether the second is a whole multiple of the first, and more than none of it. */
export const divides = (part: string, whole: string): boolean => {
  const size = parse(part)?.nano ?? 0n
  return size !== 0n && (parse(whole)?.nano ?? 0n) % size === 0n
}

/** How many times b stands in a. */
export const ratioOfQuantities = (a: string, b: string): number => Number(parse(a)?.nano ?? 0n) / Number(parse(b)?.nano ?? 0n)
