import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run } from '../../../../../grader/cli/run.ts'
import { CATALOGUE, OTHER_NAMES } from '../../../../../src/grading/catalogue.ts'

const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url))

const explain = async (
  code: string | undefined,
  language: string,
): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> => {
  let out = ''
  let err = ''
  const exit = await run(['explain', ...(code === undefined ? [] : [code]), '--lang', language], {
    stdout: { write: (text) => (out += text), isTTY: false },
    stderr: { write: (text) => (err += text) },
    environment: {},
    root: ROOT,
  })
  return { exit, out, err }
}

describe.each(['en', 'ko'] as const)('grade explain in %s', (language) => {
  it.each(CATALOGUE.map((cause) => [cause.code, cause] as const))(
    'tells what %s means, with an example',
    async (code, cause) => {
      const { exit, out } = await explain(code, language)
      expect(exit).toBe(0)
      expect(out).toContain(cause.title[language])
      expect(out).toContain(cause.explanation[language])
      for (const { sign, text } of cause.example) if (text.trim() !== '') expect(out).toContain(`    ${sign} ${text}`)
    },
  )
})

it.each(Object.entries(OTHER_NAMES))('%s is told as %s', async (other, code) => {
  expect((await explain(other, 'en')).out).toContain(`[${code}]`)
})

it('suggests the nearest code for one that is none', async () => {
  const { exit, err } = await explain('policy-selects-no-pods', 'en')
  expect([exit, err]).toEqual([2, expect.stringContaining('policy-selects-no-pod')])
})

it.each(['en', 'ko'] as const)('lists every cause where none is named, in %s', async (language) => {
  const { exit, out } = await explain(undefined, language)
  expect(exit).toBe(0)
  for (const { code, title } of CATALOGUE) {
    expect(out).toContain(`${code} `)
    expect(out).toContain(title[language])
  }
})
