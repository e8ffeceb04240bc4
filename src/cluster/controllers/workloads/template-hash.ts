/** The short names of Pod templates. @see kubernetes pkg/util/hash and apimachinery pkg/util/rand, v1.34 */
import type { PodTemplateSpec } from '../../../kubernetes/generated/types.ts'
import { printForHash } from '../../../kubernetes/go/print-for-hash.ts'

const NO_TEMPLATE: PodTemplateSpec = {}

const SAFE = 'bcdfghjklmnpqrstvwxz2456789'

/** 32-bit FNV-1a. */
const hashBytes = (bytes: Iterable<number>): number => {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** 32-bit FNV-1a of a text, letter by letter. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** Hexadecimal digits that follow from a text, eight for each word. */
export const hexDigits = (text: string, words: number): string =>
  Array.from({ length: words }, (_, index) => hashText(`${text}#${index}`).toString(16).padStart(8, '0')).join('')

/** Digits as letters that make no words. */
const encodeSafely = (digits: string): string => digits.replace(/./gu, (digit) => SAFE[digit.charCodeAt(0) % SAFE.length] ?? '')

/** 32-bit FNV-1, which multiplies first. */
const hashBytesFirst = (bytes: Iterable<number>): number => {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash, 0x01000193) ^ byte
  return hash >>> 0
}

/** The short name of a revision's data, as JSON in Go's form: of a StatefulSet whose names have never collided. */
export const hashRevisionData = (json: string): string =>
  encodeSafely(String(hashBytesFirst(new TextEncoder().encode(`${json}0`))))

const known = new WeakMap<PodTemplateSpec, string>()

/** For templates whose hash is known without printing them. */
export const rememberHash = (template: PodTemplateSpec, hash: string): void => {
  known.set(template, hash)
}

/** The letters are those of a real cluster: the hash is over Go's print of the template. */
export const hashTemplate = (template: PodTemplateSpec = NO_TEMPLATE): string => {
  const before = known.get(template)
  if (before !== undefined) return before
  const hash = encodeSafely(String(hashBytes(new TextEncoder().encode(printForHash('v1.PodTemplateSpec', template)))))
  known.set(template, hash)
  return hash
}
