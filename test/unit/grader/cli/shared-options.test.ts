// Options that the program has as well are taken by it, wherever they stand: a command that asks for its own alone would not see them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const FOLDER = join(import.meta.dirname, '../../../../grader/cli/program')

/** From each `.command(` to its action. */
const commands = readdirSync(FOLDER).flatMap((file) =>
  readFileSync(join(FOLDER, file), 'utf8')
    .split(/(?=\.command\()/u)
    .slice(1)
    .map((text) => [`${file} ${/\.command\('([^']+)'/u.exec(text)?.[1] ?? ''}`, text] as const),
)

const SHARED = /option\('--yes'|onOption\(|contextOption\(/u

test.each(commands.filter(([, text]) => SHARED.test(text) && text.includes('.action(')))(
  '%s reads the options that the program has too',
  (_, text) => {
    expect(text).toContain('optsWithGlobals')
  },
)
