/** What netexec answers where it is told to ask others: each answer, or why there was none. */
import type { HttpResponse } from '../../../../network/model.ts'
import { resolve } from '../../../../network/resolve.ts'
import { resolvConf } from '../../../../network/dns/resolv-conf.ts'
import { indexSnapshot } from '../../../../network/state.ts'
import type { HttpCall } from '../../conversation.ts'
import type { ServerProcess } from '../program.ts'
import { queryOf } from './form.ts'
import { goTime, PLAIN_TEXT } from './serving.ts'

const PATIENCE_MS = 5_000
/** DIFFERS: agnhost has no limit. */
const MAX_TRIES = 1_000
/** A client's port: which one it is does not matter to anybody, and the model has none. */
export const CLIENT_PORT = 40_000

type Tried = { readonly response: string } | { readonly error: string }

/** `address` and `port` as Go joins them. */
const joined = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

const dialHttp = async (process: ServerProcess, address: string, path: string): Promise<Tried> => {
  const url = `http://${address}/${path}`
  const outcome = await process.send(url)
  if (outcome?.response !== undefined) return { response: outcome.response.body }
  const because = (reason: string): Tried => ({ error: `Get "${url}": ${reason}` })
  if (outcome?.verdict === 'connected') return because('EOF')
  if (outcome?.verdict === 'refused') return because(`dial tcp ${address}: connect: connection refused`)
  await process.wait(PATIENCE_MS)
  return because('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')
}

interface Datagram {
  readonly host: string
  readonly port: number
  readonly data: string
}

const dialUdp = async (process: ServerProcess, { host, port, data }: Datagram, own: string): Promise<Tried> => {
  const response = await process.ask({ host, port, data })
  if (response !== undefined) return { response }
  await process.wait(PATIENCE_MS)
  const connection = `${joined(own, CLIENT_PORT)}->${joined(host, port)}`
  return { error: `reading from udp connection failed. err:'read udp ${connection}: i/o timeout'` }
}

/** As `http.Error` of Go answers. */
const refused = (message: string): HttpResponse => ({ status: 400, headers: PLAIN_TEXT, body: `${message}\n` })

/** The address of a host; undefined where nobody knows it. @see Go net, ResolveTCPAddr: IPv4 comes first */
const addressOf = (process: ServerProcess, name: string): string | undefined => {
  const question = { from: process.from, name }
  const [ipv4] = resolve(process.snapshot(), question).addresses
  return ipv4 ?? resolve(process.snapshot(), { ...question, type: 'AAAA' }).addresses[0]
}

export async function dial({ target, nowMs }: HttpCall, process: ServerProcess, own: string): Promise<HttpResponse> {
  const query = queryOf(target)
  const of = (name: string): string => query.get(name) ?? ''
  const [host, request, protocol, tried] = [of('host'), of('request'), of('protocol').toLowerCase(), of('tries')]
  const port = Number(of('port'))
  process.print(
    `${goTime(nowMs)} GET /dial?host=${host}&protocol=${of('protocol')}&port=${of('port')}&request=${request}&tries=${tried}\n`,
  )
  if (!/^[+-]?\d*$/u.test(tried)) return refused(`tries parameter is invalid. strconv.Atoi: parsing "${tried}": invalid syntax`)
  if (request === '') return refused('request parameter not specified. <nil>')
  if (!['', 'http', 'udp'].includes(protocol)) return refused(`unsupported protocol. ${of('protocol')}`)
  const address = addressOf(process, host)
  if (address === undefined) {
    const [server = ''] = resolvConf(indexSnapshot(process.snapshot()), process.from).nameservers
    return refused(`host and/or port param are invalid. lookup ${host} on ${server}:53: no such host`)
  }
  const results: Tried[] = []
  const count = Math.min(tried === '' ? 1 : Number(tried), MAX_TRIES)
  while (results.length < count)
    results.push(
      protocol === 'udp'
        ? await dialUdp(process, { host: address, port, data: request }, own)
        : await dialHttp(process, joined(address, port), request),
    )
  const errors = results.flatMap((one) => ('error' in one ? [one.error] : []))
  const responses = results.flatMap((one) => ('response' in one ? [one.response] : []))
  const last = results.at(-1)
  const body = {
    ...(errors.length > 0 ? { errors } : {}),
    ...(last !== undefined && 'response' in last && last.response !== '' ? { responses } : {}),
  }
  return { status: 200, headers: PLAIN_TEXT, body: JSON.stringify(body) }
}
