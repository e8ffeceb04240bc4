/** The formats of a command's result. */
import type { Style } from '../reports/layout.ts'
import type { Cli } from '../terminal/cli.ts'
import { Problem } from '../terminal/problem.ts'

/** Fails with `unknown-format` where there is no such format; to be asked before anything is done. */
export function chooseFormat<Format>(given: string, formats: Readonly<Record<string, Format>>): Format {
  const format = Object.hasOwn(formats, given) ? formats[given] : undefined
  if (format === undefined) throw new Problem('unknown-format', { given, formats: Object.keys(formats).join(', ') })
  return format
}

export const styleOf = ({ color, width, tableWidth }: Cli): Style => ({
  color,
  width,
  ...(tableWidth === undefined ? {} : { tableWidth }),
})
