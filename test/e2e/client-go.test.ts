/** Kubernetes' own client library in Go, as controllers and operators use it: the tests of client-go/, against the embedded cluster. */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession, run, type Result, type Session } from './support/session.ts'

const PROGRAM = join(import.meta.dirname, 'client-go')

const names = readdirSync(PROGRAM)
  .filter((file) => file.endsWith('_test.go'))
  .flatMap((file) => [...readFileSync(join(PROGRAM, file), 'utf8').matchAll(/^func (Test\w+)\(/gmu)].map(([, name]) => name))

/** Go of the machine, never one that it would fetch. */
const go = (...args: readonly string[]): Promise<Result> =>
  run('go', ['-C', PROGRAM, ...args], {
    environment: { ...(process.env as Record<string, string>), GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' },
    timeoutMs: 900_000,
  })

// Without Go, or where its modules cannot be had, these tests are skipped and counted as such.
const canBuild = (await go('version')).code === 0 && (await go('mod', 'download')).code === 0

describe.skipIf(!canBuild)('client-go', () => {
  let session: Session
  let folder: string
  let program: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netgrade-client-go-'))
    program = join(folder, 'client-go.test')
    const built = await go('test', '-c', '-o', program, '.')
    expect(built.err).toBe('')
    session = await openSession()
    expect((await session.grade('up', '--brief')).code).toBe(0)
  }, 900_000)
  afterAll(async () => {
    await session.close()
    await rm(folder, { recursive: true, force: true })
  })

  it.each(names)('%s', async (name) => {
    const environment = { ...session.environment, KUBECONFIG: join(session.state, 'kubeconfig') }
    const { code, out, err } = await run(program, ['-test.v', '-test.run', `^${name ?? ''}$`], { environment })
    expect(code, `${out}${err}`).toBe(0)
    expect(out).toContain(`--- PASS: ${name ?? ''}`)
  })
})
