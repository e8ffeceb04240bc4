/** The short names of Pod templates. @see kubernetes pkg/util/hash and apimachinery pkg/util/rand, v1.34 */
import type { PodTemplateSpec } from '../../kubernetes/generated/types.ts'

const SAFE = 'bcdfghjklmnpqrstvwxz2456789'

/** 32-bit FNV-1a of a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** Digits as letters that make no words. */
const encodeSafely = (digits: string): string => digits.replace(/./gu, (digit) => SAFE[digit.charCodeAt(0) % SAFE.length] ?? '')

/** DIFFERS: over the template's JSON, not over Go's print of it, so the letters are others than on a real cluster. */
export const hashTemplate = (template: PodTemplateSpec | undefined): string =>
  encodeSafely(String(hashText(JSON.stringify(template ?? {}))))
