/**
 * `grade matrix` as a whole process against cyclosim, a program in Go around another evaluator of NetworkPolicies, on one input and in
 * turn: 300 Deployments, 100 policies, 10 namespaces, all pairs, TCP, UDP and SCTP on two ports each.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { median } from './figures.ts'
import { makeInput } from './inputs.ts'

const SIZE = { deployments: 300, policies: 100, namespaces: 10 }
const ROUNDS = 5
export const RIVAL = 'NETGRADE_CYCLOSIM'

interface Measured {
  readonly ms: number
  /** Of the processor, on all cores. */
  readonly cpuMs: number
  /** Absent where GNU time is not installed. */
  readonly memoryMb?: number
}

const TIME = '/usr/bin/time'

/** Of a whole process, with GNU time. */
export const measure = async (
  command: readonly string[],
  options: { readonly inputFile?: string; readonly outputFile: string },
): Promise<Measured> => {
  const start = performance.now()
  const { outputFile, inputFile } = options
  const result = await execa(TIME, ['-f', '%U %S %M', ...command], {
    ...(inputFile === undefined ? { stdin: 'ignore' as const } : { inputFile }),
    stdout: { file: outputFile },
  })
  const ms = performance.now() - start
  const [user = 0, system = 0, kilobytes] = (result.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  return { ms, cpuMs: (user + system) * 1000, ...(kilobytes === undefined ? {} : { memoryMb: kilobytes / 1024 }) }
}

const row = (name: string, ours: number, theirs: number | undefined, unit: string, note = ''): void => {
  const rest = theirs === undefined ? '' : `${theirs.toFixed(0).padStart(9)} ${unit}   ratio ${(theirs / ours).toFixed(2)}`
  console.log(`${name.padEnd(58)} ${ours.toFixed(0).padStart(9)} ${unit} ${rest}   ${note}`)
}

/** Prints the race; without the rival, our own figures and how to get it. */
export const benchRace = async (grade: string): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'netgrade-race-'))
  const manifests = join(folder, 'manifests')
  mkdirSync(manifests)
  const files = makeInput(SIZE)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(manifests, name), text)
  const all = join(folder, 'all.yaml')
  writeFileSync(all, Object.values(files).join('---\n'))
  const rival = process.env[RIVAL]
  const ours: Measured[] = []
  const theirs: Measured[] = []
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const outputFile = join(folder, 'matrix.json')
      const own = await measure([process.execPath, grade, 'matrix', '--file', manifests, '--format', 'json'], { outputFile })
      const other =
        rival === undefined
          ? undefined
          : await measure([rival, 'sim'], { inputFile: all, outputFile: join(folder, 'sim.json') })
      // The first round fills caches.
      if (round === 0) continue
      ours.push(own)
      if (other !== undefined) theirs.push(other)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const both = (name: string, figure: (measured: Measured) => number, unit: string, note: string): void =>
    row(name, median(ours.map(figure)), theirs.length === 0 ? undefined : median(theirs.map(figure)), unit, note)
  both('grade matrix, 300 Deployments, and cyclosim: time', ({ ms }) => ms, 'ms', 'aim: 3 or more')
  both('  of the processor', ({ cpuMs }) => cpuMs, 'ms', '')
  both('  memory', ({ memoryMb = Number.NaN }) => memoryMb, 'MB', 'aim: below 200 MB')
  if (rival === undefined)
    console.log(`  for the race: copy oracles/tools/cyclosim, "go build ." there, and name the program in ${RIVAL}`)
}
