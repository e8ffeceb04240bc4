/** The exam's page, for the browser of this machine alone: under an address that nobody can guess, and for no page of another place. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Language } from '../../../src/grading/words.ts'
import type { Problem } from '../../terminal/problem.ts'
import { systemErrorCode } from '../../daemon/private-files.ts'
import { findAttempt, type Attempt } from '../attempt.ts'
import { submit } from '../submit.ts'
import { keepAnswer, openItem, requireItem } from '../work.ts'
import { renderEnded, renderExam } from './render.ts'
import { STYLE } from './style.ts'
import { readView } from './view.ts'

export interface PageOptions {
  /** The learner's own state directory. */
  readonly home: string
  readonly root: URL
  readonly language: Language
  /** What submissions name as the program that made them. */
  readonly program: string
  /** What was thrown, and how it is told. */
  readonly toProblem: (error: unknown) => Problem
  readonly tell: (problem: Problem, language: Language) => string
  /** Told whenever a page asks how much time is left. */
  readonly attend: (attempt: Attempt) => Promise<void>
}

const MAX_BODY_BYTES = 64 * 1024
const TYPES = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const

const send = (response: ServerResponse, status: number, [type, text]: readonly [keyof typeof TYPES, string]): void => {
  response.writeHead(status, {
    'content-type': TYPES[type],
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
}

/** Other names for this machine would let a foreign page read along: its own name may lead here by now. */
const isLocal = ({ headers }: IncomingMessage): boolean =>
  /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u.test(headers.host ?? '')

/** Browsers say so of pages of other places; those that do not name the place they come from. */
const isForeign = ({ headers }: IncomingMessage): boolean =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site']?.toString()) ||
  ![undefined, 'null', `http://${headers.host ?? ''}`].includes(headers.origin)

/** The fields of a form; undefined where it is too long. */
const readForm = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > MAX_BODY_BYTES) return undefined
    parts.push(part)
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'))
}

interface Asked {
  readonly attempt: Attempt
  readonly language: Language
  readonly options: PageOptions
}

/** What a form asks for. The answer is the part of the page to go on at. */
const act = async (action: string, form: URLSearchParams, { attempt, options }: Asked): Promise<string> => {
  const given = form.get('item') ?? ''
  if (action === 'submit') {
    await submit(attempt, options.program)
    return 'hand-in'
  }
  if (action === 'open') return (await openItem(attempt, given, form.get('agree') === 'yes')).item.id
  const item = requireItem(attempt, given)
  const values = form.getAll('answer')
  // The parts of an answer that are letters are told apart by commas, as a reader of the terminal would type them.
  const typed = item.kind === 'question' && item.question.form === 'text' ? values.join(' ') : values.join(',')
  return (await keepAnswer(attempt, given, typed)).id
}

const ACTIONS = ['answer', 'open', 'submit']

/** A wrong entry is the learner's, and the words of the form say more than those of a terminal. */
const post = async (request: IncomingMessage, action: string, asked: Asked, response: ServerResponse): Promise<void> => {
  const { attempt, language, options } = asked
  const wantsJson = request.headers.accept === TYPES.json.split(';')[0]
  try {
    const form = await readForm(request)
    if (form === undefined) {
      send(response, 413, ['json', '{}'])
      return
    }
    const at = await act(action, form, asked)
    if (wantsJson) send(response, 200, ['json', JSON.stringify({ kept: true })])
    else response.writeHead(303, { location: `./?lang=${language}#${at}` }).end()
  } catch (error) {
    const problem = options.toProblem(error)
    const message = options.tell(problem, language)
    const isIncomplete = problem.code === 'exam-answer-unreadable'
    if (wantsJson) send(response, 200, ['json', JSON.stringify({ kept: false, ...(isIncomplete ? {} : { message }) })])
    else send(response, 409, ['html', renderExam(await readView(attempt), { language, problem: message })])
  }
}

const get = async (name: string, { attempt, language, options }: Asked, response: ServerResponse): Promise<void> => {
  const submission = /^submission-(?<attempt>[1-9]\d{0,3})\.json$/u.exec(name)
  if (name === '') send(response, 200, ['html', renderExam(await readView(attempt), { language })])
  else if (name === 'state') {
    await options.attend(attempt)
    send(response, 200, ['json', JSON.stringify({ leftMs: (await readView(attempt)).leftMs })])
  } else if (submission !== null) {
    const file = await readFile(join(attempt.folder, name), 'utf8').catch(() => undefined)
    send(response, file === undefined ? 404 : 200, ['json', file ?? '{}'])
  } else send(response, 404, ['json', '{}'])
}

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  secret: string,
  options: PageOptions,
): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const name = url.pathname.slice(secret.length + 2)
  if (!isLocal(request) || isForeign(request) || !url.pathname.startsWith(`/${secret}/`)) {
    send(response, 404, ['json', '{}'])
    return
  }
  if (name === 'exam.css') {
    send(response, 200, ['css', STYLE])
    return
  }
  if (name === 'exam.js') {
    send(response, 200, ['js', await readFile(new URL('dist/exam-page.js', options.root), 'utf8')])
    return
  }
  const asked = url.searchParams.get('lang')
  const language = asked === 'ko' || asked === 'en' ? asked : options.language
  const attempt = await findAttempt({ home: options.home })
  if (attempt === undefined) send(response, 410, ['html', renderEnded(language)])
  else if (request.method === 'GET') await get(name, { attempt, language, options }, response)
  else if (request.method === 'POST' && ACTIONS.includes(name))
    await post(request, name, { attempt, language, options }, response)
  else send(response, 405, ['json', '{}'])
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject)
      resolve()
    })
  })

/** Drafts that the browser keeps belong to a port: the same one is taken where it is free. */
const USUAL_PORT = 4174

/** Resolves when it listens, with its address. Without a port the usual one is taken, or a free one. */
export const servePage = async (
  options: PageOptions,
  port?: number,
): Promise<{ readonly server: Server; readonly url: string }> => {
  const secret = randomBytes(16).toString('hex')
  const server = createServer((request, response) => {
    answer(request, response, secret, options).catch((error: unknown) => {
      const text = options.tell(options.toProblem(error), options.language)
      if (!response.headersSent) send(response, 500, ['json', JSON.stringify({ kept: false, message: text })])
      else response.destroy()
    })
  })
  try {
    await listen(server, port ?? USUAL_PORT)
  } catch (error) {
    if (port !== undefined || systemErrorCode(error) !== 'EADDRINUSE') throw error
    await listen(server, 0)
  }
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}/` }
}
