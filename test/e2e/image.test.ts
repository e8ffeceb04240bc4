/**
 * The Dockerfile, built and run without a network. `NETGRADE_NODE_IMAGE` names an image that docker has and that brings node, npm and the
 * packages; `test/e2e/support/image/base.sh` makes one.
 */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from './support/session.ts'

const BASE = process.env['NETGRADE_NODE_IMAGE'] ?? ''
const IMAGE = `netgrade-test-${process.pid}`
const folder = mkdtempSync(join(tmpdir(), 'netgrade-image-'))
const at = (name: string): string => join(folder, name)

const docker = (...args: readonly string[]) => execa('docker', args, { reject: false, stdin: 'ignore' })
/** As the user of the image, with nothing of it writable but /tmp. */
const grade = (...args: readonly string[]) =>
  docker('run', '--rm', '--network', 'none', '--read-only', '--tmpfs', '/tmp', '-v', `${folder}:/work`, IMAGE, ...args)

describe.skipIf(BASE === '')('the image', () => {
  beforeAll(async () => {
    const { exitCode, all } = await execa(
      'docker',
      ['build', '--network', 'none', '--build-arg', `NODE_IMAGE=${BASE}`, '-t', IMAGE, ROOT],
      { reject: false, all: true, stdin: 'ignore' },
    )
    expect([exitCode, all]).toEqual([0, expect.anything()])
    for (const [learner, answer] of [
      ['ann', 'solution'],
      ['bob', 'wrong/two-rules'],
    ] as const) {
      mkdirSync(at(`submissions/${learner}`), { recursive: true })
      cpSync(join(ROOT, 'tasks/3-3', answer, 'answer.yaml'), at(`submissions/${learner}/answer.yaml`))
    }
    mkdirSync(at('submissions/eve'))
    symlinkSync('/etc/passwd', at('submissions/eve/answer.yaml'))
    mkdirSync(at('results'))
    chmodSync(folder, 0o755)
    chmodSync(at('results'), 0o777)
  }, 600_000)
  afterAll(async () => {
    await docker('rmi', '--force', IMAGE)
    rmSync(folder, { recursive: true, force: true })
  })

  test('says its version, and its commands where nothing is asked', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string }
    expect(await grade('--version')).toMatchObject({ exitCode: 0, stdout: version })
    expect((await grade()).stdout).toContain('batch [options] <from...>')
  })

  test('grades a task, and a class with its reports', async () => {
    expect((await grade('3-3', '--file', 'submissions/ann')).exitCode).toBe(0)
    const report = ['--report', 'junit=results/class/junit.xml', '--format', 'jsonl']
    const { exitCode, stdout } = await grade('batch', 'submissions', '--task', '3-3', '--output', 'results/class', ...report)
    expect(exitCode).toBe(1)
    const statuses = stdout.split('\n').map((line) => (JSON.parse(line) as { readonly status: string }).status)
    expect(statuses).toEqual(['pass', 'partial', 'invalid'])
    expect(readFileSync(at('results/class/junit.xml'), 'utf8')).toContain('<testsuite')
  })

  test('does not run as root', async () => {
    const { stdout } = await docker('run', '--rm', '--network', 'none', '--entrypoint', 'id', IMAGE, '-un')
    expect(stdout).toBe('node')
  })
})
