/** Reads `tasks/exams/<id>.yaml`. All mistakes are told at once, each with its place. */
import { isWords, type Words } from '../../grading/words.ts'
import { isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import type { ManifestDocument } from '../../kubernetes/yaml/documents.ts'
import { readManifests } from '../../kubernetes/yaml/read-manifests.ts'
import { contentProblem, type ContentProblem } from '../problem.ts'
import {
  AFTER,
  DURING,
  EXAM_ENVIRONMENTS,
  nameAlternate,
  SCORING,
  type Alternate,
  type Attempts,
  type Exam,
  type Slot,
} from './exam.ts'

export interface ReadExam {
  /** Absent where the file holds no mapping at all. */
  readonly exam?: Exam
  readonly problems: readonly ContentProblem[]
}

interface Reader {
  readonly document: ManifestDocument
  readonly note: (path: string, message: string) => void
}

const FIELDS = [
  'title',
  'version',
  'honour',
  'minutes',
  'graceMinutes',
  'opens',
  'closes',
  'attempts',
  'environments',
  'shows',
  'slots',
]
const SLOT_FIELDS = ['id', 'points', 'draw', 'pool', 'lock', 'forceMax']
const ID = /^[a-z0-9][a-z0-9-]{0,62}$/u
/** A time with its offset, as RFC 3339 writes it. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u

export const readExam = (id: string, text: string, file: string): ReadExam => {
  const { documents, problems: found } = readManifests(text, file)
  const problems = found.map(({ position, message }) => contentProblem(position, message))
  const [document] = documents
  if (document === undefined) return { problems }
  const note = (path: string, message: string): void => {
    problems.push(contentProblem(document.position(path), message, path))
  }
  for (const path of document.duplicateKeys) note(path, 'stands twice')
  return { exam: readFields(id, { document, note }), problems }
}

const readFields = (id: string, reader: Reader): Exam => {
  const { value } = reader.document
  noteUnknown(reader, value, FIELDS, '')
  const opens = readDate(reader, 'opens')
  const closes = readDate(reader, 'closes')
  if (opens !== undefined && closes !== undefined && Date.parse(opens) >= Date.parse(closes))
    reader.note('closes', 'must come after opens')
  const honour = value['honour'] === undefined ? undefined : readWords(reader, 'honour')
  return {
    id,
    title: readWords(reader, 'title'),
    version: readNumber(reader, 'version', { least: 1, fallback: 1, whole: true }),
    ...(honour === undefined ? {} : { honour }),
    minutes: readNumber(reader, 'minutes', { least: 0.1, most: 1440 }),
    graceMinutes: readNumber(reader, 'graceMinutes', { least: 0, most: 60, fallback: 2 }),
    ...(opens === undefined ? {} : { opens }),
    ...(closes === undefined ? {} : { closes }),
    attempts: readAttempts(reader),
    environments: readChoices(reader, 'environments', EXAM_ENVIRONMENTS) ?? ['embedded'],
    shows: readShows(reader),
    slots: readSlots(reader),
  }
}

const noteUnknown = ({ note }: Reader, value: JsonObject, known: readonly string[], path: string): void => {
  for (const field of Object.keys(value))
    if (!known.includes(field)) note(path === '' ? field : `${path}.${field}`, `is no field; known: ${known.join(', ')}`)
}

const readWords = ({ document, note }: Reader, field: string): Words => {
  const value = document.value[field]
  if (isWords(value)) return value
  note(field, 'needs texts for en and ko')
  return { en: '', ko: '' }
}

interface Bounds {
  readonly least: number
  readonly most?: number
  /** Where the field is absent; without it the field is required. */
  readonly fallback?: number
  readonly whole?: boolean
}

const boundedNumber = (value: unknown, { least, most = Infinity, whole = false }: Bounds): number | undefined =>
  typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value)) ? value : undefined

const sayBounds = ({ least, most, whole }: Bounds): string =>
  `must be a ${whole === true ? 'whole ' : ''}number, ${least} ${most === undefined ? 'or more' : `to ${most}`}`

const readNumber = ({ document, note }: Reader, field: string, bounds: Bounds): number => {
  const value = document.value[field] ?? bounds.fallback
  const read = boundedNumber(value, bounds)
  if (read === undefined) note(field, sayBounds(bounds))
  return read ?? bounds.least
}

const readDate = ({ document, note }: Reader, field: 'opens' | 'closes'): string | undefined => {
  const value = document.value[field]
  if (value === undefined) return undefined
  if (typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value))) return value
  note(field, 'must be a time with its offset, such as 2026-12-01T09:00:00+09:00')
  return undefined
}

const isOneOf = <Choice extends string>(value: unknown, choices: readonly Choice[]): value is Choice =>
  (choices as readonly unknown[]).includes(value)

const readChoices = <Choice extends string>(
  { document, note }: Reader,
  field: string,
  choices: readonly Choice[],
): readonly Choice[] | undefined => {
  const value = document.value[field]
  if (value === undefined) return undefined
  if (isList(value) && value.length > 0 && value.every((item): item is Choice => isOneOf(item, choices))) return value
  note(field, `must be a list of ${choices.join(', ')}; nothing else is supported`)
  return undefined
}

const readShares = ({ note }: Reader, value: unknown, isNeeded: boolean): readonly number[] => {
  const ofShare: Bounds = { least: 0, most: 1 }
  const shares = isList(value) ? value.filter((share) => boundedNumber(share, ofShare) !== undefined).map(Number) : []
  const isFair =
    isList(value) && shares.length === value.length && shares.every((share, index) => share <= (shares[index - 1] ?? 1))
  if (!isFair) note('attempts.shares', 'must be a list of numbers from 0 to 1, none greater than the one before')
  else if (isNeeded !== shares.length > 0) note('attempts.shares', 'goes with scoring: declining, and declining needs it')
  return isFair ? shares : []
}

const readAttempts = (reader: Reader): Attempts => {
  const { note } = reader
  const value = reader.document.value['attempts'] ?? {}
  if (!isJsonObject(value)) {
    note('attempts', 'must be a mapping of scoring, limit and shares')
    return { scoring: 'best', limit: 1, shares: [] }
  }
  noteUnknown(reader, value, ['scoring', 'limit', 'shares'], 'attempts')
  const { scoring = 'best', shares = [], limit } = value
  if (!isOneOf(scoring, SCORING)) note('attempts.scoring', `must be one of ${SCORING.join(', ')}`)
  const known = readShares(reader, shares, scoring === 'declining')
  const bounds: Bounds = { least: 1, most: 100, whole: true }
  const most = boundedNumber(limit ?? Math.max(1, known.length), bounds)
  if (most === undefined) note('attempts.limit', sayBounds(bounds))
  return { scoring: isOneOf(scoring, SCORING) ? scoring : 'best', limit: most ?? 1, shares: known }
}

const readShows = (reader: Reader): Exam['shows'] => {
  const { note } = reader
  const value = reader.document.value['shows'] ?? {}
  const { during = 'nothing', after = 'points' } = isJsonObject(value) ? value : {}
  if (isJsonObject(value)) noteUnknown(reader, value, ['during', 'after'], 'shows')
  else note('shows', 'must be a mapping of during and after')
  if (!isOneOf(during, DURING)) note('shows.during', `must be one of ${DURING.join(', ')}`)
  if (!isOneOf(after, AFTER)) note('shows.after', `must be one of ${AFTER.join(', ')}`)
  return { during: isOneOf(during, DURING) ? during : 'nothing', after: isOneOf(after, AFTER) ? after : 'points' }
}

const readSlots = (reader: Reader): readonly Slot[] => {
  const { note } = reader
  const value = reader.document.value['slots']
  if (!isList(value) || value.length === 0) {
    note('slots', 'must be a list with at least one slot')
    return []
  }
  const slots = value.flatMap((item, index) => readSlot(reader, item, `slots[${index}]`) ?? [])
  for (const [index, { id }] of slots.entries())
    if (slots.findIndex((other) => other.id === id) < index) note(`slots[${index}].id`, `${id} stands twice`)
  return slots
}

const readSlot = (reader: Reader, value: unknown, path: string): Slot | undefined => {
  const { note, document } = reader
  if (!isJsonObject(value)) {
    note(path, 'must be a mapping')
    return undefined
  }
  noteUnknown(reader, value, SLOT_FIELDS, path)
  const { id, points, draw = 1, lock = false, forceMax = false } = value
  if (typeof id !== 'string' || !ID.test(id)) note(`${path}.id`, 'must be a name of small letters, digits and hyphens')
  const ofPoints: Bounds = { least: 1, most: 1000 }
  if (boundedNumber(points, ofPoints) === undefined) note(`${path}.points`, sayBounds(ofPoints))
  if (typeof lock !== 'boolean') note(`${path}.lock`, 'must be true or false')
  if (typeof forceMax !== 'boolean') note(`${path}.forceMax`, 'must be true or false')
  const pool = readPool(reader, value['pool'], `${path}.pool`)
  const ofDraw: Bounds = { least: 1, most: Math.max(1, pool.length), whole: true }
  const drawn = boundedNumber(draw, ofDraw)
  // Whole sections are counted when their questions are known.
  const isOpen = pool.some((one) => one.kind === 'question' && one.question === '*')
  if (drawn === undefined && !(isOpen && boundedNumber(draw, { least: 1, whole: true }) !== undefined))
    note(`${path}.draw`, sayBounds(ofDraw))
  return {
    id: String(id),
    points: typeof points === 'number' ? points : 1,
    draw: typeof draw === 'number' ? draw : 1,
    pool,
    lock: lock === true,
    forceMax: forceMax === true,
    position: document.position(path),
  }
}

const readPool = ({ note }: Reader, value: unknown, path: string): readonly Alternate[] => {
  if (!isList(value) || value.length === 0) {
    note(path, 'must be a list of alternates: { task: 3-3 }, { task: 3-3/variant } or { question: 3-1#id }')
    return []
  }
  const names = new Set<string>()
  return value.flatMap((item, index) => {
    const alternate = toAlternate(item)
    if (alternate === undefined) {
      note(`${path}[${index}]`, 'needs { task: 3-3 }, { task: 3-3/variant }, { question: 3-1#id } or { question: 3-1#* }')
      return []
    }
    const name = nameAlternate(alternate)
    if (names.has(name)) note(`${path}[${index}]`, `${name} stands twice`)
    names.add(name)
    return [alternate]
  })
}

const TASK = /^(?<task>[\w-]+)(?:\/(?<variant>[\w-]+))?$/u
const QUESTION = /^(?<section>[\w-]+)#(?<question>[\w-]+|\*)$/u

const toAlternate = (value: unknown): Alternate | undefined => {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return undefined
  const { task, question } = value
  if (typeof task === 'string') {
    const { task: id, variant } = TASK.exec(task)?.groups ?? {}
    return id === undefined ? undefined : { kind: 'task', task: id, ...(variant === undefined ? {} : { variant }) }
  }
  const { section, question: id } = typeof question === 'string' ? (QUESTION.exec(question)?.groups ?? {}) : {}
  return section === undefined || id === undefined ? undefined : { kind: 'question', section, question: id }
}
