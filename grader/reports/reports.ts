/** Every format that a result can be written in. */
import type { Result } from '../../src/grading/result.ts'
import type { Style } from './layout.ts'
import { renderText } from './text.ts'

type Render = (result: Result, style: Style) => string

export const REPORTS: Readonly<Record<string, Render>> = {
  text: renderText,
  json: (result) => `${JSON.stringify(result, null, 2)}\n`,
}
