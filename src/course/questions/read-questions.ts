/** Reads `questions.yaml`. Every mistake is noted with its field path, none ends the reading. */
import {
  child,
  createReader,
  namespacedName,
  onlyFields,
  requiredText,
  type SpecReader,
} from '../../grading/checks/read-spec.ts'
import { readAssume, type Assumed } from '../../grading/ends/read-assume.ts'
import { readSource, readTarget, type NamedTarget } from '../../grading/ends/read-ends.ts'
import { isWords, type Words } from '../../grading/words.ts'
import { isJsonObject, isList } from '../../kubernetes/json.ts'
import type { Position } from '../../kubernetes/yaml/problem.ts'
import { ASKS, TEXT_ASKS, type Base, type NamedSource, type Question, type Traced, type WrittenOption } from './question.ts'

/** Where the questions are written, and what is wrong with them. */
export interface QuestionsReading {
  readonly note: (path: string, message: string) => void
  readonly position: (path: string) => Position
}

const KINDS = ['choice', 'multi-choice', 'order', 'short-answer', 'trace', 'who-connects'] as const

type Kind = (typeof KINDS)[number]

/** As courseware of this kind needs to measure anything. */
export const LEAST_QUESTIONS = 8

/** The questions of a file's field `questions`. */
export const readQuestions = (value: unknown, { note, position }: QuestionsReading): readonly Question[] => {
  if (!isList(value)) {
    note('questions', 'must be a list')
    return []
  }
  const known = new Set<string>()
  return value.flatMap((item, index) => {
    const path = `questions[${index}]`
    const question = readQuestion(
      createReader(item, path, (problem) => note(problem.path, problem.message)),
      position(path),
    )
    if (question === undefined) return []
    if (known.has(question.id)) note(`${path}.id`, `${question.id} stands twice`)
    known.add(question.id)
    return [question]
  })
}

const readQuestion = (reader: SpecReader, position: Position): Question | undefined => {
  onlyFields(reader, ['id', 'why', ...KINDS])
  const kinds = KINDS.filter((kind) => reader.value[kind] !== undefined)
  const [kind] = kinds
  const base = { id: requiredText(reader, 'id'), why: readWords(reader, 'why'), position }
  if (kind === undefined || kinds.length > 1) {
    reader.note({ path: reader.path, message: `needs exactly one of ${KINDS.join(', ')}` })
    return undefined
  }
  const body = child(reader, kind)
  const read = READERS[kind](body)
  return read === undefined ? undefined : { ...base, ...read }
}

type Body = Question extends infer One ? (One extends Question ? Omit<One, 'id' | 'why' | 'position'> : never) : never

const readWords = (reader: SpecReader, field: string): Words => {
  const value = reader.value[field]
  if (isWords(value)) return value
  reader.note({ path: `${reader.path}.${field}`, message: 'needs texts for en and ko' })
  return { en: '', ko: '' }
}

const readOptions = (reader: SpecReader): readonly WrittenOption[] => {
  const value = reader.value['options']
  if (!isList(value) || value.length < 2) {
    reader.note({ path: `${reader.path}.options`, message: 'must list two options or more' })
    return []
  }
  return value.map((item, index) => {
    const option = createReader(item, `${reader.path}.options[${index}]`, (problem) => reader.note(problem))
    onlyFields(option, ['text', 'correct', 'why'])
    return { text: readWords(option, 'text'), correct: option.value['correct'] === true, why: readWords(option, 'why') }
  })
}

const readChoice =
  (kind: 'choice' | 'multi-choice') =>
  (reader: SpecReader): Body => {
    onlyFields(reader, ['prompt', 'options'])
    const options = readOptions(reader)
    const right = options.filter(({ correct }) => correct).length
    if (options.length > 0 && (kind === 'choice' ? right !== 1 : right === 0))
      reader.note({
        path: `${reader.path}.options`,
        message: kind === 'choice' ? 'exactly one option is correct' : 'at least one option is correct',
      })
    return { kind, prompt: readWords(reader, 'prompt'), options }
  }

const readOrder = (reader: SpecReader): Body => {
  onlyFields(reader, ['prompt', 'items'])
  const value = reader.value['items']
  const items = isList(value) ? value.filter(isWords) : []
  if (!isList(value) || items.length !== value.length || items.length < 3)
    reader.note({ path: `${reader.path}.items`, message: 'must list three items or more, each with texts for en and ko' })
  return { kind: 'order', prompt: readWords(reader, 'prompt'), items }
}

const readShortAnswer = (reader: SpecReader): Body | undefined => {
  onlyFields(reader, ['prompt', 'accept', 'source'])
  const value = reader.value['accept']
  if (isJsonObject(value)) return readComputedAnswer(reader)
  const accept = isList(value) ? value.filter((item) => typeof item === 'string' || typeof item === 'number').map(String) : []
  if (accept.length === 0) reader.note({ path: `${reader.path}.accept`, message: 'must list the answers that are right' })
  const source = requiredText(reader, 'source')
  if (source !== '' && !source.startsWith('https://'))
    reader.note({ path: `${reader.path}.source`, message: 'must be the address of a page that tells the fact, https://…' })
  return { kind: 'short-answer', prompt: readWords(reader, 'prompt'), accept, source }
}

/** The answer follows from a cluster's state: `accept: { state, from, to, ask }`. */
const readComputedAnswer = (reader: SpecReader): Body | undefined => {
  const accept = child(reader, 'accept')
  onlyFields(accept, ['state', 'assume', 'from', 'to', 'ask', 'pod'])
  const traced = readTraced(accept)
  if (traced === undefined) return undefined
  const pod = namespacedName(accept, 'pod')
  if ((traced.ask === 'share') !== (pod !== undefined))
    accept.note({ path: `${accept.path}.pod`, message: 'a share is that of a pod, and nothing else is' })
  if (!TEXT_ASKS.some((ask) => ask === traced.ask)) {
    accept.note({ path: `${accept.path}.ask`, message: `${traced.ask} is not answered by a text; of ${TEXT_ASKS.join(', ')}` })
    return undefined
  }
  return {
    kind: 'short-answer',
    ...traced,
    prompt: readWords(reader, 'prompt'),
    ...(pod === undefined ? {} : { pod }),
  }
}

const readFrom = (reader: SpecReader, path: string, text: string): NamedSource | undefined => {
  const from = readSource(text)
  if (from === undefined)
    reader.note({ path, message: `${text} is no client: pod/NAMESPACE/NAME, node/NAME, outside, or a workload` })
  return from
}

const readTo = (reader: SpecReader, text: string): NamedTarget | undefined => {
  const to = readTarget(text)
  if (to === undefined)
    reader.note({ path: `${reader.path}.to`, message: `${text} is no target: END:PORT, a URL, or a name to look up` })
  return to
}

const stateOf = (reader: SpecReader): { readonly state: string; readonly assume: Assumed; readonly prompt?: Words } => ({
  state: requiredText(reader, 'state'),
  assume: readAssume(reader),
  ...(reader.value['prompt'] === undefined ? {} : { prompt: readWords(reader, 'prompt') }),
})

/** What each ask can be asked of. */
const TARGETS: Readonly<Record<(typeof ASKS)[number], readonly NamedTarget['kind'][]>> = {
  verdict: ['connection', 'request'],
  'stops-at': ['connection', 'request'],
  'answered-by': ['connection', 'request'],
  'source-address': ['connection', 'request'],
  lookups: ['name'],
  outcome: ['name'],
  address: ['name'],
  'srv-port': ['name'],
  status: ['request'],
  path: ['request'],
  destination: ['connection', 'request'],
  'source-namespace': ['connection', 'request'],
  answering: ['connection', 'request'],
  share: ['connection', 'request'],
}

const readTrace = (reader: SpecReader): Body | undefined => {
  onlyFields(reader, ['state', 'assume', 'from', 'to', 'ask', 'prompt'])
  const traced = readTraced(reader)
  return traced === undefined ? undefined : { kind: 'trace', ...traced }
}

const readTraced = (reader: SpecReader): Omit<Traced, keyof Base> | undefined => {
  const ends = { from: requiredText(reader, 'from'), to: requiredText(reader, 'to') }
  const from = readFrom(reader, `${reader.path}.from`, ends.from)
  const to = readTo(reader, ends.to)
  const ask = ASKS.find((one) => one === reader.value['ask'])
  if (ask === undefined) reader.note({ path: `${reader.path}.ask`, message: `must be one of ${ASKS.join(', ')}` })
  if (from === undefined || to === undefined || ask === undefined) return undefined
  if (!TARGETS[ask].includes(to.kind)) {
    reader.note({ path: `${reader.path}.ask`, message: `${ask} cannot be asked of a ${to.kind}` })
    return undefined
  }
  return { ...stateOf(reader), from, to, ends, ask }
}

const readWhoConnects = (reader: SpecReader): Body | undefined => {
  onlyFields(reader, ['state', 'assume', 'clients', 'to', 'prompt'])
  const value = reader.value['clients']
  const texts = isList(value) ? value.filter((item) => typeof item === 'string') : []
  if (texts.length < 2) reader.note({ path: `${reader.path}.clients`, message: 'must list two clients or more' })
  const clients = texts.flatMap((text, index) => {
    const from = readFrom(reader, `${reader.path}.clients[${index}]`, text)
    return from === undefined ? [] : [{ text, from }]
  })
  const ends = { to: requiredText(reader, 'to') }
  const to = readTo(reader, ends.to)
  if (to?.kind === 'name')
    reader.note({ path: `${reader.path}.to`, message: 'a name alone is not connected to: END:PORT or a URL' })
  return to === undefined || to.kind === 'name' ? undefined : { kind: 'who-connects', ...stateOf(reader), clients, to, ends }
}

const READERS: Readonly<Record<Kind, (reader: SpecReader) => Body | undefined>> = {
  choice: readChoice('choice'),
  'multi-choice': readChoice('multi-choice'),
  order: readOrder,
  'short-answer': readShortAnswer,
  trace: readTrace,
  'who-connects': readWhoConnects,
}

/** The states that questions are about, each once. */
export const statesOf = (questions: readonly Question[]): readonly string[] => [
  ...new Set(questions.flatMap((question) => ('state' in question ? [question.state] : []))),
]
