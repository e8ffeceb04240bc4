/** `grade up --load-balancer` as a learner meets it: kubectl, curl and `grade doctor`. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { statePaths } from '../../grader/terminal/paths.ts'
import { hasKubectl, openSession, sleep, type Session } from './support/session.ts'

let session: Session
beforeEach(async () => (session = await openSession()))
afterEach(() => session.close())

const externalIp = async (): Promise<string> =>
  (await session.kubectl('get', 'service', 'web', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}')).out

async function until(met: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 50 && !(await met()); turn++) await sleep(100)
}

it.skipIf(!hasKubectl)('gives an address that curl reaches, and takes it back after a start without the flag', async () => {
  expect((await session.grade('up', '--load-balancer')).code).toBe(0)
  expect((await session.grade('doctor')).out).toMatch(/load balancers +Services of type LoadBalancer get addresses/u)
  await session.shell('kubectl create deployment web --image=nginx && kubectl rollout status deployment web --timeout=20s')
  await session.shell('kubectl expose deployment web --type=LoadBalancer --port=18080 --target-port=80')
  await until(async () => (await externalIp()) !== '')
  const curl = `curl -sS -m 5 http://${await externalIp()}:18080/`
  expect((await session.shell(curl)).out).toContain('Welcome to nginx!')
  expect((await session.grade('up')).out).toContain('already running')
  expect(await externalIp()).not.toBe('')

  // Killed, not stopped: the next start does as the one before.
  const { pid } = JSON.parse(readFileSync(statePaths({ NETGRADE_HOME: session.state }).record, 'utf8')) as {
    readonly pid: number
  }
  process.kill(pid, 'SIGKILL')
  expect((await session.grade('up')).code).toBe(0)
  expect((await session.grade('doctor')).out).toMatch(/load balancers +Services of type LoadBalancer get addresses/u)
  await until(async () => (await session.shell(curl)).code === 0)

  await session.grade('down')
  expect((await session.grade('up')).code).toBe(0)
  await until(async () => (await externalIp()) === '')
  expect((await session.kubectl('get', 'service', 'web')).out).toMatch(/LoadBalancer +[\d.]+ +<pending> +18080/u)
  expect((await session.grade('doctor')).out).toMatch(/load balancers +off \(grade up --load-balancer/u)
  expect((await session.shell(curl)).code).toBe(7)
})
