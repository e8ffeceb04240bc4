import { describe, expect, test } from 'vitest'
import { create, apply, pod, state, attach } from '../support/one-cluster.ts'

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
