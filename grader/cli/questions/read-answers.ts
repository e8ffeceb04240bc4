/** Answers from a file: a mapping of question ids to letters or texts. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import process from 'node:process'
import { parse } from 'yaml'
import { readAnswer } from '../../../src/course/questions/judge.ts'
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import type { Answers } from '../../../src/course/questions/result.ts'
import type { Result } from '../../../src/grading/result.ts'
import { nearest } from '../../../src/kubernetes/nearest.ts'
import { Problem } from '../../terminal/problem.ts'

export interface AnswersFile {
  readonly answers: Answers
  readonly files: Result['submission']['files']
}

const MAX_BYTES = 1_000_000

const read = async (path: string): Promise<Buffer> => {
  try {
    return path === '-' ? await buffer(process.stdin) : await readFile(path)
  } catch (error) {
    throw new Problem('file-unreadable', { path, reason: error instanceof Error ? error.message : String(error) }, error)
  }
}

const parseMapping = (path: string, bytes: Buffer): ReadonlyMap<string, unknown> => {
  const fail = (reason: string): Problem => new Problem('answers-unreadable', { path, reason })
  if (bytes.length > MAX_BYTES) throw fail(`${bytes.length} > ${MAX_BYTES} bytes`)
  let value: unknown
  try {
    value = parse(bytes.toString('utf8'), { maxAliasCount: 0 })
  } catch (error) {
    throw fail(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fail('not a mapping of ids to answers')
  return new Map(Object.entries(value))
}

const toText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(toText).join(',')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : ''
}

/** Fails with `answers-unreadable` where an id is no question's, or an answer none of its letters. `-` is standard input. */
export async function readAnswersFile(path: string, questions: readonly PosedQuestion[]): Promise<AnswersFile> {
  const bytes = await read(path)
  const answers: Record<string, readonly string[]> = {}
  for (const [id, value] of parseMapping(path, bytes)) {
    const question = questions.find((one) => one.id === id)
    if (question === undefined) {
      const ids = questions.map((one) => one.id)
      const [near] = nearest(id, ids)
      throw new Problem('answers-unreadable', { path, id, ...(near === undefined ? {} : { nearest: near }) })
    }
    const answer = readAnswer(question, toText(value))
    if (answer === undefined) {
      const letters = question.options.map((option) => option.id).join(', ')
      const detail = { path, id, given: toText(value) }
      throw new Problem('answers-unreadable', letters === '' ? detail : { ...detail, letters })
    }
    answers[id] = answer
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { answers, files: [{ path: path === '-' ? '<stdin>' : path, sha256 }] }
}
