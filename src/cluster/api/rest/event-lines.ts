import type { StoreEvent } from '../../store/store.ts'

const encoder = new TextEncoder()

/** A watch event as it stands on the wire: one JSON document and a line's end. */
export const encodeEvent = (type: string, object: unknown): Uint8Array =>
  encoder.encode(`${JSON.stringify({ type, object })}\n`)

export interface EventLines {
  /** The line of an event in a form, from `make` unless it was the last that was asked for. */
  lineOf(event: StoreEvent, form: string, make: () => Uint8Array): Uint8Array
}

/** Watches tell an event one after another, and most of them in the same form: it is put into words once. */
export const createEventLines = (): EventLines => {
  let latest: StoreEvent | undefined
  const lines = new Map<string, Uint8Array>()
  return {
    lineOf: (event, form, make) => {
      if (event !== latest) lines.clear()
      latest = event
      const line = lines.get(form) ?? make()
      lines.set(form, line)
      return line
    },
  }
}
