/** HTTP as it stands on the wire: requests that somebody types, and responses in full. */
import type { HttpResponse } from '../../../../network/model.ts'
import { Inbox, type Connection } from '../../connection.ts'
import { readHeaders, statusLine, titleCase, toBytes, wireHeaders } from '../../http-text.ts'
import { libraryOf } from '../../userland.ts'
import { nextChance, type Session } from '../session.ts'

export interface RawRequest {
  readonly host: string
  readonly port: number
  readonly text: string
}

const REQUEST_LINE = /^([A-Z]+) (\S+)(?: HTTP\/(\d\.\d))?\r?\n/u

/** A response as a server writes it; the length of its body is stated. */
export const renderResponse = (response: HttpResponse, nowMs: number, isHead = false): string => {
  const lines = Object.entries(wireHeaders(response, nowMs)).map(([name, value]) => `${titleCase(name)}: ${value}\r\n`)
  return `${statusLine(response)}\r\n${lines.join('')}\r\n${isHead ? '' : toBytes(response.body)}`
}

const BAD_REQUEST = {
  status: 400,
  headers: { 'content-type': 'text/html' },
  body: '<html><body><h1>400 Bad Request</h1></body></html>\n',
}

/** What a web server sends back to a text: undefined as long as the request is not complete. */
export const answerRawRequest = async (session: Session, { host, port, text }: RawRequest): Promise<string | undefined> => {
  if (text.trim() === '') return undefined
  const match = REQUEST_LINE.exec(text)
  const now = session.world.clock.now()
  if (match === null) return renderResponse(BAD_REQUEST, now)
  const [line, method = 'GET', target = '/', version] = match
  // HTTP/0.9 and a request without the blank line behind its headers: the client's end of input ends the waiting.
  const head = text.slice(line.length).split(/\r?\n\r?\n/u)[0] ?? ''
  if (version !== undefined && !/\n\r?\n/u.test(text)) return undefined
  const headers = readHeaders(head)
  if (version === '1.1' && headers['host'] === undefined) return renderResponse(BAD_REQUEST, now)
  const path = target.startsWith('/') ? target : '/'
  const question = {
    from: session.source,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`,
    method,
    headers,
    library: libraryOf(session.instance.setup.image),
  }
  const { response, waitedMs = 0 } = (await session.world.send(question, nextChance(session.instance))) ?? {}
  if (waitedMs > 0) await session.wait(waitedMs)
  return response === undefined ? undefined : renderResponse(response, now, method === 'HEAD')
}

const HEAD = /^[\s\S]*?\n\r?\n/u

/** The length of the first request of a text, once it is there in full. */
const lengthOfFirst = (text: string): number | undefined => {
  const version = REQUEST_LINE.exec(text)?.[3]
  const [line = ''] = /^[^\n]*\n/u.exec(text) ?? []
  if (line !== '' && version === undefined) return line.length
  const [head] = HEAD.exec(text) ?? []
  if (head === undefined) return undefined
  const length = head.length + Number(readHeaders(head)['content-length'] ?? 0)
  return text.length >= length ? length : undefined
}

/** Whether a web server ends the connection behind its answer. */
const closesAfter = (request: string): boolean => {
  const [, , , version] = REQUEST_LINE.exec(request) ?? []
  return version !== '1.1' || /^connection:\s*close\s*$/imu.test(request)
}

/** A connection to a web server, over which somebody types requests. */
export const webConnection = (session: Session, place: Omit<RawRequest, 'text'>): Connection => {
  const inbox = new Inbox()
  let text = ''
  const answer = async (request: string): Promise<void> => {
    inbox.put((await answerRawRequest(session, { ...place, text: request })) ?? '')
    if (closesAfter(request)) inbox.end()
  }
  return {
    answersAtOnce: true,
    ready: () => inbox.ready(),
    take: () => inbox.take(),
    send: async (data) => {
      text += data
      for (let length = lengthOfFirst(text); length !== undefined; length = lengthOfFirst(text)) {
        const request = text.slice(0, length)
        text = text.slice(length)
        await answer(request)
      }
      return true
    },
    finish: async () => {
      await answer(text)
      inbox.end()
    },
    close: () => inbox.end(),
  }
}
