import { LIMITS } from '../limits.ts'

const CONTROL = /[\u0000-\u001f\u007f]/u

/** The parts of a relative path that stays within its folder; undefined for any other. Backslashes separate, too, as some programs for Windows write them. */
export const safeParts = (path: string): readonly string[] | undefined => {
  const plain = path.replaceAll('\\', '/')
  if (plain.startsWith('/') || /^[a-z]:/iu.test(plain) || CONTROL.test(plain)) return undefined
  const parts = plain.split('/').filter((part) => part !== '' && part !== '.')
  const isSafe = parts.every((part) => part !== '..' && part.length <= LIMITS.nameLength)
  return isSafe && parts.length > 0 && parts.length <= LIMITS.depth ? parts : undefined
}
