import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import type { Cli } from '../../terminal/cli.ts'
import { realMessages } from '../../terminal/messages/real.ts'
import { Problem } from '../../terminal/problem.ts'

/** Asks on the terminal; fails with `not-agreed` where the answer is no, and where there is nobody to ask. */
export async function requireYes(cli: Cli, question: string): Promise<void> {
  const words = realMessages(cli.language)
  if (!process.stdin.isTTY) throw new Problem('not-agreed', { question })
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await asking.question(`${question} ${words.yesOrNo} `)
    if (!words.yes.test(answer.trim())) throw new Problem('not-agreed', { question })
  } finally {
    asking.close()
  }
}
