/** Every format that results can be written in. */
import { autolab } from './autolab.ts'
import type { ResultFormat } from './book.ts'
import { canvas } from './canvas.ts'
import { check50 } from './check50.ts'
import { classroom50 } from './classroom50.ts'
import { exercism } from './exercism.ts'
import { githubSummary } from './github-summary.ts'
import { github } from './github.ts'
import { gradescope } from './gradescope.ts'
import { html } from './html.ts'
import { items } from './items.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { junit } from './junit.ts'
import { ltiAgs } from './lti-ags.ts'
import { markdown } from './markdown.ts'
import { moodle } from './moodle.ts'
import { prairielearn } from './prairielearn.ts'
import { sarif } from './sarif.ts'
import { tap } from './tap.ts'
import { text } from './text.ts'

export const RESULT_FORMATS: Readonly<Record<string, ResultFormat>> = {
  text,
  json,
  jsonl,
  markdown,
  html,
  junit,
  tap,
  github,
  'github-summary': githubSummary,
  sarif,
  check50,
  exercism,
  gradescope,
  prairielearn,
  classroom50,
  autolab,
  'lti-ags': ltiAgs,
  canvas,
  moodle,
  items,
}
