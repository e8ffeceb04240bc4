/** What the exam's page shows: read anew for every answer of the server. */
import { receiptOf } from '../../../src/course/exam/event-log.ts'
import type { ExamPaper, PaperItem } from '../../../src/course/exam/paper.ts'
import { stateOf, type ItemState } from '../../../src/course/exam/slots.ts'
import { leftMs, readAnswers, readEvents, type Attempt } from '../attempt.ts'
import { closedBy } from '../work.ts'

export interface ShownItem {
  readonly item: PaperItem
  readonly state: ItemState
  /** As it is kept; undefined where there is none. */
  readonly answer: readonly string[] | undefined
  /** Items that opening this one closes. */
  readonly closes: readonly string[]
}

export interface ExamView {
  readonly paper: ExamPaper
  readonly leftMs: number
  readonly items: readonly ShownItem[]
  readonly submissions: readonly { readonly attempt: number; readonly receipt: string }[]
}

export const readView = async (attempt: Attempt): Promise<ExamView> => {
  const { paper } = attempt
  const [events, answers] = await Promise.all([readEvents(attempt), readAnswers(attempt)])
  return {
    paper,
    leftMs: leftMs(attempt, events),
    items: paper.items.map((item) => ({
      item,
      state: stateOf(paper, item.slot, events),
      answer: Object.hasOwn(answers, item.id) ? answers[item.id] : undefined,
      closes: closedBy(paper, item),
    })),
    submissions: events.flatMap(({ kind, detail, hash }) =>
      kind === 'submit' ? [{ attempt: Number(detail['attempt']), receipt: receiptOf(hash) }] : [],
    ),
  }
}
