/** Requests in their order, and what a real API server answered (recorded.json). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Recorded {
  readonly method: string
  readonly path: string
  readonly body?: object
  /** Who asks; the administrator where it is absent. */
  readonly as?: string
  readonly code: number
  readonly message?: string
}

export interface Scenario {
  readonly name: string
  readonly requests: readonly Recorded[]
}

export const readRecorded = (): readonly Scenario[] => {
  const text = readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8')
  return (JSON.parse(text) as { readonly recorded: readonly Scenario[] }).recorded
}

export const contentTypeOf = ({ method }: Recorded): string =>
  method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'

/** Of an answer what is recorded: its code, and why it is a refusal. */
export const answerOf = (code: number, text: string): Pick<Recorded, 'code' | 'message'> => {
  const { message } = JSON.parse(text) as { readonly message?: string }
  return { code, ...(code < 300 || message === undefined ? {} : { message }) }
}

export const wantedOf = ({ code, message }: Recorded): Pick<Recorded, 'code' | 'message'> => ({
  code,
  ...(message === undefined ? {} : { message }),
})

/** How a request is told where its answer is another one. */
export const titleOf = ({ method, path, body }: Recorded): string => `${method} ${path} ${JSON.stringify(body)}`
