/** The begin of TLS between a client that looks at certificates and whoever takes its connection. */
import type { ExchangeOutcome } from '../../../network/model.ts'
import type { SentRequest } from '../conversation.ts'
import { presentedBy, type Presenting } from './presented.ts'

const HTTPS_PORT = 443

/** False where the client goes no further: then nothing was asked. */
export async function shakeHands(
  { url, tls }: SentRequest,
  outcome: ExchangeOutcome,
  presenting: Presenting,
): Promise<boolean> {
  const { protocol, port } = new URL(url)
  if (tls === undefined || protocol !== 'https:' || outcome.verdict !== 'connected' || outcome.noResponse === 'not-tls')
    return true
  const asked = { serverName: tls.serverName, port: port === '' ? HTTPS_PORT : Number(port) }
  const presented = await presentedBy(outcome, asked, presenting)
  return presented === undefined || tls.meet(presented)
}
