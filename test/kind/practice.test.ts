// Practice sections on a real cluster: what is graded there is what is graded of the same answer as a file. Each answer has namespaces of its
// own, as in `grade batch --on kind`, and many stand beside each other.
import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gradeFilesThere } from '../../grader/batch/real/grade-real.ts'
import { withPlaces, type OpenPlaces } from '../../grader/environments/fresh/open.ts'
import { drawsOf, type Drawn } from '../../src/course/check/check-variants.ts'
import { answerIn, wrongAnswersOf } from '../../src/course/solution.ts'
import { gradeManifests, type ManifestGrading } from '../../src/grading/manifests/grade-manifests.ts'
import { readWholeSource } from '../../src/node/read-files.ts'
import { ROOT } from '../e2e/support/session.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
const SECTIONS = ['2-2', '2-3', '3-3', '4-2', '5-2'] as const
/** What is not begun by then is skipped, so that the whole stays within minutes; NETGRADE_KIND_SECONDS allows more. */
const BUDGET_MS = Number(process.env['NETGRADE_KIND_SECONDS'] ?? 240) * 1000
/** Answers side by side: most of their time is waiting for kubelets. */
const TOGETHER = 8

const draws: readonly Drawn[] = SECTIONS.flatMap((id) =>
  drawsOf(readWholeSource(join(ROOT, `tasks/${id}`), id)).filter(
    (one, index, all) => all.findIndex(({ source }) => source.variant === one.source.variant) === index,
  ),
)

const tell = ({ checks, problems }: ManifestGrading): object => ({
  checks: checks.map(({ check, passed, diagnoses }) => [check.id, passed, ...diagnoses.map(({ cause }) => cause.code)]),
  problems: problems.map(({ cause, problem }) => [cause.code, problem.position.line]),
})

let places: OpenPlaces
let close: () => void
let closed: Promise<void>
let startedMs = 0

/** As files and on the cluster; undefined where there was no time left to begin. */
async function gradeBoth(drawn: Drawn, prefix?: string): Promise<{ readonly file: object; readonly real: object } | undefined> {
  if (performance.now() - startedMs > BUDGET_MS) return undefined
  const files = prefix === undefined ? [] : answerIn(drawn.source, prefix, drawn.task.parameters)
  const file = tell(await gradeManifests(drawn.task, files))
  return { file, real: tell(await gradeFilesThere(drawn.task, files, places)) }
}

interface Row {
  readonly name: string
  readonly drawn: Drawn
  /** The folder of the answer; the start state alone where absent. */
  readonly prefix?: string
  readonly rank: number
}

const ROWS: readonly Row[] = draws
  .flatMap((drawn): readonly Row[] => {
    const name = `${drawn.task.id} ${drawn.name}`
    return [
      { name: `the solution of ${name}`, drawn, prefix: 'solution/', rank: -2 },
      { name: `the start state of ${name}`, drawn, rank: -1 },
      ...wrongAnswersOf(drawn.source).map((wrong, rank) => ({
        name: `the wrong answer ${name} ${wrong}`,
        drawn,
        prefix: `wrong/${wrong}/`,
        rank,
      })),
    ]
  })
  // The first of each task before the second of any: what time there is goes to all of them.
  .toSorted((one, other) => one.rank - other.rank)

describe.skipIf(KUBECONFIG === '')('on a real cluster', () => {
  beforeAll(async () => {
    const config = new KubeConfig()
    config.loadFromFile(KUBECONFIG)
    const context = { name: config.getCurrentContext(), file: KUBECONFIG }
    await new Promise<void>((resolve, reject) => {
      closed = withPlaces(context, TOGETHER, (opened) => {
        places = opened
        resolve()
        return new Promise((done) => (close = done))
      })
      closed.catch(reject)
    })
    startedMs = performance.now()
  })
  afterAll(async () => {
    close()
    await closed
  })

  test.concurrent.for(ROWS.map((row) => [row.name, row] as const))('%s is judged as its file', async ([, row], { skip }) => {
    const graded = await gradeBoth(row.drawn, row.prefix)
    if (graded === undefined) return skip('no time left')
    expect(graded.real).toEqual(graded.file)
    if (row.prefix === 'solution/') expect(JSON.stringify(graded.file)).not.toMatch(/false|null/u)
  })
})
