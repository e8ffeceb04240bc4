import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { statePaths, type StatePaths } from '../../../../../grader/terminal/paths.ts'
import { removeKind } from '../../../../../grader/environments/kind/down.ts'
import { contextOf } from '../../../../../grader/environments/kind/context.ts'
import type { ClusterRecord } from '../../../../../grader/environments/kind/plan.ts'
import type { AskedSettings } from '../../../../../grader/environments/kind/settings.ts'
import { ensureKind, type KindUp } from '../../../../../grader/environments/kind/up.ts'
import { failed, fakeMachine, type FakeMachine } from '../../support/fake-kind.ts'

let home: string
let paths: StatePaths

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'netgrade-kind-'))
  paths = statePaths({ NETGRADE_HOME: home })
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

const up = ({ tools }: FakeMachine, settings: AskedSettings = {}, load: readonly string[] = []): Promise<KindUp> =>
  ensureKind(paths, { settings, load }, tools)

const file = (): string => join(home, 'kind', 'cluster.json')
const recorded = (): ClusterRecord | undefined =>
  existsSync(file()) ? (JSON.parse(readFileSync(file(), 'utf8')) as ClusterRecord) : undefined

describe('a cluster of kind’s', () => {
  test('is made, gets its Ingress controller, and is written down', async () => {
    const machine = fakeMachine(['kind'])
    expect(await up(machine)).toMatchObject({ name: 'netgrade-d1', how: 'created', removed: [] })
    expect(recorded()).toMatchObject({ name: 'netgrade-d1', phase: 'ready' })
    expect([...machine.clusters]).toEqual(['kind', 'netgrade-d1'])
    expect(machine.inputs[0]).toContain('kind.x-k8s.io/v1alpha4')
    expect(machine.inputs[1]).toContain('image: traefik:v3.7')
    expect(machine.commands.at(-1)).toContain('rollout status deployment/traefik --namespace ingress-nginx')
    expect(machine.steps.map(({ step }) => step)).toEqual(['nodes', 'control-plane', 'ready', 'ingress'])
    expect(machine.steps.every(({ ms }) => ms >= 0)).toBe(true)
  })

  test('never touches the kubeconfig of its user', async () => {
    const machine = fakeMachine()
    await up(machine)
    await removeKind(paths, machine.tools)
    const touching = machine.commands.filter((line) => /^kubectl|cluster --name/u.test(line))
    expect(touching.length).toBeGreaterThan(3)
    for (const line of touching) expect(line).toContain(`--kubeconfig ${join(home, 'kind', 'kubeconfig')}`)
  })

  test('that is there is found again, and nothing is applied to it', async () => {
    const machine = fakeMachine()
    await up(machine)
    machine.commands.length = 0
    expect(await up(machine)).toMatchObject({ name: 'netgrade-d1', how: 'already-running' })
    expect(machine.commands.filter((line) => /create|apply|delete/u.test(line))).toEqual([])
  })

  test('is removed with everything that was written of it, and nothing else is', async () => {
    const machine = fakeMachine(['kind', 'netgrade-other'])
    await up(machine)
    expect(await removeKind(paths, machine.tools)).toEqual(['netgrade-d1'])
    expect([...machine.clusters]).toEqual(['kind', 'netgrade-other'])
    expect(existsSync(join(home, 'kind'))).toBe(false)
    expect(await removeKind(paths, machine.tools)).toEqual([])
  })

  test.each(['traefik', 'none', 'ingress-nginx', '/files/ingress.yaml'])('with the Ingress controller %s', async (ingress) => {
    const machine = fakeMachine()
    await up(machine, { ingress })
    const applied = machine.commands.find((line) => line.includes(' apply '))
    const path = { traefik: '-', none: undefined, 'ingress-nginx': 'controller-v1.15.1' }[ingress]
    if (ingress === 'none') expect(applied).toBeUndefined()
    else expect(applied).toContain(path ?? ingress)
  })

  test('gets images of this machine', async () => {
    const machine = fakeMachine()
    await up(machine, {}, ['a:1', 'b:2'])
    expect(machine.commands).toContain('kind load docker-image a:1 b:2 --name netgrade-d1')
    machine.answer = (line) => (line.includes('load') ? failed('ERROR: image: "c:3" not present locally') : undefined)
    await expect(up(machine, {}, ['c:3'])).rejects.toMatchObject({ code: 'kind-image-absent', detail: { image: 'c:3' } })
  })

  test('without a network plugin waits for one, and is finished then', async () => {
    const machine = fakeMachine()
    machine.answer = (line) => (line.includes(' wait ') ? failed('timed out waiting for the condition') : undefined)
    expect(await up(machine, { cni: 'cilium' })).toMatchObject({ how: 'needs-network-plugin' })
    machine.answer = () => undefined
    expect(await up(machine)).toMatchObject({ name: 'netgrade-d1', how: 'finished' })
    expect(machine.inputs.at(-1)).toContain('IngressClass')
  })

  test('that was made otherwise is refused', async () => {
    const machine = fakeMachine()
    await up(machine, { httpPort: 8080 })
    await expect(up(machine, { httpPort: 81 })).rejects.toMatchObject({ code: 'kind-settings-fixed', exitCode: 2 })
    expect([...machine.clusters]).toEqual(['netgrade-d1'])
  })

  test('is what --on kind means; without one that is said', async () => {
    await expect(contextOf(paths, 'kind', undefined)).rejects.toMatchObject({ code: 'kind-not-up' })
    await up(fakeMachine())
    expect(await contextOf(paths, 'kind', undefined)).toEqual({
      name: 'kind-netgrade-d1',
      file: join(home, 'kind', 'kubeconfig'),
    })
    expect(await contextOf(paths, 'kubeconfig', 'lab')).toBe('lab')
  })
})

describe('what goes wrong', () => {
  test.each([
    ['kind is missing', 'kind-missing', { missing: true, code: undefined }],
    ['docker does not run', 'runtime-stopped', failed('Command Output: Cannot connect to the Docker daemon at unix:///x')],
  ])('%s: nothing is made or written', async (_name, code, answer) => {
    const machine = fakeMachine()
    machine.answer = () => answer
    await expect(up(machine)).rejects.toMatchObject({ code, exitCode: 3 })
    expect(recorded()).toBeUndefined()
  })

  test('docker does not run when the cluster is to go: what was written of it stays', async () => {
    const machine = fakeMachine()
    await up(machine)
    machine.answer = () => failed('Command Output: Cannot connect to the Docker daemon at unix:///x')
    await expect(removeKind(paths, machine.tools)).rejects.toMatchObject({ code: 'runtime-stopped' })
    expect(recorded()).toMatchObject({ name: 'netgrade-d1' })
  })

  test('ports are taken: told before anything is made, with options that work', async () => {
    const machine = fakeMachine()
    for (const port of [80, 30_080]) machine.taken.add(port)
    await expect(up(machine)).rejects.toMatchObject({
      code: 'kind-ports-taken',
      detail: { ports: '80, 30080', options: '--http-port 8080 --node-ports 31000-31100:30000-30100' },
    })
    expect(machine.commands).toEqual(['kind get clusters'])
  })

  test.each([
    [{ httpPort: 8080, httpsPort: 8080 }, '8080', '--http-port 8080, --https-port 8080'],
    [{ httpPort: 443 }, '443', '--http-port 443, --https-port 443'],
    [{ httpPort: 30_100 }, '30100', '--http-port 30100, --node-ports 30000-30100'],
    [{ httpsPort: 30_000 }, '30000', '--https-port 30000, --node-ports 30000-30100'],
  ])('%j is about one port twice', async (settings, ports, options) => {
    const machine = fakeMachine()
    await expect(up(machine, settings)).rejects.toMatchObject({
      code: 'kind-ports-equal',
      exitCode: 2,
      detail: { ports, options },
    })
    expect(machine.commands).toEqual(['kind get clusters'])
  })

  test('the image cannot be had: half the cluster and its record are removed', async () => {
    const machine = fakeMachine()
    machine.answer = (line) => {
      if (!line.includes('create')) return undefined
      machine.clusters.add('netgrade-d1')
      return failed('ERROR: failed to create cluster: failed to pull image "n:1": x\n\nCommand Output: no such host')
    }
    await expect(up(machine)).rejects.toMatchObject({ code: 'kind-image-missing', detail: { image: 'n:1', runtime: 'docker' } })
    expect(machine.clusters.size).toBe(0)
    expect(recorded()).toBeUndefined()
  })

  test('Ctrl-C while kind works: half the cluster is removed', async () => {
    const machine = fakeMachine()
    machine.answer = (line) => {
      if (!line.includes('create')) return undefined
      machine.clusters.add('netgrade-d1')
      machine.interrupt()
      return { code: 130 }
    }
    await expect(up(machine)).rejects.toMatchObject({ code: 'kind-interrupted', exitCode: 3 })
    expect(machine.clusters.size).toBe(0)
    expect(recorded()).toBeUndefined()
  })

  test('Ctrl-C while the Ingress controller starts: the next command goes on', async () => {
    const machine = fakeMachine()
    machine.answer = (line) => {
      if (line.includes('rollout')) machine.interrupt()
      return undefined
    }
    await expect(up(machine)).rejects.toMatchObject({ code: 'kind-interrupted' })
    expect(recorded()).toMatchObject({ phase: 'created' })
    const next = fakeMachine([...machine.clusters])
    expect(await up(next)).toMatchObject({ name: 'netgrade-d1', how: 'finished' })
    expect(next.commands.some((line) => line.includes(' apply '))).toBe(true)
  })

  test('killed while kind works: the next command removes the half, and what a late kind still makes', async () => {
    const killed = fakeMachine()
    // Nothing comes after a kill: not even the promise ends.
    const left = new Promise<void>((resolve) => {
      killed.answer = (line) => {
        if (!line.includes('create')) return undefined
        resolve()
        return new Promise(() => undefined)
      }
    })
    void up(killed).catch(() => undefined)
    await left
    expect(recorded()).toMatchObject({ name: 'netgrade-d1', phase: 'creating' })
    rmSync(join(home, 'kind.lock'), { recursive: true, force: true })

    const next = fakeMachine(['netgrade-d1', 'kind'])
    next.tools.draw()
    expect(await up(next)).toMatchObject({ name: 'netgrade-d2', how: 'created', removed: ['netgrade-d1'] })
    next.clusters.add('netgrade-d1')
    expect(await up(next)).toMatchObject({ how: 'already-running', removed: ['netgrade-d1'] })
    next.clusters.add('netgrade-d1')
    expect(await removeKind(paths, next.tools)).toEqual(['netgrade-d1', 'netgrade-d2'])
    expect([...next.clusters]).toEqual(['kind'])
  })

  test('killed while containers are started, and down at once: what comes while it removes goes, too', async () => {
    const killed = fakeMachine()
    killed.answer = (line) => (/create|delete/u.test(line) ? failed('killed') : undefined)
    await expect(up(killed)).rejects.toMatchObject({ code: 'kind-failed' })
    expect(recorded()).toMatchObject({ name: 'netgrade-d1', phase: 'creating' })

    const machine = fakeMachine(['netgrade-d1'])
    let deletions = 0
    machine.answer = (line) => {
      // The containers that were there go; another one was on its way.
      if (line.startsWith('kind delete') && ++deletions === 1) return {}
      return undefined
    }
    expect(await removeKind(paths, machine.tools)).toEqual(['netgrade-d1'])
    expect([...machine.clusters]).toEqual([])
    expect([deletions, existsSync(file())]).toEqual([2, false])
  })

  test('a half that cannot be removed stays written down', async () => {
    const machine = fakeMachine()
    machine.answer = (line) =>
      /create|delete/u.test(line) ? failed('Command Output: Cannot connect to the Docker daemon') : undefined
    await expect(up(machine)).rejects.toMatchObject({ code: 'runtime-stopped' })
    expect(recorded()).toMatchObject({ name: 'netgrade-d1', phase: 'creating' })
  })

  test.each(['docker', 'podman'])('the API server does not answer, on %s', async (runtime) => {
    const machine = fakeMachine([], runtime)
    machine.answer = (line) =>
      line.includes('/readyz') ? failed('The connection to the server 127.0.0.1 was refused') : undefined
    await expect(up(machine)).rejects.toMatchObject({ code: 'kind-silent', detail: { name: 'netgrade-d1', runtime } })
    expect(recorded()).toMatchObject({ phase: 'created' })
  })

  test('a node does not become ready', async () => {
    const machine = fakeMachine()
    machine.answer = (line) =>
      line.includes(' wait ') ? failed('error: timed out waiting for the condition on nodes/netgrade-d1-worker') : undefined
    await expect(up(machine)).rejects.toMatchObject({
      code: 'kind-nodes-not-ready',
      exitCode: 3,
      detail: { reason: 'error: timed out waiting for the condition on nodes/netgrade-d1-worker' },
    })
  })

  test('the Ingress controller’s image cannot be had: said with the kubelet’s words', async () => {
    const machine = fakeMachine()
    machine.answer = (line) => {
      if (line.includes('rollout')) return failed('error: timed out waiting for the condition')
      return line.includes('get pods') ? { out: 'Back-off pulling image "traefik:v3.7.10"\n' } : undefined
    }
    await expect(up(machine)).rejects.toMatchObject({
      code: 'kind-ingress-failed',
      detail: { path: 'ingress-nginx/deployment/traefik', reason: 'Back-off pulling image "traefik:v3.7.10"' },
    })
  })

  test('kubectl is missing', async () => {
    const machine = fakeMachine()
    machine.answer = (line) => (line.startsWith('kubectl') ? { missing: true, code: 1 } : undefined)
    await expect(up(machine)).rejects.toMatchObject({ code: 'kubectl-missing', exitCode: 3 })
  })
})
