/** One request over the network model, as command line clients make it. */
import type { ExchangeOutcome } from '../../../../network/model.ts'
import { nextTurn, takeOutcome, type Session } from '../session.ts'

export interface HttpAttempt {
  readonly url: URL
  readonly outcome: ExchangeOutcome | undefined
}

export const parseUrl = (text: string): URL | undefined => {
  try {
    const url = new URL(/^[a-z]+:\/\//iu.test(text) ? text : `http://${text}`)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined
  } catch {
    return undefined
  }
}

/** host:port as it was written. */
export const authorityOf = (text: string): string => /^(?:[a-z]+:\/\/)?([^/?#]*)/iu.exec(text)?.[1] ?? text

export interface HttpRequest {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

export const sendRequest = async (
  session: Session,
  { url, method = 'GET', headers = {} }: HttpRequest,
): Promise<ExchangeOutcome | undefined> => {
  const { outcomes } = await session.world.send({ from: session.source, url, method, headers })
  return takeOutcome(outcomes, nextTurn(session.instance))
}

/** The address that the connection went to, for messages. */
export const addressOf = (outcome: ExchangeOutcome): string => {
  for (const hop of outcome.walk.hops) if (hop.before !== undefined && hop.kind !== 'resolve') return hop.before.destinationIp
  return ''
}
