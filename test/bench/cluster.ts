/** The embedded cluster as a daemon: how soon it is ready, how much it takes, how fast it writes and tells. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { CONFIG_MAPS, configMap, openApi, type Api, type DaemonApi } from '../e2e/support/api.ts'

const PODS = '/api/v1/namespaces/default/pods'
const SERVICES = '/api/v1/namespaces/default/services'
const CLIENTS = 20
const SIZE = { pods: 10_000, services: 1_000 }
const WRITES_MS = 5_000
const EVENTS = 500
const MEMORY_STEPS = [2_000, 4_000, 6_000, 8_000, 10_000]

const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN

const row = (name: string, figure: string, aim: string): void =>
  console.log(`${name.padEnd(58)} ${figure.padStart(22)}   ${aim}`)

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** Of the processor, on all cores: what a shared machine's other work does not change. Linux counts in hundredths. */
const processorSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /su, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const pod = (index: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `p${index}`, labels: { app: `a${index % SIZE.services}` } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
})

const service = (index: number): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: `s${index}` },
  spec: { selector: { app: `a${index}` }, ports: [{ port: 80 }] },
})

/** Runs the tasks with as many clients as there are, each one after another. */
async function inTurn(count: number, task: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (next < count) await task(next++)
    }),
  )
}

async function must(api: Api, path: string, body: object): Promise<void> {
  const { code, text } = await api.ask('POST', path, body)
  if (code !== 201) throw new Error(`${path}: ${code} ${text}`)
}

async function benchSize(api: DaemonApi): Promise<void> {
  const startMs = performance.now()
  const startSeconds = processorSeconds(api.pid)
  await inTurn(SIZE.services, (index) => must(api, SERVICES, service(index)))
  const memory: string[] = []
  let made = 0
  for (const step of MEMORY_STEPS) {
    const from = made
    await inTurn(step - from, (index) => must(api, PODS, pod(from + index)))
    made = step
    memory.push(residentMb(api.pid).toFixed(0))
  }
  const seconds = (performance.now() - startMs) / 1000
  row(`${SIZE.pods} Pods and ${SIZE.services} Services created`, `${seconds.toFixed(1)} s`, 'aim: at most 20 s')
  row('  of the processor', `${(processorSeconds(api.pid) - startSeconds).toFixed(1)} s`, '')
  row(`memory at ${MEMORY_STEPS.join(', ')} Pods`, `${memory.join(', ')} MB`, 'aim: linear')
  const times: number[] = []
  const listSeconds = processorSeconds(api.pid)
  for (let round = 0; round < 5; round += 1) {
    const listMs = performance.now()
    await api.ask('GET', '/api/v1/pods')
    times.push(performance.now() - listMs)
  }
  row('  all Pods listed, median of 5', `${quantile(times, 0.5).toFixed(0)} ms`, 'aim: at most 1000 ms')
  row('  of the processor, each', `${(((processorSeconds(api.pid) - listSeconds) / 5) * 1000).toFixed(0)} ms`, '')
}

async function benchWrites(api: Api): Promise<void> {
  let written = 0
  const startMs = performance.now()
  await inTurn(Number.MAX_SAFE_INTEGER, async (index) => {
    if (performance.now() - startMs > WRITES_MS) throw new DOMException('', 'AbortError')
    await must(api, CONFIG_MAPS, configMap(`w${index}`, { index: String(index) }))
    written += 1
  }).catch((error: unknown) => {
    if (!(error instanceof DOMException)) throw error
  })
  const rate = written / ((performance.now() - startMs) / 1000)
  row(`durable writes a second, ${CLIENTS} clients`, rate.toFixed(0), 'aim: at least 200')
}

/** From the acknowledgement of a write, or the event itself where that came first, to the watch. */
async function benchWatch(api: Api): Promise<void> {
  const sentMs = new Map<string, number>()
  const delays: number[] = []
  let rest = ''
  const end = await api.stream(`${CONFIG_MAPS}?watch=true&labelSelector=watched`, (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const sent = sentMs.get(/"name":"([^"]+)"/u.exec(line)?.[1] ?? '')
      if (sent !== undefined) delays.push(performance.now() - sent)
    }
  })
  for (let index = 0; index < EVENTS; index += 1) {
    const name = `e${index}`
    sentMs.set(name, performance.now())
    const { metadata, ...map } = configMap(name) as { metadata: object }
    await must(api, CONFIG_MAPS, { ...map, metadata: { ...metadata, labels: { watched: '' } } })
  }
  while (delays.length < EVENTS) await new Promise((resolve) => setTimeout(resolve, 1))
  end()
  const figures = [0.5, 0.99].map((part) => quantile(delays, part).toFixed(1))
  row('from sending a write to its event in a watch, p50 p99', `${figures.join(' ')} ms`, 'aim: p99 at most 10 ms')
}

async function benchReset(grade: string, env: Readonly<Record<string, string>>): Promise<void> {
  const startMs = performance.now()
  await execa(process.execPath, [grade, 'reset', '--yes'], { env })
  row('grade reset of that cluster, as a process', `${(performance.now() - startMs).toFixed(0)} ms`, '')
}

/** Prints the figures of one daemon in a state directory of its own. */
export const benchCluster = async (grade: string): Promise<void> => {
  const home = mkdtempSync(join(tmpdir(), 'netgrade-bench-'))
  const env = { NETGRADE_HOME: home }
  try {
    await execa(process.execPath, [grade, 'up'], { env, stdin: 'ignore' })
    const api = await openApi(home, CLIENTS)
    row('memory, idle', `${residentMb(api.pid).toFixed(0)} MB`, 'aim: at most 150 MB')
    await benchWatch(api)
    await benchWrites(api)
    await benchSize(api)
    api.close()
    await benchReset(grade, env)
  } finally {
    await execa(process.execPath, [grade, 'down'], { env })
    rmSync(home, { recursive: true, force: true })
  }
}
