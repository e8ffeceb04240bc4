import { describe, expect, test } from 'vitest'
import { createCli } from '../../../../../grader/terminal/cli.ts'
import { findingsOf } from '../../../../../grader/cli/real/doctor-kind.ts'
import { inspectMachine } from '../../../../../grader/environments/kind/inspect-machine.ts'
import { judgeMachine, type Machine } from '../../../../../grader/environments/kind/requirements.ts'
import { DEFAULT_SETTINGS } from '../../../../../grader/environments/kind/settings.ts'
import { failed, fakeMachine } from '../../support/fake-kind.ts'

const GIB = 1024 ** 3
const GOOD: Machine = {
  kind: 'kind v0.33.0',
  runtime: { name: 'docker' },
  takenPorts: [],
  freePorts: [],
  freeDiskBytes: 50 * GIB,
  freeMemoryBytes: 8 * GIB,
  inotify: { instances: 8192, watches: 1_048_576 },
}
const lacking = (machine: Partial<Machine>): object =>
  judgeMachine({ ...GOOD, ...machine }).flatMap(({ requirement, good, found }) => (good ? [] : [[requirement, found]]))

describe('what a machine lacks', () => {
  test.each<[Partial<Machine>, readonly (readonly [string, string])[]]>([
    [{}, []],
    [{ freeDiskBytes: undefined, freeMemoryBytes: undefined, inotify: undefined }, []],
    [{ kind: undefined }, [['kind', '']]],
    [{ runtime: { problem: 'stopped', reason: 'docker: Cannot connect' } }, [['runtime', 'docker: Cannot connect']]],
    [{ takenPorts: [80, 30_080] }, [['ports', '80, 30080']]],
    [{ freeDiskBytes: GIB }, [['disk', '1.0 GiB']]],
    [{ freeMemoryBytes: 1.5 * GIB }, [['memory', '1.5 GiB']]],
    [{ inotify: { instances: 128, watches: 1_048_576 } }, [['inotify', '128, 1048576']]],
  ])('%j', (machine, expected) => {
    expect(lacking(machine)).toEqual(expected)
  })
})

describe('what grade doctor tells of a machine', () => {
  const told = (language: 'en' | 'ko', machine: Partial<Machine>): readonly string[] => {
    const terminal = { stdout: { write: () => true }, stderr: { write: () => true }, environment: {}, root: '/' }
    return findingsOf(createCli(terminal, language), { ...GOOD, ...machine }).flatMap(({ what, found, good, todo }) =>
      good ? [] : [`${what} | ${found} | ${todo ?? ''}`],
    )
  }

  test.each<['en' | 'ko', Partial<Machine>, RegExp]>([
    ['en', { freeDiskBytes: GIB }, /^disk space, 5 GiB \| 1\.0 GiB \| docker system df /u],
    ['ko', { freeDiskBytes: GIB }, /^디스크 공간, 5 GiB \| 1\.0 GiB \| .*docker system prune/u],
    ['en', { freeMemoryBytes: GIB }, /^memory, 3 GiB \| 1\.0 GiB \| End what needs memory/u],
    ['ko', { freeMemoryBytes: GIB }, /^메모리, 3 GiB \| 1\.0 GiB \| 메모리를 쓰는 프로그램을 끝내거나/u],
    ['en', { takenPorts: [80], freePorts: ['--http-port 8080'] }, / \| 80 \| .*ss -ltnp.*up --on kind --http-port 8080$/u],
    ['ko', { takenPorts: [80], freePorts: [] }, / \| 80 \| .*ss -ltnp.*--http-port, --https-port, --node-ports$/u],
    ['en', { runtime: { problem: 'missing', reason: 'docker, podman, nerdctl' } }, /apt-get install docker\.io/u],
    ['en', { kind: undefined }, /^kind \| missing \| Install it/u],
  ])('%s %j', (language, machine, line) => {
    expect(told(language, machine)).toEqual([expect.stringMatching(line)])
  })

  test('nothing where nothing lacks', () => expect(told('en', {})).toEqual([]))
})

describe('what is read of a machine', () => {
  const inspect = (
    answer: ReturnType<typeof fakeMachine>['answer'],
    environment: Readonly<Record<string, string>> = {},
    taken: readonly number[] = [],
  ): Promise<Machine> => {
    const machine = fakeMachine()
    machine.answer = answer
    for (const port of taken) machine.taken.add(port)
    return inspectMachine(machine.tools, { environment, settings: DEFAULT_SETTINGS })
  }

  test('docker that runs, kind’s version, this disk and memory', async () => {
    const found = await inspect((line) => (line === 'kind version' ? { out: 'kind v0.33.0 go1.26 linux/amd64\n' } : undefined))
    expect(found).toMatchObject({ kind: 'kind v0.33.0', runtime: { name: 'docker' }, takenPorts: [] })
    expect(found.freeDiskBytes).toBeGreaterThan(0)
    expect(found.freeMemoryBytes).toBeGreaterThan(0)
  })

  test.each([
    ['docker', 'docker info --format {{.DockerRootDir}}'],
    ['podman', 'podman info --format {{.Store.GraphRoot}}'],
  ])('the disk on which %s keeps its data; this machine’s first one where that is not here', async (runtime, question) => {
    const inspectAt = async (folder: string): Promise<number | undefined> => {
      const answer = (line: string): object | undefined => (line === question ? { out: `${folder}\n` } : undefined)
      return (await inspect(answer, { KIND_EXPERIMENTAL_PROVIDER: runtime })).freeDiskBytes
    }
    // Nothing is free on the file system of processes.
    expect(await inspectAt('/proc')).toBe(0)
    expect(await inspectAt('/netgrade/none')).toBeGreaterThan(0)
    expect(await inspectAt('')).toBeGreaterThan(0)
  })

  test('the next where docker is missing, as kind looks for them; the one that is chosen, and no other', async () => {
    const noDocker = (line: string): { missing: true; code: number } | undefined =>
      line.startsWith('docker') ? { missing: true, code: 1 } : undefined
    expect(await inspect(noDocker)).toMatchObject({ runtime: { name: 'nerdctl' } })
    expect(await inspect(noDocker, { KIND_EXPERIMENTAL_PROVIDER: 'podman' })).toMatchObject({ runtime: { name: 'podman' } })
    expect(await inspect(noDocker, { KIND_EXPERIMENTAL_PROVIDER: 'docker' })).toMatchObject({
      runtime: { problem: 'missing', reason: 'docker' },
    })
  })

  test('docker that is stopped, with its own sentence; nothing at all', async () => {
    const stopped = (line: string): object =>
      line.startsWith('docker') ? failed('Cannot connect to the Docker daemon\nmore') : { missing: true, code: 1 }
    expect(await inspect(stopped)).toMatchObject({
      kind: undefined,
      runtime: { problem: 'stopped', reason: 'docker: Cannot connect to the Docker daemon' },
    })
    // kind takes docker all the same.
    const other = (line: string): object | undefined => (line.startsWith('docker') ? failed('Cannot connect') : undefined)
    expect(await inspect(other)).toMatchObject({ runtime: { problem: 'stopped', reason: 'docker: Cannot connect' } })
    expect(await inspect(other, { KIND_EXPERIMENTAL_PROVIDER: 'podman' })).toMatchObject({ runtime: { name: 'podman' } })
    expect(await inspect(() => ({ missing: true, code: 1 }))).toMatchObject({
      runtime: { problem: 'missing', reason: 'docker, nerdctl, podman' },
    })
  })

  test('ports that are taken, with options that fit beside them', async () => {
    expect(await inspect(() => undefined, {}, [443, 8080, 8443])).toMatchObject({
      takenPorts: [443],
      freePorts: ['--https-port 8444'],
    })
    expect(await inspect(() => undefined)).toMatchObject({ takenPorts: [], freePorts: [] })
  })
})
