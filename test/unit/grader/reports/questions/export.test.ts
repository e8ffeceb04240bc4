/** The course's questions as other platforms take them: well formed, complete, and with the same keys. */
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { bytesOf } from '../../../../../grader/batch/archive/bytes.ts'
import { readZip } from '../../../../../grader/batch/archive/read-zip.ts'
import { cdata, nameOfQuestion, type Bank } from '../../../../../grader/reports/questions/bank.ts'
import { toMoodleXml } from '../../../../../grader/reports/questions/moodle-xml.ts'
import { toQtiFiles } from '../../../../../grader/reports/questions/qti.ts'
import { writeZip } from '../../../../../grader/reports/questions/write-zip.ts'
import { poseConcept } from '../../../../../src/course/pose-concept.ts'
import { judgeAnswer } from '../../../../../src/course/questions/judge.ts'
import type { PosedQuestion } from '../../../../../src/course/questions/question.ts'
import { readSectionFolder } from '../../../../../src/node/read-files.ts'
import { moodleAnswers, moodleScore, qtiScore, type Responses } from './scoring.ts'

const TASKS = join(import.meta.dirname, '../../../../../tasks')
const SECTIONS = ['1-2', '3-1', '4-1', '5-1']

let bank: Bank
let moodle: readonly string[]
let qti: string
const posed = (): readonly PosedQuestion[] =>
  bank.sections.flatMap(({ questions }) => questions.map(({ question }) => question))

beforeAll(async () => {
  const sections = await Promise.all(
    SECTIONS.map(async (id) => {
      const { section } = readSectionFolder(join(TASKS, id), id)
      if (section.kind !== 'concept') throw new Error(`${id} has no questions`)
      const { questions } = await poseConcept(section)
      return { id, title: section.title.ko, questions: questions.map((question) => ({ question, state: 'a: "<]]>&"\n' })) }
    }),
  )
  bank = { language: 'ko', sections }
  moodle = toMoodleXml(bank)
    .split('<question type="')
    .filter((part) => !part.startsWith('category') && !part.startsWith('<?xml'))
  qti = [...toQtiFiles(bank).values()].join('\n')
}, 60_000)

const isWellFormed = async (contents: string): Promise<readonly string[]> => {
  const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="nothing"/></xs:schema>`
  const { errors } = await validateXML({
    xml: { fileName: 'x.xml', contents },
    schema: { fileName: 'x.xsd', contents: schema },
  })
  return errors.map(({ message }) => message).filter((message) => /parser error/iu.test(message))
}

/** Every answer that marks some options; of an order, every rotation; of a text, what is right and what is not. */
const answersTo = ({ form, options, key }: PosedQuestion): readonly (readonly string[])[] => {
  const ids = options.map(({ id }) => id)
  if (form === 'text') return [...key.map((right) => [right]), ['something else']]
  if (form === 'one') return ids.map((id) => [id])
  if (form === 'order') return ids.map((_, turn) => [...key.slice(turn), ...key.slice(0, turn)])
  return Array.from({ length: 2 ** ids.length }, (_, bits) => ids.filter((_id, index) => (bits >> index) % 2 === 1))
}

describe('a Moodle question bank', () => {
  test('is well-formed, its declaration first, with every question once', async () => {
    const text = toMoodleXml(bank)
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>')).toBe(true)
    expect(await isWellFormed(text)).toEqual([])
    expect(moodle).toHaveLength(posed().length)
    const names = moodle.map((part) => /<idnumber>([^<]*)</u.exec(part)?.[1])
    expect(names).toEqual(
      bank.sections.flatMap((section) => section.questions.map(({ question }) => nameOfQuestion(section, question))),
    )
  })

  test('only what is right earns everything, and what is wrong nothing', () => {
    for (const [index, question] of posed().entries()) {
      const part = moodle[index] ?? ''
      const answers = moodleAnswers(part)
      if (question.form === 'order') {
        const places = [...part.matchAll(/<answer><text>(\d+)</gu)].map((match) => Number(match[1]))
        expect([question.id, places]).toEqual([question.id, question.options.map(({ id }) => question.key.indexOf(id) + 1)])
      } else if (question.form === 'text') {
        expect(answers).toEqual(question.key.map((text) => ({ fraction: 100, text: text.replaceAll('*', '\\*') })))
      } else
        for (const answer of answersTo(question)) {
          const score = moodleScore(
            answers,
            answer.map((id) => question.options.findIndex((option) => option.id === id)),
          )
          const { correct, wrong } = judgeAnswer(question, answer)
          expect([question.id, answer, score > 99.99]).toEqual([question.id, answer, correct])
          if (wrong.length > 0) expect([question.id, answer, score]).toEqual([question.id, answer, 0])
        }
    }
  })

  test('has no fraction that Moodle does not take', () => {
    const taken = [
      100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0,
    ]
    for (const part of moodle) for (const { fraction } of moodleAnswers(part)) expect(taken).toContain(Math.abs(fraction))
  })
})

describe('QTI 1.2', () => {
  test('is well-formed, in a zip that names all of its files', async () => {
    const files = toQtiFiles(bank)
    for (const text of files.values()) expect(await isWellFormed(text)).toEqual([])
    const zip = writeZip(files)
    const read = [...readZip(bytesOf(zip), 100)].map(
      (entry) => [entry.path, Buffer.from(entry.read(1e7)).toString('utf8')] as const,
    )
    expect(new Map(read)).toEqual(files)
    const named = [...(files.get('imsmanifest.xml') ?? '').matchAll(/<file href="([^"]*)"/gu)].map((match) => match[1])
    expect(['imsmanifest.xml', ...named]).toEqual([...files.keys()])
    expect(writeZip(toQtiFiles(bank)).equals(zip)).toBe(true)
  })

  test('its response processing judges every answer as we do', () => {
    const items = qti.split('<item ident=').slice(1)
    expect(items).toHaveLength(posed().length)
    for (const [index, question] of posed().entries())
      for (const answer of answersTo(question)) {
        const responses: Responses =
          question.form === 'order'
            ? Object.fromEntries(answer.map((id, place) => [`response1_${id}`, [`place${place + 1}`]]))
            : { response1: answer }
        const isRight = qtiScore(items[index] ?? '', responses) > 99.9
        expect([question.id, answer, isRight]).toEqual([question.id, answer, judgeAnswer(question, answer).correct])
      }
  })
})

test('whatever a text holds, it stays within its section', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (before, after) => {
      const read = cdata(`${before}]]>${after}`).replaceAll(']]]]><![CDATA[>', ']]>')
      expect(read.startsWith('<![CDATA[') && read.endsWith(']]>')).toBe(true)
      expect(cdata(`${before}]]>${after}`).split(']]>')).toHaveLength(cdata(`${before}]]>${after}`).split('<![CDATA[').length)
    }),
  )
})
