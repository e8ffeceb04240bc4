/** Which names a resolver asks for, in order, until one answers. */
import { explainLookup } from '../../grading/explain/walk.ts'
import { nameSource } from '../../grading/explain/verdict.ts'
import { words } from '../../grading/words.ts'
import { candidatesOf } from '../../network/dns/search.ts'
import { ndotsOf, renderResolvConf, resolvConf } from '../../network/dns/resolv-conf.ts'
import type { ResolutionStep } from '../../network/model.ts'
import { resolve } from '../../network/resolve.ts'
import { findFrom, type DrawContext, type Drawn } from '../context.ts'
import type { SearchListDrawing } from '../drawing.ts'
import { card, column, lines, row, type Block, type Line } from '../surface/block.ts'

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
  const asked = new Set(resolution.steps.map(({ query }) => query))
  const skipped = candidatesOf(name, conf).filter(({ query }) => !asked.has(query))
  const queries: readonly Query[] = [
    ...resolution.steps.map((step) => ({ query: step.query, step })),
    ...skipped.map(({ query }) => ({ query })),
  ]
  const title = say(words(`${nameSource(from)} looks up ${name}`, `${nameSource(from)}: ${name} 찾기`))
  const dots = name.split('.').length - 1
  const file = card(
    lines(
      [
        { text: `/etc/resolv.conf`, style: 'h' },
        ...renderResolvConf(conf)
          .trimEnd()
          .split('\n')
          .map((text): Line => ({ text, style: 'm' })),
        {
          text: say(words(`${name}: dots ${dots}, ndots ${ndotsOf(conf)}`, `${name}: 점 ${dots}개, ndots ${ndotsOf(conf)}`)),
          style: 'n',
          isMuted: true,
        },
      ],
      290,
    ),
    { id: 'file' },
  )
  const blocks = queries.map((query, index) => queryBlock(context, query, index))
  const last = resolution.addresses.join(', ') || say(explainLookup(resolution.outcome))
  return {
    title,
    description: say(
      words(
        `${resolution.steps.length} names are asked for; the answer is ${last}.`,
        `이름 ${resolution.steps.length}개를 차례로 묻습니다. 답: ${last}.`,
      ),
    ),
    table: {
      caption: title,
      head: [words('No.', '번호'), words('Name asked for', '묻는 이름'), words('Answer', '답')].map(say),
      rows: queries.map(({ query, step }, index) => [
        String(index + 1),
        query,
        step === undefined ? say(NOT_ASKED) : say(answerOf(step).words),
      ]),
    },
    picture: row([file, column(blocks, { gap: 18 })], { gap: 56, isStretched: false }),
    finish: (sheet) => {
      const box = sheet.find('file')
      for (const [index] of resolution.steps.entries()) {
        const [here, next] = [sheet.find(`query ${index}`), sheet.find(`query ${index + 1}`)]
        if (here === undefined) continue
        if (index === 0 && box !== undefined) {
          const y = here.y + 20
          sheet.line(
            [
              { x: box.x + box.width, y },
              { x: here.x, y },
            ],
            'w',
            { arrow: true },
          )
        }
        if (next === undefined || resolution.steps.length <= index + 1) continue
        const x = here.x + 24
        sheet.line(
          [
            { x, y: here.y + here.height },
            { x, y: next.y },
          ],
          'w',
          { arrow: true },
        )
      }
    },
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
