/**
 * The same commands of `grade` on the embedded cluster and on one that kind makes, in turn: how long a cluster takes, and what grading costs on
 * it. Skipped where kind makes none; images and ports as for `grade up --on kind`, from the environment.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { ROOT } from '../e2e/support/session.ts'
import { freePorts } from '../kind/support/cluster.ts'
import { elapsedMs, median, rowBeside } from './figures.ts'

const ROUNDS = 5
const ANSWER = join(ROOT, 'tasks/3-3/wrong/or-for-and/answer.yaml')
/** Probes go through the API server's address on both: of the embedded one by its kubeconfig. */
const EMBEDDED = ['--on', 'kubeconfig', '--context', 'netgrade'] as const
const KIND = ['--on', 'kind'] as const

/** What is asked on each, once the start state and a wrong answer are there. */
const QUESTIONS: Readonly<Record<string, { readonly embedded: readonly string[]; readonly kind: readonly string[] }>> = {
  'grade 3-3, a wrong answer': { embedded: ['3-3'], kind: ['3-3', ...KIND] },
  'grade 3-3 --observe': { embedded: ['3-3', '--observe', ...EMBEDDED], kind: ['3-3', '--observe', ...KIND] },
  'grade matrix': { embedded: ['matrix', '--on', 'embedded'], kind: ['matrix', ...KIND] },
  'grade up, where the cluster is there': { embedded: ['up'], kind: ['up', ...KIND] },
}

const canMake = async (): Promise<boolean> => (await execa('kind', ['get', 'clusters'], { reject: false })).exitCode === 0

interface Grade {
  /** Fails where the command does not end with one of these codes. */
  (args: readonly string[], codes?: readonly number[]): Promise<void>
}

const gradeIn =
  (grade: string, home: string): Grade =>
  async (args, codes = [0]) => {
    const env = { NETGRADE_HOME: home, KUBECONFIG: join(home, 'kubeconfig'), LANG: 'C.UTF-8' }
    const { exitCode, stderr } = await execa(process.execPath, [grade, ...args], { env, reject: false, stdin: 'ignore' })
    if (!codes.includes(exitCode ?? -1)) throw new Error(`grade ${args.join(' ')}: ${stderr}`)
  }

const answer = async (kubeconfig: string): Promise<void> => {
  const env = { KUBECONFIG: kubeconfig }
  await execa('kubectl', ['apply', '-f', ANSWER], { env })
  for (const namespace of ['default', 'customera', 'customerb'])
    await execa('kubectl', ['-n', namespace, 'wait', '--for=condition=Ready', 'pods', '--all', '--timeout=120s'], { env })
}

const compare = async (run: Grade): Promise<void> => {
  for (const [name, { embedded, kind }] of Object.entries(QUESTIONS)) {
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let round = 0; round <= ROUNDS; round++) {
      const own = await elapsedMs(() => run(embedded, [0, 1]))
      const other = await elapsedMs(() => run(kind, [0, 1]))
      // The first one warms up.
      if (round === 0) continue
      ours.push(own)
      theirs.push(other)
    }
    rowBeside(
      name,
      median(ours),
      median(theirs),
      'ms',
      median(theirs.map((value, index) => value / (ours[index] ?? Number.NaN))),
    )
  }
}

/** Prints how many times as long it takes on a real cluster, which is removed again. */
export const benchKind = async (grade: string): Promise<void> => {
  if (!(await canMake())) {
    console.log('  no figures of grade up --on kind: kind makes no cluster here, and grade doctor --on kind says why')
    return
  }
  const home = mkdtempSync(join(tmpdir(), 'netgrade-bench-'))
  const run = gradeIn(grade, home)
  try {
    console.log('embedded cluster, one made with kind: medians, of up and start once')
    const ours = await elapsedMs(() => run(['up']))
    // The embedded cluster has ports of its own by now.
    const ports = await freePorts()
    const theirs = await elapsedMs(() => run(['up', ...KIND, ...ports]))
    rowBeside('grade up, until the cluster can be used', ours, theirs, 'ms', theirs / ours)
    const start = [await elapsedMs(() => run(['start', '3-3'])), await elapsedMs(() => run(['start', '3-3', ...KIND]))] as const
    rowBeside('grade start 3-3', ...start, 'ms', start[1] / start[0])
    for (const path of ['kubeconfig', 'kind/kubeconfig']) await answer(join(home, path))
    await compare(run)
    const gone = [await elapsedMs(() => run(['down'])), await elapsedMs(() => run(['down', ...KIND]))] as const
    rowBeside('grade down', ...gone, 'ms', gone[1] / gone[0])
  } finally {
    for (const place of [[], KIND]) await run(['down', ...place])
    if (!existsSync(join(home, 'kind'))) rmSync(home, { recursive: true, force: true })
  }
}
