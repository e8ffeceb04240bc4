/** `grade ITEM` during an exam: tells what the exam's rules allow, and never why. */
import { gradeSnapshot } from '../../../src/grading/grade.ts'
import { record, requireAttempt, saveState, type Attempt } from '../../exam/attempt.ts'
import { environmentOf } from '../../exam/environment.ts'
import { requireOpenItem, requireTime } from '../../exam/work.ts'
import type { PaperTask } from '../../../src/course/exam/paper.ts'
import { paint } from '../../reports/layout.ts'
import type { Cli } from '../../terminal/cli.ts'
import { styleOf } from '../formats.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import { showItem } from './items.ts'
import { announce, examStatus, homeOf } from './sit.ts'

/** 0: noted, or everything passes as far as it is told. 1: it is told that something does not. */
export async function gradeItem(cli: Cli, given: string | undefined): Promise<number> {
  if (given === undefined) return examStatus(cli)
  const attempt = await requireAttempt(homeOf(cli))
  await requireTime(attempt)
  const item = await requireOpenItem(attempt, given)
  if (item.kind === 'question') return showItem(cli, given, {})
  await saveState(attempt)
  const code = await tell(cli, attempt, { id: item.id, task: item.task })
  await record(attempt, 'grade', { item: item.id })
  await announce(cli, attempt)
  return code
}

async function tell(cli: Cli, attempt: Attempt, { id, task }: { id: string; task: PaperTask }): Promise<number> {
  const words = examMessages(cli.language)
  const { during } = attempt.paper.exam.shows
  if (during === 'nothing') {
    cli.out(words.noted(id))
    return 0
  }
  const snapshot = await environmentOf(attempt).snapshot()
  const checks = await gradeSnapshot(task, snapshot, {
    explain: false,
    rebuild: (state) => Promise.resolve(state),
    findManifest: () => undefined,
  })
  const isPassed = checks.every(({ passed }) => passed === true)
  const style = styleOf(cli)
  if (during === 'checks')
    for (const { check, passed } of checks) {
      const mark = passed === true ? paint(style, 'green', '✔') : passed === false ? paint(style, 'red', '✘') : '·'
      cli.out(`  ${mark} ${check.title[cli.language]}`)
    }
  cli.out(isPassed ? words.passed(id) : words.notPassed(id))
  return isPassed ? 0 : 1
}
