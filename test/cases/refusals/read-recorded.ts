/** Requests in their order, and what a real API server answered (recorded.json, here and in other folders). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Recorded {
  readonly method: string
  readonly path: string
  readonly body?: object
  /** Who asks; the administrator where it is absent. */
  readonly as?: string
  /** Of the body, where it is another one than the method's usual one. */
  readonly type?: string
  readonly code: number
  readonly message?: string
  /** Where they are recorded. */
  readonly warnings?: readonly string[]
}

export interface Scenario {
  readonly name: string
  readonly requests: readonly Recorded[]
}

/** `folder`: one of test/cases. */
export const readRecorded = (folder = 'refusals'): readonly Scenario[] => {
  const text = readFileSync(join(import.meta.dirname, '..', folder, 'recorded.json'), 'utf8')
  return (JSON.parse(text) as { readonly recorded: readonly Scenario[] }).recorded
}

export const contentTypeOf = ({ method, type }: Recorded): string =>
  type ?? (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json')

/** Of an answer what is recorded: its code, and why it is a refusal. */
export const answerOf = (code: number, text: string): Pick<Recorded, 'code' | 'message'> => {
  const { message } = JSON.parse(text) as { readonly message?: string }
  return { code, ...(code < 300 || message === undefined ? {} : { message }) }
}

/** A name that was made up is another one each time. */
export const withoutMadeUp = ({ code, message }: Pick<Recorded, 'code' | 'message'>): Pick<Recorded, 'code' | 'message'> => ({
  code,
  ...(message === undefined ? {} : { message: message.replace(/^pods "p-[a-z0-9]{5}"/u, 'pods "p-…"') }),
})

export const wantedOf = ({ code, message }: Recorded): Pick<Recorded, 'code' | 'message'> => ({
  code,
  ...(message === undefined ? {} : { message }),
})

/** How a request is told where its answer is another one. */
export const titleOf = ({ method, path, body }: Recorded): string => `${method} ${path} ${JSON.stringify(body)}`

/** The texts in the values of an answer's Warning headers. */
export const warningsOf = (values: readonly string[]): readonly string[] =>
  values.flatMap((value) =>
    [...value.matchAll(/299 - "((?:[^"\\]|\\.)*)"/gu)].map(([, text = '']) => text.replaceAll(/\\(.)/gu, '$1')),
  )
