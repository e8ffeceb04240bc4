/** The course's secret: whoever has it can draw every learner's exam, make start codes, and tell whose package a submission was made with. */
import { createHmac, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Problem } from '../terminal/problem.ts'
import { systemErrorCode, writePrivateFile } from '../daemon/private-files.ts'

const SECRET_BYTES = 32
const HEX = /^[0-9a-f]{64}$/u
/** Without letters and digits that look alike. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const CODE_LETTERS = 16

/** The secret of the file; undefined where there is no file. Fails with `exam-secret-unreadable` for anything else. */
export async function readSecret(path: string): Promise<Uint8Array | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw new Problem('exam-secret-unreadable', { path, reason: reasonOf(error) }, error)
  })
  if (text === undefined) return undefined
  if (!HEX.test(text.trim())) throw new Problem('exam-secret-unreadable', { path, reason: '' })
  return Buffer.from(text.trim(), 'hex')
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** As above, but no file is a problem: with another secret nothing would fit. */
export async function requireSecret(path: string): Promise<Uint8Array> {
  const secret = await readSecret(path)
  if (secret === undefined) throw new Problem('exam-secret-missing', { path })
  return secret
}

/** The secret of the file, which is made where there is none. Fails with `exam-secret-unwritable`. */
export async function ensureSecret(path: string): Promise<{ readonly secret: Uint8Array; readonly isNew: boolean }> {
  const known = await readSecret(path)
  if (known !== undefined) return { secret: known, isNew: false }
  const secret = randomBytes(SECRET_BYTES)
  try {
    await writePrivateFile(path, `${secret.toString('hex')}\n`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem('exam-secret-unwritable', { path, reason: error.detail['reason'] ?? '' }, error)
  }
  return { secret, isNew: true }
}

const derive = (secret: Uint8Array, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', secret).update(JSON.stringify(parts)).digest()

/** What opens the packages of an exam, said aloud when it begins: 80 bits as `K7QF-2M9D-…`. */
export const startCodeOf = (secret: Uint8Array, exam: string, version: number): string => {
  const bytes = derive(secret, 'start-code', exam, String(version))
  const letters = Array.from({ length: CODE_LETTERS }, (_, index) => ALPHABET[(bytes[index] ?? 0) % ALPHABET.length] ?? '')
  return [0, 4, 8, 12].map((from) => letters.slice(from, from + 4).join('')).join('-')
}

/** Proves that a submission was made with the package of this learner; hexadecimal. */
export const tokenOf = (secret: Uint8Array, exam: string, version: number, learner: string): string =>
  derive(secret, 'token', exam, String(version), learner).toString('hex')
