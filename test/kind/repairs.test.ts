// Repairs that are tried in a real cluster, and somebody who ends the program meanwhile: nothing is left behind.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContext, type LiveClient } from '../../grader/environments/live/client.ts'
import { planWipe, remove } from '../../grader/environments/started/remove.ts'
import { GRADE, ROOT, run, sleep } from '../e2e/support/session.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
const NAMESPACES = ['default', 'customera', 'customerb']
const WRONG = join(ROOT, 'tasks/3-3/wrong/or-for-and/answer.yaml')
const patience = { nowMs: () => performance.now(), wait: sleep }

let home: string
let context: string
let client: LiveClient

const environment = (): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  NETGRADE_HOME: join(home, 'state'),
  LANG: 'C.UTF-8',
  KUBECONFIG,
})

const place = (): readonly string[] => ['--on', 'kubeconfig', '--context', context]
const grade = (...args: readonly string[]): ReturnType<typeof run> =>
  run(process.execPath, [GRADE, ...args, ...place()], { environment: environment(), timeoutMs: 120_000 })
const kubectl = async (...args: readonly string[]): Promise<string> =>
  (await run('kubectl', args, { environment: environment(), timeoutMs: 120_000 })).out

/** What carries a label of ours that is not the task's. */
const leftovers = async (): Promise<string> =>
  (await kubectl('get', 'pods,configmaps', '-A', '-l', 'netgrade.io/probe', '-o', 'name')) +
  (await kubectl('get', 'namespaces', '-l', 'netgrade.dev/copy', '-o', 'name'))

interface Graded {
  readonly checks: readonly { readonly causes: readonly { readonly repair: { readonly trial?: object } | null }[] }[]
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** What was there when the signal was sent. */
  readonly made: string
}

/** Ends the program once something of it can be seen: in the cluster, or in what it has said. */
const interrupt = async (
  signal: NodeJS.Signals,
  args: readonly string[],
  look: (err: string) => Promise<string> = leftovers,
): Promise<Ended> => {
  const child = spawn(process.execPath, [GRADE, ...args, ...place()], { env: environment() })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  let made = ''
  const endMs = Date.now() + 60_000
  while (made === '' && Date.now() < endMs && child.exitCode === null) made = await look(err)
  child.kill(signal)
  return { code: await ended, out, err, made }
}

describe.skipIf(KUBECONFIG === '')('on a real cluster', () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'netgrade-interrupted-'))
    const config = new KubeConfig()
    config.loadFromFile(KUBECONFIG)
    context = config.getCurrentContext()
    client = openContext({ name: context, file: KUBECONFIG })
    await remove(client, await planWipe(client, NAMESPACES), patience)
    await grade('start', '3-3', '--yes', '--brief')
    await kubectl('apply', '-f', WRONG)
    await kubectl('wait', '--for=condition=Ready', 'pods', '--all', '-A', '--timeout=60s')
  })
  afterAll(async () => {
    await remove(client, await planWipe(client, NAMESPACES), patience)
    await rm(home, { recursive: true, force: true })
  })

  test('a repair mends in a copy, as probes see it, and the copy goes', async () => {
    const { code, out } = await grade('3-3', '--try-repairs', '--yes', '--format', 'json')
    const trials = (JSON.parse(out) as Graded).checks.flatMap(({ causes }) =>
      causes.flatMap(({ repair }) => repair?.trial ?? []),
    )
    expect(trials).toMatchObject([{ outcome: 'mends', notes: [] }])
    expect([code, await leftovers()]).toEqual([1, ''])
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('a copy goes with %s, and the learner’s objects stay', async (signal) => {
    const was = await kubectl('get', 'pods,networkpolicies', '-A', '-o', 'jsonpath={.items[*].metadata.uid}')
    const { code, out, err, made } = await interrupt(signal, ['3-3', '--try-repairs', '--yes'])
    expect(made).toContain('namespace/netgrade-copy-')
    expect(err).toContain('Interrupted. What had been made in the cluster is removed.')
    expect([code, out, await leftovers()]).toEqual([3, '', ''])
    expect(await kubectl('get', 'pods,networkpolicies', '-A', '-o', 'jsonpath={.items[*].metadata.uid}')).toBe(was)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('probes go with %s', async (signal) => {
    // A node asks from a Pod that is made for it.
    const node = (await kubectl('get', 'nodes', '-o', 'jsonpath={.items[0].metadata.name}')).trim()
    const { code, err, made } = await interrupt(signal, ['trace', `node/${node}`, 'pod/default/poc:80', '--observe'])
    expect(made).toContain('netgrade-probe')
    expect(err).toContain('Interrupted.')
    expect([code, await leftovers()]).toEqual([3, ''])
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('what runs in learners’ Pods goes with %s', async (signal) => {
    const { code, out, err, made } = await interrupt(signal, ['3-3', '--observe'], async (said) => {
      await sleep(100)
      return /Asking in the cluster: 3/u.exec(said)?.[0] ?? ''
    })
    expect(made).not.toBe('')
    expect(err).toContain('Interrupted.')
    expect([code, out, await leftovers()]).toEqual([3, '', ''])
    const processes = await kubectl('exec', 'visitor', '--', 'ps', '-o', 'args')
    expect(processes.split('\n').filter((line) => !/^(?:COMMAND|ps |sleep )/u.test(line) && line !== '')).toEqual([])
  })

  test('what a program leaves that is killed goes with grade clean', async () => {
    const { made } = await interrupt('SIGKILL', ['3-3', '--try-repairs', '--yes'])
    expect(made).toContain('namespace/netgrade-copy-')
    expect(await leftovers()).not.toBe('')
    const cleaned = await grade('clean', '--yes')
    expect(cleaned.out).toContain('namespace/netgrade-copy-')
    expect(await leftovers()).toBe('')
  })
})
