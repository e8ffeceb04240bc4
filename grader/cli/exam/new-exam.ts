/** `grade exam new`: a sealed package for each learner of a roster. */
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { drawExam, PoolExhausted } from '../../../src/course/exam/draw.ts'
import { makePaper } from '../../../src/course/exam/paper.ts'
import { readExamCourse, requireExam } from '../../exam/course-files.ts'
import { readRoster } from '../../exam/roster.ts'
import { sealPaper } from '../../exam/seal.ts'
import { ensureSecret, startCodeOf, tokenOf } from '../../exam/secret.ts'
import type { Cli } from '../../terminal/cli.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import { makeFolder } from '../../../src/node/make-folder.ts'
import { Problem } from '../../terminal/problem.ts'

export interface NewExamOptions {
  readonly roster: string
  readonly secret: string
  readonly out: string
}

/** The text of a file that was named. */
export const readNamed = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new Problem('file-unreadable', { path, reason: error instanceof Error ? error.message : String(error) }, error)
  })

/** What the exam cannot draw from the course is the author's problem. */
export const orUndrawable = async <Value>(make: () => Value | Promise<Value>): Promise<Value> => {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof PoolExhausted)) throw error
    throw new Problem('exam-undrawable', { reason: error.message }, error)
  }
}

/** All packages or none: they are made before the first is written. */
export async function newExam(cli: Cli, given: string, options: NewExamOptions): Promise<number> {
  const words = examMessages(cli.language)
  const exam = await requireExam(cli, given)
  const roster = readRoster(await readNamed(options.roster), options.roster)
  const course = await readExamCourse(cli)
  const { secret, isNew } = await ensureSecret(resolve(options.secret))
  const code = startCodeOf(secret, exam.id, exam.version)
  const packages: { readonly name: string; readonly text: string }[] = []
  for (const learner of roster) {
    const token = tokenOf(secret, exam.id, exam.version, learner.id)
    const paper = await orUndrawable(() =>
      makePaper({ exam, learner, drawn: drawExam(exam, learner.id, secret, course), token }, course),
    )
    packages.push({ name: `${exam.id}-${learner.id}.netexam`, text: await sealPaper(paper, code) })
  }
  try {
    makeFolder(options.out)
    for (const { name, text } of packages) await writeFile(join(options.out, name), text)
  } catch (error) {
    throw new Problem('output-unwritable', { path: options.out, reason: String(error), option: '--out' }, error)
  }
  if (isNew) cli.err(words.secretMade(options.secret))
  cli.err(words.made(packages.length, options.out))
  cli.out(words.startCode(code))
  return 0
}
