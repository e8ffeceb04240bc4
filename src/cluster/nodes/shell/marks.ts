/** Commands that no image has, by which a script tells where it is. Each ends with the code that it is given. */
import type { CustomCommand, defineCommand } from 'just-bash'

/** Loops run `pause` at each round; a text that somebody typed ends with `goesOn`, which one that calls exit never reaches. */
export const MARKS = { pause: '__pause', goesOn: '__continue' } as const

type Mark = (typeof MARKS)[keyof typeof MARKS]

export const markCommands = (
  define: typeof defineCommand,
  reached: Readonly<Record<Mark, () => Promise<void> | void>>,
): readonly CustomCommand[] =>
  Object.entries(reached).map(([name, happen]) =>
    define(name, async ([code]) => {
      await happen()
      return { stdout: '', stderr: '', exitCode: Number(code ?? 0) }
    }),
  )
