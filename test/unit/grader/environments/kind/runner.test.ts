import { describe, expect, test } from 'vitest'
import { runWith } from '../../../../../grader/environments/kind/runner.ts'

const run = runWith({ PATH: process.env['PATH'] ?? '', MARK: 'm' })
const sh = (line: string): { readonly file: string; readonly args: readonly string[] } => ({ file: 'sh', args: ['-c', line] })

describe('programs', () => {
  test('have the environment that was given, read what they are given, and are heard line by line', async () => {
    const lines: string[] = []
    const ran = await run({
      ...sh('cat; printf "%s" "$MARK$HOME"; echo a >&2; echo b >&2; exit 3'),
      input: 'in ',
      onLine: (line) => lines.push(line),
    })
    expect(ran).toEqual({ code: 3, out: 'in m', err: 'a\nb', missing: false, ended: false })
    expect(lines).toEqual(['a', 'b'])
  })

  test('that are not there are told from those that fail', async () => {
    expect(await run({ file: 'netgrade-no-such-program', args: [], onLine: () => undefined })).toMatchObject({ missing: true })
    expect(await run(sh('exit 1'))).toMatchObject({ code: 1, missing: false, ended: false })
  })

  test('end when they are to, and after their time', async () => {
    const controller = new AbortController()
    const running = run({
      ...sh('echo started >&2; exec sleep 30'),
      signal: controller.signal,
      onLine: () => controller.abort(),
    })
    expect(await running).toMatchObject({ ended: true })
    expect(await run({ ...sh('exec sleep 30'), timeoutMs: 50 })).toMatchObject({ ended: true })
  })

  test('that a terminal interrupts may end before this one hears of it', async () => {
    const controller = new AbortController()
    const running = run({
      ...sh('echo started >&2; exit 1'),
      signal: controller.signal,
      onLine: () => setTimeout(() => controller.abort(), 100),
    })
    await running
    expect(controller.signal.aborted).toBe(true)
  })
})
