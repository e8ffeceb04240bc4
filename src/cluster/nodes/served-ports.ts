/** What the servers of a container answer to those who reach their ports. */
import { answering, openPair, type Connection } from './connection.ts'
import type { Answer, Call } from './conversation.ts'
import type { ProgramListener, ProgramResult } from './programs/program.ts'

export type Serving = Extract<ProgramResult, { kind: 'serves' }>

interface Served {
  readonly result: Serving
  readonly listener: ProgramListener
}

const serverAt = (servers: Iterable<Serving>, to: Pick<Call, 'port' | 'protocol'>): Served | undefined => {
  for (const result of servers) {
    const listeners = result.refresh?.() ?? result.listeners
    const listener = listeners.find(({ port, protocol }) => port === to.port && protocol === to.protocol)
    if (listener !== undefined) return { result, listener }
  }
  return undefined
}

/** What the process that has the port answers to a client's bytes. */
export async function answerFrom(servers: Iterable<Serving>, call: Call): Promise<Answer> {
  const { result, listener } = serverAt(servers, call) ?? {}
  return result?.converse === undefined ? listener?.banner : result.converse(call)
}

/** The certificates that the process at the port shows to a client that names its server so; undefined where it is not known to. */
export async function certificateFrom(
  servers: Iterable<Serving>,
  port: number,
  serverName: string,
): Promise<string | undefined> {
  return serverAt(servers, { port, protocol: 'TCP' })?.result.certificate?.(port, serverName)
}

/** A connection to the process that has the port; undefined where that takes none. */
export function openTo(servers: Iterable<Serving>, to: Omit<Call, 'data'>): Connection | undefined {
  const { result, listener } = serverAt(servers, to) ?? {}
  if (result === undefined) return undefined
  if (result.accept === undefined) {
    const isDatagram = to.protocol === 'UDP'
    const said = result.converse === undefined ? listener?.banner : undefined
    return answering({
      answer: async (data) => result.converse?.({ ...to, data }) ?? (isDatagram ? said : undefined),
      answersOnce: result.answersOnce === true && !isDatagram,
      greeting: isDatagram ? undefined : said,
      isDatagram,
    })
  }
  const [client, server] = openPair(to.protocol)
  return result.accept(server) ? client : undefined
}
