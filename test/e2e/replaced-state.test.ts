/** `grade reset` and `grade cluster restore` beside other commands, under writers, and killed at any moment. */
import { spawn } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApi } from './support/api.ts'
import { GRADE, openSession, sleep, type Session } from './support/session.ts'

let session: Session
beforeEach(async () => (session = await openSession()))
afterEach(() => session.close())

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'

const create = async (...names: readonly string[]): Promise<void> => {
  const api = await openApi(session.state)
  for (const name of names) {
    const { code } = await api.ask('POST', CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })
    expect(code).toBe(201)
  }
  api.close()
}

/** The ConfigMaps that are not the cluster's own. */
const names = async (): Promise<readonly string[]> => {
  const api = await openApi(session.state)
  const { items } = JSON.parse((await api.ask('GET', CONFIG_MAPS)).text) as { items: { metadata: { name: string } }[] }
  api.close()
  return items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt')
}

const daemons = async (): Promise<string> =>
  (await session.shell(`pgrep -fc -- "--netgrade-daemon ${session.state}"`)).out.trim()

it('one after the other where they are asked for at once: one daemon, one whole state', async () => {
  await session.grade('up')
  await create('kept')
  await session.grade('cluster', 'save', 'a')
  await create('later')
  const results = await Promise.all([
    session.grade('reset', '--yes'),
    session.grade('cluster', 'restore', 'a', '--yes'),
    session.grade('reset', '--yes'),
    session.grade('up'),
  ])
  expect(results.map(({ code, err }) => ({ code, err }))).toEqual(results.map(() => ({ code: 0, err: '' })))
  await expect.poll(daemons).toBe('1')
  expect([[], ['kept']]).toContainEqual(await names())
})

it('keep the load balancer of a cluster that had one', async () => {
  await session.grade('up', '--load-balancer')
  await session.grade('reset', '--yes')
  expect((await session.grade('doctor')).out).toMatch(/load balancers +Services of type LoadBalancer get addresses/u)
})

it('lose nothing that is acknowledged by the cluster that comes after', async () => {
  await session.grade('up')
  const acknowledged: string[] = []
  const writing = new AbortController()
  const writer = (async () => {
    for (let index = 0; !writing.signal.aborted; index++) {
      const api = await openApi(session.state).catch(() => undefined)
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `m${index}` } }
      const { code } = (await api?.ask('POST', CONFIG_MAPS, body).catch(() => undefined)) ?? { code: 0 }
      if (code === 201) acknowledged.push(`m${index}`)
      api?.close()
    }
  })()
  for (let round = 0; round < 3; round++) {
    await sleep(300)
    expect((await session.grade('reset', '--yes')).code).toBe(0)
    acknowledged.length = 0
    await expect.poll(() => acknowledged.length).toBeGreaterThan(3)
    const before = [...acknowledged]
    expect(await names()).toEqual(expect.arrayContaining(before))
  }
  writing.abort()
  await writer
})

describe('killed at any moment', () => {
  const ROUNDS = 12

  it('leave the old state or the new one, and a cluster that starts', async () => {
    await session.grade('up')
    await create('saved-1', 'saved-2')
    await session.grade('cluster', 'save', 'a')
    let broken = 0
    for (let round = 0; round < ROUNDS; round++) {
      await session.grade('reset', '--yes')
      await create('old')
      const child = spawn(process.execPath, [GRADE, 'cluster', 'restore', 'a', '--yes'], {
        env: session.environment,
        stdio: 'ignore',
      })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await sleep(120 + 40 * round)
      child.kill('SIGKILL')
      if (round % 2 === 1) await session.shell(`pkill -KILL -f -- "--netgrade-daemon ${session.state}"`)
      await ended
      if (child.signalCode === 'SIGKILL') broken++
      expect((await session.grade('up')).code).toBe(0)
      expect([['old'], ['saved-1', 'saved-2']]).toContainEqual(await names())
    }
    expect(broken).toBeGreaterThan(0)
  })
})
