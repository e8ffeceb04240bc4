/** Numbers that follow from a secret and names alone, so that any machine that has the roster draws the same exam. */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** Draws whole numbers; the same names give the same numbers. */
export interface Draw {
  /** A number from 0 to `count - 1`, each as likely as the others. */
  below(count: number): number
}

/** Parts are told apart whatever letters they hold: each is preceded by its length. */
const frame = (parts: readonly string[]): Uint8Array =>
  concatBytes(
    ...parts.flatMap((part) => {
      const bytes = utf8ToBytes(part)
      const length = new Uint8Array(4)
      new DataView(length.buffer).setUint32(0, bytes.length)
      return [length, bytes]
    }),
  )

const WORD_BYTES = 4
const WORDS = 2 ** 32

/** HMAC-SHA256 in counter mode, keyed by what HMAC-SHA256 makes of the secret and the parts. */
export const createDraw = (secret: Uint8Array, ...parts: readonly string[]): Draw => {
  const key = hmac(sha256, secret, frame(parts))
  let block = new Uint8Array()
  let used = 0
  let counter = 0
  const word = (): number => {
    if (used + WORD_BYTES > block.length) {
      const count = new Uint8Array(WORD_BYTES)
      new DataView(count.buffer).setUint32(0, counter++)
      block = new Uint8Array(hmac(sha256, key, count))
      used = 0
    }
    const value = new DataView(block.buffer).getUint32(used)
    used += WORD_BYTES
    return value
  }
  return {
    below: (count) => {
      // Numbers of an incomplete last round are drawn again: else small ones would be a little more likely.
      const limit = WORDS - (WORDS % count)
      for (;;) {
        const value = word()
        if (value < limit) return value % count
      }
    },
  }
}

/** All of them, in a drawn order (Fisher and Yates). */
export const shuffle = <Item>(items: readonly Item[], draw: Draw): readonly Item[] => {
  const order = [...items]
  for (let index = order.length - 1; index > 0; index--) {
    const other = draw.below(index + 1)
    const [here, there] = [order[index], order[other]]
    if (here === undefined || there === undefined) continue
    order[index] = there
    order[other] = here
  }
  return order
}
