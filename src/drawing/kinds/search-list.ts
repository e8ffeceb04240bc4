/** Which names a resolver asks for, in order, until one answers. */
import { explainLookup } from '../../grading/explain/walk.ts'
import { nameSource } from '../../grading/explain/verdict.ts'
import { words } from '../../grading/words.ts'
import { candidatesOf } from '../../network/dns/search.ts'
import { ndotsOf, renderResolvConf, resolvConf, type ResolvConf } from '../../network/dns/resolv-conf.ts'
import type { Resolution, ResolutionStep } from '../../network/model.ts'
import { resolve } from '../../network/resolve.ts'
import { findFrom, type DrawContext, type Drawn } from '../context.ts'
import type { SearchListDrawing } from '../drawing.ts'
import { card, column, lines, row, type Block, type Line } from '../surface/block.ts'
import type { Sheet } from '../surface/sheet.ts'

interface Query {
  readonly query: string
  /** Absent for names that would have been asked after the one that answered. */
  readonly step?: ResolutionStep
}

export const drawSearchList = (context: DrawContext, drawing: SearchListDrawing): Drawn => {
  const { state, snapshot, say } = context
  const from = findFrom(context, drawing.from)
  const { name } = drawing
  const resolution = resolve(snapshot, { from, name })
  const conf = resolvConf(state, from)
  const asked = resolution.steps.length
  const queries = queriesOf(resolution, conf)
  const title = say(words(`${nameSource(from)} looks up ${name}`, `${nameSource(from)}: ${name} 찾기`))
  const last = resolution.addresses.join(', ') || say(explainLookup(resolution.outcome))
  const blocks = queries.map((query, index) => queryBlock(context, query, index))
  return {
    title,
    description: say(
      words(`${asked} names are asked for; the answer is ${last}.`, `이름 ${asked}개를 차례로 묻습니다. 답: ${last}.`),
    ),
    table: {
      caption: title,
      head: [words('No.', '번호'), words('Name asked for', '묻는 이름'), words('Answer', '답')].map(say),
      rows: queries.map(({ query, step }, index) => [
        String(index + 1),
        query,
        say(step === undefined ? NOT_ASKED : answerOf(step).words),
      ]),
    },
    picture: row([fileBlock(context, name, conf), column(blocks, { gap: 18 })], { gap: 56, isStretched: false }),
    finish: (sheet) => joinQueries(sheet, asked),
  }
}

/** Those that were asked for, and those that would have been. */
const queriesOf = ({ question, steps }: Resolution, conf: ResolvConf): readonly Query[] => {
  const asked = new Set(steps.map(({ query }) => query))
  const skipped = candidatesOf(question.name, conf).filter(({ query }) => !asked.has(query))
  return [...steps.map((step) => ({ query: step.query, step })), ...skipped.map(({ query }) => ({ query }))]
}

const fileBlock = ({ say }: DrawContext, name: string, conf: ResolvConf): Block => {
  const [dots, ndots] = [name.split('.').length - 1, ndotsOf(conf)]
  const content: readonly Line[] = [
    { text: '/etc/resolv.conf', style: 'h' },
    ...renderResolvConf(conf)
      .trimEnd()
      .split('\n')
      .map((text): Line => ({ text, style: 'm' })),
    {
      text: say(words(`${name}: dots ${dots}, ndots ${ndots}`, `${name}: 점 ${dots}개, ndots ${ndots}`)),
      style: 'n',
      isMuted: true,
    },
  ]
  return card(lines(content, 290), { id: 'file' })
}

/** From the file to the first name, and from each name to the one that is asked for next. */
const joinQueries = (sheet: Sheet, asked: number): void => {
  const [file, first] = [sheet.find('file'), sheet.find('query 0')]
  if (file !== undefined && first !== undefined && asked > 0) {
    const y = first.y + 20
    sheet.line(
      [
        { x: file.x + file.width, y },
        { x: first.x, y },
      ],
      'w',
      { arrow: true },
    )
  }
  for (let index = 1; index < asked; index += 1) {
    const [last, here] = [sheet.find(`query ${index - 1}`), sheet.find(`query ${index}`)]
    if (last === undefined || here === undefined) continue
    const x = here.x + 24
    sheet.line(
      [
        { x, y: last.y + last.height },
        { x, y: here.y },
      ],
      'w',
      { arrow: true },
    )
  }
}

const NOT_ASKED = words('not asked any more', '더 묻지 않음')

interface Answered {
  readonly words: { readonly en: string; readonly ko: string }
  readonly isFound: boolean
}

const answerOf = ({ answer }: ResolutionStep): Answered => {
  if (typeof answer === 'string') return { words: explainLookup(answer), isFound: false }
  const text = answer.answer.map(({ data }) => data).join(', ')
  if (text !== '') return { words: words(text, text), isFound: true }
  return { words: answer.rcode === 'NOERROR' ? words('NODATA', 'NODATA') : words(answer.rcode, answer.rcode), isFound: false }
}

const queryBlock = ({ say }: DrawContext, { query, step }: Query, index: number): Block => {
  const id = `query ${index}`
  const name: Line = { text: `${index + 1}. ${query}`, style: 'm' }
  if (step === undefined)
    return card(
      lines(
        [
          { ...name, isMuted: true },
          { text: say(NOT_ASKED), style: 'n', isMuted: true },
        ],
        430,
      ),
      { style: 'g', padding: 10, id },
    )
  const { words: answer, isFound } = answerOf(step)
  return card(lines([name, { text: say(answer), style: 'm', mark: isFound ? 'yes' : 'no' }], 430), {
    style: isFound ? 'q' : 'c',
    padding: 10,
    id,
  })
}
