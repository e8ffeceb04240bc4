/** Runs `grade` in this process, as a terminal without colours would. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../../../grader/cli/run.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const folder = mkdtempSync(join(tmpdir(), 'netgrade-run-'))

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export const runGrade = (...argv: readonly string[]): Promise<Ran> => runGradeIn(folder, ...argv)

/** With its state in a folder of its own. */
export const runGradeIn = (home: string, ...argv: readonly string[]): Promise<Ran> => runGradeAt({ home, root: ROOT }, ...argv)

export interface Place {
  /** Of the state. */
  readonly home: string
  /** Of package.json and tasks/. */
  readonly root: string
}

/** With another course. */
export const runGradeAt = async ({ home, root }: Place, ...argv: readonly string[]): Promise<Ran> => {
  let [out, err] = ['', '']
  const code = await run(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    environment: { HOME: home, NETGRADE_HOME: home, LANG: 'C' },
    root,
  })
  return { code, out, err }
}

/** The path of a new file with this text. */
export const writeManifest = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
