import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCli } from '../../../../../grader/terminal/cli.ts'
import { answerSite } from '../../../../../grader/cli/commands/site.ts'

const write = (): void => undefined
const cli = createCli({
  stdout: { write },
  stderr: { write },
  environment: { NETGRADE_HOME: mkdtempSync(join(tmpdir(), 'netgrade-site-')) },
  root: join(import.meta.dirname, '../../../../..'),
})

test.each([
  ['nothing', undefined],
  ['a text', 'cluster'],
  ['no number', { question: '1', about: 'cluster' }],
  ['another thing', { question: 1, about: 'credentials' }],
])('%s is answered with nothing', async (_, message) => {
  expect(await answerSite(cli, message)).toBeUndefined()
})

test('where no cluster runs, the question is answered with none', async () => {
  expect(await answerSite(cli, { question: 7, about: 'cluster' })).toEqual({ answer: 7, cluster: null })
})
