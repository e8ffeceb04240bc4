/**
 * `npm run bench`: whole-process times, as medians and as ratios to an empty Node process measured in turn with them.
 * Machines are noisy: the ratio is the figure to quote.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { benchBatch } from './batch.ts'
import { benchBeside } from './beside.ts'
import { benchCluster } from './cluster.ts'
import { median } from './figures.ts'
import { benchKind } from './kind.ts'
import { benchModel } from './model.ts'
import { benchRace } from './race.ts'

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')
const grade = join(repository, 'grader/bin/grade.mjs')

const timeMs = async (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> => {
  const start = performance.now()
  await execa(command, args, { env, reject: false, cwd: repository, stdin: 'ignore' })
  return performance.now() - start
}

const report = (name: string, values: readonly number[], limit: string): void => {
  const sorted = [...values].sort((a, b) => a - b)
  const figures = [sorted[0], median(sorted), sorted.at(-1)]
    .map((value) => (value ?? Number.NaN).toFixed(2).padStart(9))
    .join(' ')
  console.log(`${name.padEnd(58)} ${figures}   ${limit}`)
}

const benchStart = async (rounds: number): Promise<void> => {
  const answers: Readonly<Record<string, string>> = {
    'grade 3-3 --file, a right answer': 'tasks/3-3/solution/answer.yaml',
    'grade 3-3 --file, a wrong answer': 'tasks/3-3/wrong/selects-pod-poc/answer.yaml',
  }
  for (const [name, file] of Object.entries(answers)) {
    const ratios: number[] = []
    const times: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const empty = await timeMs(process.execPath, ['-e', '0'])
      const graded = await timeMs(process.execPath, [grade, '3-3', '--file', file])
      if (round === 0) continue
      ratios.push(graded / empty)
      times.push(graded)
    }
    report(`${name}: ms`, times, '')
    report(`${name}: times an empty node`, ratios, 'aim: below 3')
  }
}

const benchUp = async (rounds: number): Promise<void> => {
  const ready: number[] = []
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const home = mkdtempSync(join(tmpdir(), 'netgrade-bench-'))
    const env = { NETGRADE_HOME: home, KUBECONFIG: join(home, 'kubeconfig') }
    const start = performance.now()
    await execa(process.execPath, [grade, 'up'], { env, stdin: 'ignore' })
    ready.push(performance.now() - start)
    await execa('kubectl', ['get', 'nodes'], { env })
    times.push(performance.now() - start)
    await execa(process.execPath, [grade, 'down'], { env })
    rmSync(home, { recursive: true, force: true })
  }
  report('grade up with an empty state directory: ms', ready, 'aim: at most 300')
  report('grade up, then kubectl get nodes: ms', times, 'aim: below 1000')
}

const STATE_COMMANDS = [
  'status',
  'cluster save a --replace',
  'cluster restore a --yes',
  'reset --yes',
  'down',
  'up --brief',
] as const

/** What is done to a cluster as a whole, in turn with an empty Node process. */
const benchState = async (rounds: number): Promise<void> => {
  const home = mkdtempSync(join(tmpdir(), 'netgrade-bench-'))
  const env = { NETGRADE_HOME: home }
  await execa(process.execPath, [grade, 'up'], { env, stdin: 'ignore' })
  const times = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round++) {
    for (const command of ['', ...STATE_COMMANDS]) {
      const took = await timeMs(process.execPath, command === '' ? ['-e', '0'] : [grade, ...command.split(' ')], env)
      if (round > 0) times.set(command, [...(times.get(command) ?? []), took])
    }
  }
  await execa(process.execPath, [grade, 'down'], { env })
  rmSync(home, { recursive: true, force: true })
  for (const [command, values] of times) report(command === '' ? 'an empty node: ms' : `grade ${command}: ms`, values, '')
}

/** All pages, with the engine; how long one page takes when its text changes is a test (test/e2e/site-serve.test.ts). */
const benchSite = async (rounds: number): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'netgrade-bench-site-'))
  const times: number[] = []
  for (let round = 0; round < rounds; round++)
    times.push(await timeMs(process.execPath, [grade, 'site', 'build', join(folder, `${round}`)]))
  rmSync(folder, { recursive: true, force: true })
  report('grade site build: ms', times, 'aim: at most 5000')
}

console.log(`${''.padEnd(58)} ${'min'.padStart(9)} ${'median'.padStart(9)} ${'max'.padStart(9)}`)
await benchStart(11)
await benchUp(5)
await benchState(7)
await benchSite(3)
await benchCluster(grade)
await benchBeside(grade)
await benchKind(grade)
await benchRace(grade)
await benchBatch(grade)
benchModel()
