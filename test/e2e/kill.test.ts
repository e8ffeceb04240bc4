/** kill -9 in the middle of concurrent writes, again and again: nothing that was acknowledged is lost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONFIG_MAPS, configMap, openApi, seededNumbers, type Api } from './support/api.ts'
import { hasKubectl, openSession, sleep, type Session } from './support/session.ts'

/** The long run is `NETGRADE_KILL_ROUNDS=200`. */
const ROUNDS = Number(process.env['NETGRADE_KILL_ROUNDS'] ?? 8)
const WRITERS = 4

interface Kept {
  readonly metadata: { readonly name: string; readonly resourceVersion: string }
  readonly data?: { readonly count?: string }
}

interface List {
  readonly metadata: { readonly resourceVersion: string }
  readonly items: readonly Kept[]
}

/** What the API has acknowledged: the count that each object has at least, and the objects that are gone. */
class Acknowledged {
  readonly counts = new Map<string, number>()
  readonly deleted = new Set<string>()
  revision = 0
  total = 0

  note(text: string): void {
    const { metadata, data } = JSON.parse(text) as Kept
    this.counts.set(metadata.name, Number(data?.count ?? 0))
    this.revision = Math.max(this.revision, Number(metadata.resourceVersion))
    this.total += 1
  }
}

/** Creates, changes and deletes until the daemon is gone. */
async function write(api: Api, prefix: string, acknowledged: Acknowledged): Promise<void> {
  try {
    for (let count = 1; ; count += 1) {
      const created = await api.ask('POST', CONFIG_MAPS, configMap(`${prefix}-${count}`))
      if (created.code === 201) acknowledged.note(created.text)
      const name = prefix.replace(/^.*-/u, 'counter-')
      const next = String((acknowledged.counts.get(name) ?? 0) + 1)
      const changed = await api.ask('PUT', `${CONFIG_MAPS}/${name}`, configMap(name, { count: next }))
      if (changed.code === 200) acknowledged.note(changed.text)
      if (count % 3 !== 0) continue
      const gone = `${prefix}-${count - 1}`
      // Whether a delete that is not answered happened is not known.
      acknowledged.counts.delete(gone)
      if ((await api.ask('DELETE', `${CONFIG_MAPS}/${gone}`)).code === 200) acknowledged.deleted.add(gone)
    }
  } catch {
    // Killed.
  }
}

const lost = (list: List, acknowledged: Acknowledged): readonly string[] => {
  const found = new Map(list.items.map((item) => [item.metadata.name, Number(item.data?.count ?? 0)]))
  return [
    ...[...acknowledged.counts].filter(([name, count]) => (found.get(name) ?? -1) < count).map(([name]) => `lost ${name}`),
    ...[...acknowledged.deleted].filter((name) => found.has(name)).map((name) => `came back ${name}`),
  ]
}

describe(`${ROUNDS} times killed`, () => {
  let session: Session
  beforeAll(async () => (session = await openSession()))
  afterAll(() => session.close())

  it('loses nothing that was acknowledged, and no resourceVersion goes back', { timeout: ROUNDS * 20_000 }, async () => {
    const random = seededNumbers(5)
    const acknowledged = new Acknowledged()
    const counters = Array.from({ length: WRITERS }, (_, index) => `counter-${index}`)
    let byKubectl = 0
    for (let round = 0; round <= ROUNDS; round += 1) {
      expect((await session.grade('up', '--brief')).code, `round ${round}`).toBe(0)
      const api = await openApi(session.state)
      const list = JSON.parse((await api.ask('GET', CONFIG_MAPS)).text) as List
      expect(lost(list, acknowledged), `round ${round}`).toEqual([])
      expect(Number(list.metadata.resourceVersion)).toBeGreaterThanOrEqual(acknowledged.revision)
      if (round === 0)
        for (const name of counters) acknowledged.note((await api.ask('POST', CONFIG_MAPS, configMap(name))).text)
      if (round === ROUNDS) {
        api.close()
        break
      }
      const writers = counters.map((_, index) => write(api, `r${round}-${index}`, acknowledged))
      const name = `kubectl-${round}`
      const kubectl = hasKubectl ? session.kubectl('create', 'configmap', name) : undefined
      await sleep(50 + random(400))
      process.kill(api.pid, 'SIGKILL')
      await Promise.all(writers)
      if ((await kubectl)?.code === 0) {
        byKubectl += 1
        acknowledged.counts.set(name, 0)
      }
      api.close()
    }
    console.log(`${ROUNDS} kills, ${acknowledged.total} writes acknowledged, ${byKubectl} of kubectl more: none lost`)
    expect(acknowledged.total).toBeGreaterThan(ROUNDS)
  })
})
