import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { loadShell } from '../../../../src/cluster/nodes/shell/load-shell.ts'
import { isVirtualClock } from '../../../../src/cluster/virtual.ts'
import { create, apply, pod, state, attach, logs } from '../support/one-cluster.ts'

describe('attach', () => {
  const once = (command: readonly string[]): object =>
    pod('once', 'busybox', { spec: { restartPolicy: 'Never' }, container: { command, stdin: true, stdinOnce: true } })

  test('sends to a main process that reads, and shows what it prints', async () => {
    const cluster = create()
    apply(cluster, once(['cat']))
    await cluster.settle()
    expect(await attach(cluster, 'once', 'through\n')).toEqual({ out: 'through\n', code: { exitCode: 0 } })
  })

  test('says nothing of the exit code, which stands in the status', async () => {
    const cluster = create()
    apply(cluster, once(['sh', '-c', 'read x; echo $x >&2; exit 4']))
    await cluster.settle()
    expect(await attach(cluster, 'once', 'seen\n')).toEqual({ out: 'seen\n', code: { exitCode: 0 } })
    await cluster.settle()
    expect(state(cluster, 'once')?.state?.terminated?.exitCode).toBe(4)
  })
})

interface Client {
  /** What has come to the screen since it was asked last. */
  screen(): Promise<string>
  type(letters: string): void
  leave(): void
}

/** Somebody who attaches, and stays until they leave. */
function join(cluster: Cluster, name: string, tty = true): Client {
  const gone = new AbortController()
  const waiting: string[] = []
  let wake: () => void = () => undefined
  let shown = ''
  async function* stdin(): AsyncGenerator<Uint8Array> {
    while (!gone.signal.aborted) {
      const letters = waiting.shift()
      if (letters === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else yield new TextEncoder().encode(letters)
    }
  }
  const show = (chunk: Uint8Array): void => void (shown += new TextDecoder().decode(chunk))
  const streams = { stdin: stdin(), stdout: show, stderr: show, tty }
  void cluster.runtime.attach({ namespace: 'default', name }, streams, gone.signal)
  return {
    screen: async () => {
      for (let turn = 0; turn < 40; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        if (isVirtualClock(cluster.clock)) cluster.clock.advance(50)
      }
      const now = shown
      shown = ''
      return now
    },
    type: (letters) => {
      waiting.push(letters)
      wake()
    },
    leave: () => {
      gone.abort()
      wake()
    },
  }
}

const pass = async (cluster: Cluster, ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 100) {
    await cluster.settle(0)
    if (isVirtualClock(cluster.clock)) cluster.clock.advance(100)
  }
}

describe('who attaches to what has run for a while', () => {
  test('sees what is printed from now on', async () => {
    const cluster = create()
    apply(
      cluster,
      pod('counter', 'busybox', {
        container: { command: ['sh', '-c', 'i=0; while :; do i=$((i+1)); echo n$i; sleep 1; done'] },
      }),
    )
    await pass(cluster, 6_000)
    const before = (await logs(cluster, 'counter')).trimEnd().split('\n').length
    expect(before).toBeGreaterThan(3)
    const client = join(cluster, 'counter')
    const [first] = (await client.screen()).split('\r\n')
    expect(first).toBe(`n${before + 1}`)
  })

  test('speaks to the shell that runs there, one client after another', async () => {
    await loadShell()
    const cluster = create()
    apply(cluster, pod('shell', 'busybox', { container: { command: ['sh'], stdin: true, tty: true } }))
    await pass(cluster, 500)
    const early = join(cluster, 'shell')
    let prompt = ''
    while (prompt === '') prompt = await early.screen()
    expect(prompt).toBe('/ # ')
    early.leave()
    await pass(cluster, 6_000)
    const first = join(cluster, 'shell')
    expect(await first.screen()).toBe('')
    first.type('x=5\r')
    expect(await first.screen()).toBe('x=5\r\n/ # ')
    first.leave()
    const second = join(cluster, 'shell')
    second.type('echo $x\r')
    expect(await second.screen()).toBe('echo $x\r\n5\r\n/ # ')
    expect(await logs(cluster, 'shell')).toContain('5\n')
  })

  test('is answered line by line by a script that reads, one client after another', async () => {
    await loadShell()
    const cluster = create()
    const command = ['sh', '-c', 'while read line; do echo got $line; done']
    apply(cluster, pod('reader', 'busybox', { container: { command, stdin: true } }))
    await pass(cluster, 6_000)
    const first = join(cluster, 'reader', false)
    first.type('one\n')
    expect(await first.screen()).toBe('got one\n')
    first.type('two\n')
    expect(await first.screen()).toBe('got two\n')
    first.leave()
    await pass(cluster, 200)
    const second = join(cluster, 'reader', false)
    second.type('three\n')
    expect(await second.screen()).toBe('got three\n')
    expect(state(cluster, 'reader')?.state?.running).toBeDefined()
  })

  test('is refused where it has ended', async () => {
    const cluster = create()
    apply(cluster, pod('over', 'busybox', { spec: { restartPolicy: 'Never' }, container: { command: ['true'] } }))
    await pass(cluster, 6_000)
    const { code } = await attach(cluster, 'over', '')
    expect(code).toMatchObject({
      code: 500,
      message: 'unable to upgrade connection: container c not found in pod over_default',
    })
  })
})
