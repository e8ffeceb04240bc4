/**
 * What the API server says of custom resources: of values against their schema, and of rules in its expression language.
 * @see k8s.io/kube-openapi pkg/validation and k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel, v1.34
 */
import type { StatusCause } from '../../status.ts'
import { invalidValue, notSupported, required, tooLong, tooMany } from '../causes.ts'

export type Causes = readonly StatusCause[]

export const inBody = (path: string, value: unknown, what: string): StatusCause =>
  invalidValue(path, value, `${path} in body ${what}`)

export interface TextSchema {
  readonly pattern?: RegExp
  readonly min?: number
  readonly max?: number
}

/** An optional text. */
export const checkSchema = (path: string, text: string | undefined, { pattern, min = 0, max }: TextSchema): Causes => {
  if (text === undefined) return []
  return [
    ...(text.length < min ? [inBody(path, text, `should be at least ${min} chars long`)] : []),
    ...(max !== undefined && text.length > max ? [tooLong(path, max)] : []),
    ...(pattern !== undefined && !pattern.test(text) ? [inBody(path, text, `should match '${pattern.source}'`)] : []),
  ]
}

/** Decoding reads required texts that are absent as empty. */
export const requireSchema = (path: string, text: string, schema: TextSchema): Causes =>
  text === '' ? [required(path)] : checkSchema(path, text, schema)

export const checkRange = (path: string, value: number | undefined, min: number, max: number): Causes => {
  if (value === undefined || (value >= min && value <= max)) return []
  return [
    inBody(path, value, value < min ? `should be greater than or equal to ${min}` : `should be less than or equal to ${max}`),
  ]
}

export const checkEnum = (path: string, value: string | number | undefined, allowed: readonly (string | number)[]): Causes =>
  value === undefined || allowed.includes(value) ? [] : [notSupported(path, value, allowed.map(String))]

/** The list's length, and each item at its own path. */
export const checkItems = <Item>(
  path: string,
  items: readonly Item[] | undefined,
  bounds: { readonly min?: number; readonly max: number },
  check: (item: Item, path: string) => Causes,
): Causes => {
  if (items === undefined) return []
  const { min = 0, max } = bounds
  return [
    ...(items.length < min ? [inBody(path, items.length, `should have at least ${min} items`)] : []),
    ...(items.length > max ? [tooMany(path, items.length, max)] : []),
    ...items.flatMap((item, index) => check(item, `${path}[${index}]`)),
  ]
}

/** A rule of the expression language that does not hold; the value is told by its type. */
export const broken = (path: string, type: 'object' | 'array' | 'string', message: string): StatusCause =>
  invalidValue(path, type, message)

/** `holds` false: the rule's message. */
export const checkRule = (
  path: string,
  type: 'object' | 'array' | 'string',
  rules: readonly (readonly [holds: boolean, message: string])[],
): Causes => rules.flatMap(([holds, message]) => (holds ? [] : [broken(path, type, message)]))

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`

/** Forms of the Gateway API's texts. @see kubernetes-sigs/gateway-api apis/v1/shared_types.go */
export const HOSTNAME: TextSchema = { pattern: new RegExp(`^(\\*\\.)?${SUBDOMAIN}$`), min: 1, max: 253 }
export const PRECISE_HOSTNAME: TextSchema = { pattern: new RegExp(`^${SUBDOMAIN}$`), min: 1, max: 253 }
export const SECTION_NAME: TextSchema = { ...PRECISE_HOSTNAME }
export const OBJECT_NAME: TextSchema = { min: 1, max: 253 }
export const NAMESPACE: TextSchema = { pattern: new RegExp(`^${LABEL}$`), min: 1, max: 63 }
export const GROUP: TextSchema = { pattern: new RegExp(`^$|^${SUBDOMAIN}$`), max: 253 }
export const KIND: TextSchema = { pattern: /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/, min: 1, max: 63 }
export const HEADER_NAME: TextSchema = { pattern: /^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$/, min: 1, max: 256 }
