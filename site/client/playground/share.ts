/**
 * What the playground shows, as the fragment of an address and back. A fragment begins with `z.` where the text is compressed
 * (deflate-raw) and with `t.` where the browser cannot compress; the rest is base64url.
 */

/** What is shared: the cluster as it was written, and the walk that was asked for. */
export interface SharedState {
  readonly cluster: string
  /** Ends as `grade trace` takes them; empty where none was chosen. */
  readonly from: string
  readonly to: string
}

/** Longer addresses are cut by programs that people send them with. */
export const MAX_FRAGMENT = 8_000

/** More text than the playground takes, in bytes: a short fragment can hold a long text. */
const MAX_TEXT = 256 * 1024

/** Why nothing could be shared, or opened. */
export type ShareFault = 'too-long' | 'unreadable'

type Coded<T> = T | { readonly fault: ShareFault }

const toBase64Url = (bytes: Uint8Array): string => {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))

/** All bytes of a stream; undefined as soon as there are more than `limit`. */
const readUpTo = async (stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const reader = stream.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (length > limit) {
      await reader.cancel()
      return undefined
    }
    parts.push(next.value)
  }
  const all = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}

const asState = (value: unknown): SharedState | undefined => {
  if (!Array.isArray(value) || value.length !== 3) return undefined
  const [cluster, from, to] = value as readonly unknown[]
  return typeof cluster === 'string' && typeof from === 'string' && typeof to === 'string' ? { cluster, from, to } : undefined
}

/** The fragment (without `#`) that {@link readFragment} opens. */
export const writeFragment = async ({ cluster, from, to }: SharedState): Promise<Coded<{ readonly fragment: string }>> => {
  const bytes = new TextEncoder().encode(JSON.stringify([cluster, from, to]))
  if (bytes.length > MAX_TEXT) return { fault: 'too-long' }
  let fragment = `t.${toBase64Url(bytes)}`
  if ('CompressionStream' in globalThis) {
    const packed = await readUpTo(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw')), MAX_TEXT)
    if (packed) fragment = `z.${toBase64Url(packed)}`
  }
  return fragment.length > MAX_FRAGMENT ? { fault: 'too-long' } : { fragment }
}

/** What a fragment (without `#`) holds. It was written by a stranger: it is never trusted to be well formed or small. */
export const readFragment = async (fragment: string): Promise<Coded<{ readonly state: SharedState }>> => {
  if (fragment.length > MAX_FRAGMENT) return { fault: 'too-long' }
  try {
    if (!/^[tz]\./.test(fragment)) return { fault: 'unreadable' }
    const stored = new Blob([fromBase64Url(fragment.slice(2))]).stream()
    const opened = fragment.startsWith('z.') ? stored.pipeThrough(new DecompressionStream('deflate-raw')) : stored
    const bytes = await readUpTo(opened, MAX_TEXT)
    if (!bytes) return { fault: 'too-long' }
    const state = asState(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    return state ? { state } : { fault: 'unreadable' }
  } catch {
    return { fault: 'unreadable' }
  }
}
