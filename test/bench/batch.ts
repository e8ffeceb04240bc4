/**
 * `grade batch` on one NetworkPolicy task, for classes of two sizes, and for one whose Pods are nowhere the same: submissions a second, of
 * the processor for each, all starts included, and memory, which must not follow the size. Beside it, what merely validates the same files: the API server's own code in Go, whose program
 * `NETGRADE_K8SVALIDATE` names, and `kubectl apply --dry-run=server` against the embedded cluster. Neither grades nor explains anything.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { makeClass } from '../support/synthetic-class.ts'
import { measure } from './race.ts'

const SIZES = [500, 3000] as const
const TASK = '3-3'
export const VALIDATOR = 'NETGRADE_K8SVALIDATE'

const row = (name: string, figures: string): void => console.log(`${name.padEnd(58)} ${figures}`)

const rateOf = (count: number, ms: number): number => (count / ms) * 1000

/** The manifests of all learners that a validator can read one after the other: those that hide in archives are left out. */
const manifestsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && found.name.endsWith('.yaml'))
    .map((found) => join(found.parentPath, found.name))
    .filter((path) => statSync(path).size < 100_000)

/** In a class of real learners hardly any two Pods are the same to the letter. */
const tellPodsApart = (path: string): void => {
  for (const file of manifestsIn(path)) {
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll(/^(kind: Pod\nmetadata:\n)/gmu, `$1  annotations: { file: '${file}' }\n`))
  }
}

/** Validators of the same files, and how grading compares with them. */
const benchValidators = async (
  grade: string,
  path: string,
  { rate, eachMs, folder }: { rate: number; eachMs: number; folder: string },
): Promise<void> => {
  const files = manifestsIn(path)
  const outputFile = join(folder, 'validated.txt')
  const compare = (name: string, ms: number): void => {
    const theirs = rateOf(files.length, ms)
    row(name, `${theirs.toFixed(0).padStart(9)} a second   grading is ${(rate / theirs).toFixed(2)} times as fast`)
  }
  const validator = process.env[VALIDATOR]
  const all = join(folder, 'all.yaml')
  writeFileSync(all, files.map((file) => `${readFileSync(file, 'utf8')}\n---\n`).join(''))
  if (validator === undefined)
    console.log(`  for Go's validation: build oracles/tools/k8svalidate, and name the program in ${VALIDATOR}`)
  else {
    const { ms, cpuMs } = await measure([validator], { inputFile: all, outputFile })
    compare('  the same manifests only validated, in Go', ms)
    const theirs = cpuMs / files.length
    row(
      '  of the processor, for each',
      `${theirs.toFixed(1).padStart(9)} ms   grading takes ${(eachMs / theirs).toFixed(1)} times as much`,
    )
  }
  const home = join(folder, 'home')
  const env = { NETGRADE_HOME: home, KUBECONFIG: join(home, 'kubeconfig') }
  await execa(process.execPath, [grade, 'up'], { env, stdin: 'ignore' })
  try {
    // As a script would grade a class: each submission by itself. Those that are refused are validated as well.
    const some = files.slice(0, KUBECTL_FILES)
    const start = performance.now()
    for (const file of some)
      await execa('kubectl', ['apply', '--dry-run=server', '-f', file], { env, stdin: 'ignore', reject: false })
    compare('  kubectl apply --dry-run=server, embedded cluster', ((performance.now() - start) / some.length) * files.length)
  } finally {
    await execa(process.execPath, [grade, 'down'], { env, reject: false })
  }
}

/** A process for each takes long. */
const KUBECTL_FILES = 50

/** Prints a line for each size. */
export const benchBatch = async (grade: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'netgrade-batch-'))
  try {
    const time = async (path: string) =>
      measure([process.execPath, grade, 'batch', path, '--task', TASK, '--exit-zero'], { outputFile: join(folder, 'out.txt') })
    const measured: { readonly learners: number; readonly ms: number; readonly eachMs: number }[] = []
    for (const [learners, note] of [...SIZES.map((size) => [size, ''] as const), [SIZES[0], ', all Pods differ'] as const]) {
      const path = join(folder, `class-${learners}${note === '' ? '' : '-differ'}`)
      makeClass(path, { seed: 5, learners, tasks: [TASK] })
      if (note !== '') tellPodsApart(path)
      const { ms, cpuMs, memoryMb = Number.NaN } = await time(path)
      const eachMs = cpuMs / learners
      measured.push({ learners, ms, eachMs })
      row(
        `grade batch, ${learners} learners, ${TASK}${note}`,
        `${rateOf(learners, ms).toFixed(0).padStart(9)} a second   ${eachMs.toFixed(1)} ms of the processor each   ${memoryMb.toFixed(0)} MB   aim: 300 a second on two cores, the same memory`,
      )
    }
    const [small, large] = measured
    if (small === undefined || large === undefined) return
    const rate = rateOf(large.learners - small.learners, large.ms - small.ms)
    row('  once it runs', `${rate.toFixed(0).padStart(9)} a second`)
    await benchValidators(grade, join(folder, `class-${small.learners}`), {
      ...small,
      rate: rateOf(small.learners, small.ms),
      folder,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
