/** Watches over connections of their own, which end by themselves where the API server falls silent. */
import { createInterface } from 'node:readline'
import type { IncomingMessage } from 'node:http'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import { openRequest, prepareRequest, type LiveClient } from './client.ts'

/** Tells what changes from a resource version on until the server ends it; ended early by the signal. Never fails. */
export type WatchKind = (
  path: string,
  resourceVersion: string,
  onEvent: (type: string, object: unknown) => void,
  signal: AbortSignal,
) => Promise<void>

export interface WatchTimes {
  /** After which the server ends a watch: nothing else tells one that is silent from one where nothing happens. */
  readonly watchSeconds: number
  /** How much later it is given up from here. */
  readonly graceMs: number
}

const TIMES: WatchTimes = { watchSeconds: 30, graceMs: 10_000 }

type OnEvent = Parameters<WatchKind>[2]

/** An event is a line. */
const readEvents = (response: IncomingMessage, onEvent: OnEvent): void => {
  if (response.statusCode !== 200) {
    response.resume()
    return
  }
  const lines = createInterface({ input: response })
  // A connection that breaks off is told as its end is.
  lines.on('error', () => undefined)
  lines.on('line', (line) => {
    const event = parseEvent(line)
    if (event !== undefined) onEvent(event.type, event.object)
  })
}

const parseEvent = (line: string): { readonly type: string; readonly object: unknown } | undefined => {
  try {
    const event: unknown = JSON.parse(line)
    return isJsonObject(event) && typeof event['type'] === 'string'
      ? { type: event['type'], object: event['object'] }
      : undefined
  } catch {
    // The rest of a line whose connection has ended.
    return undefined
  }
}

export const watchWith =
  ({ config }: LiveClient, { watchSeconds, graceMs }: WatchTimes = TIMES): WatchKind =>
  async (path, resourceVersion, onEvent, signal) => {
    const query = new URLSearchParams({ watch: 'true', resourceVersion, timeoutSeconds: String(watchSeconds) })
    const prepared = await prepareRequest(config, 'GET', `${path}?${query.toString()}`).catch(() => undefined)
    if (prepared === undefined) return
    await new Promise<void>((resolve) => {
      const outgoing = openRequest(prepared.url, { ...prepared.options, signal }, (response) => {
        response.on('error', () => undefined)
        readEvents(response, onEvent)
      })
      const timer = setTimeout(() => outgoing.destroy(), watchSeconds * 1000 + graceMs)
      outgoing.on('error', () => undefined)
      outgoing.on('close', () => {
        clearTimeout(timer)
        resolve()
      })
      outgoing.end()
    })
  }
