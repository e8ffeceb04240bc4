// Practice sections on a real cluster: what is graded there is what is graded of the same answer as a file. NETGRADE_REAL_KUBECONFIG names its
// kubeconfig, whose current context is used; nothing else may use its namespaces meanwhile.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { drawsOf, type Drawn } from '../../src/course/check/check-variants.ts'
import { answerIn, wrongAnswersOf } from '../../src/course/solution.ts'
import { applyManifests } from '../../src/grading/manifests/apply-manifests.ts'
import { readObjects } from '../../src/grading/manifests/read-objects.ts'
import type { Pod } from '../../src/kubernetes/generated/types.ts'
import { isPod } from '../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { readWholeSource } from '../../src/node/read-files.ts'
import { GRADE, ROOT, run, sleep, type Result } from './support/session.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
const SECTIONS = ['2-2', '2-3', '3-3', '4-2', '5-2'] as const
/** Of each task: enough to see that causes are found there, too, and few enough for minutes. */
const WRONG_ANSWERS = 3
const PERMANENT = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease', 'ingress-nginx'])

const draws: readonly Drawn[] = SECTIONS.flatMap((id) =>
  drawsOf(readWholeSource(join(ROOT, `tasks/${id}`), id)).filter(
    (one, index, all) => all.findIndex(({ source }) => source.variant === one.source.variant) === index,
  ),
)

let home: string
let context: string

const environment = (): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  NETGRADE_HOME: join(home, 'state'),
  LANG: 'C.UTF-8',
  KUBECONFIG,
})

const kubectl = (...args: readonly string[]): Promise<Result> =>
  run('kubectl', args, { environment: environment(), timeoutMs: 120_000 })
const grade = (...args: readonly string[]): Promise<Result> =>
  run(process.execPath, [GRADE, ...args], { environment: environment(), timeoutMs: 120_000 })

interface Graded {
  readonly status: string
  readonly score: number
  readonly checks: readonly {
    readonly id: string
    readonly passed: boolean | null
    readonly causes: readonly { readonly code: string }[]
  }[]
}

const tell = ({ status, score, checks }: Graded): object => ({
  status,
  score,
  checks: checks.map(({ id, passed, causes }) => [id, passed, ...causes.map(({ code }) => code)]),
})

const gradeLive = async ({ task }: Drawn): Promise<Graded> => {
  const variant = task.variant === undefined ? [] : ['--variant', task.variant]
  const { out, err } = await grade(task.id, ...variant, '--on', 'kubeconfig', '--context', context, '--format', 'json')
  expect(err).not.toContain('grade:')
  return JSON.parse(out) as Graded
}

const keyOf = ({ kind, metadata }: KubernetesObject): string =>
  `${kind} ${metadata.namespace ?? 'default'}/${metadata.name ?? ''}`

const applyAll = async (name: string, objects: readonly string[]): Promise<string> => {
  const path = join(home, name)
  await writeFile(path, objects.join('\n---\n'))
  if (objects.length > 0) await kubectl('apply', '-f', path)
  return path
}

/** The start state, but for what the answer makes otherwise: Pods cannot be changed. Then the answer. */
const put = async (drawn: Drawn, prefix: string): Promise<string> => {
  const files = answerIn(drawn.source, prefix, drawn.task.parameters)
  const answered = new Set(readObjects(files).decoded.map(({ object }) => keyOf(object)))
  const start = drawn.task.start.filter((object) => !answered.has(keyOf(object)))
  const namespaces = readObjects(files).decoded.flatMap(({ object }) => (object.kind === 'Namespace' ? [object] : []))
  await applyAll(
    'start.yaml',
    [...namespaces, ...start].map((object) => stringify(object)),
  )
  return applyAll(
    'answer.yaml',
    files.map(({ text }) => text),
  )
}

/** What an answer records of addresses is about the cluster it was written for: those of the Pods here take their places. */
const recordHere = async (drawn: Drawn, prefix: string): Promise<void> => {
  const files = answerIn(drawn.source, prefix, drawn.task.parameters)
  const there = (await applyManifests(drawn.task, files)).snapshot?.objects.filter(isPod) ?? []
  const { items } = JSON.parse((await kubectl('get', 'pods', '-A', '-o', 'json')).out) as { items: readonly Pod[] }
  const dashed = (address: string): string => address.replaceAll('.', '-')
  const pairs = items.flatMap((pod) => {
    const before = there.find(
      ({ metadata }) => metadata.name === pod.metadata.name && metadata.namespace === pod.metadata.namespace,
    )
    const [from, to] = [before?.status?.podIP, pod.status?.podIP]
    return from === undefined || to === undefined ? [] : [[from, to] as const, [dashed(from), dashed(to)] as const]
  })
  // In one go: an address that one Pod had may be another's now.
  const place = (text: string): string =>
    text.replaceAll(/\d+(?:[.-]\d+){3}/gu, (found) => pairs.find(([from]) => from === found)?.[1] ?? found)
  await applyAll(
    'answer.yaml',
    files.map(({ text }) => place(text)),
  )
}

/** Until nothing comes and goes any more; what does not become ready is part of some answers. */
const settle = async (): Promise<void> => {
  await kubectl('wait', '--for=condition=Ready', 'pod', '--all', '--all-namespaces', '--timeout=20s')
  await sleep(1500)
}

/** Of the tasks, and those that answers make. */
const NAMESPACES = [
  ...new Set(
    draws.flatMap(({ task, source }) => [
      ...task.namespaces,
      ...readObjects(answerIn(source, '', task.parameters)).decoded.flatMap(({ object: { kind, metadata } }) =>
        kind === 'Namespace' ? [metadata.name ?? ''] : [metadata.namespace ?? 'default'],
      ),
    ]),
  ),
].filter((name) => name !== '' && !PERMANENT.has(name))

const clean = async (): Promise<void> => {
  await kubectl('delete', 'namespace', ...NAMESPACES, '--ignore-not-found', '--grace-period=1')
  const kinds = 'pods,deployments,statefulsets,daemonsets,replicasets,networkpolicies,ingresses,configmaps'
  await kubectl('delete', kinds, '--all', '-n', 'default', '--grace-period=1')
  await kubectl('delete', 'services', '-n', 'default', '--field-selector=metadata.name!=kubernetes')
}

describe.skipIf(KUBECONFIG === '')('on a real cluster', () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'netgrade-real-'))
    const config = new KubeConfig()
    config.loadFromFile(KUBECONFIG)
    context = config.getCurrentContext()
    await clean()
  })
  afterEach(clean)
  afterAll(async () => {
    await rm(home, { recursive: true, force: true })
  })

  test.each(draws.map((drawn) => [`${drawn.task.id} ${drawn.name}`, drawn] as const))(
    'the solution of %s passes',
    async (_name, drawn) => {
      await put(drawn, 'solution/')
      await settle()
      await recordHere(drawn, 'solution/')
      let graded = await gradeLive(drawn)
      // Endpoints and rules come a moment after Pods are ready.
      for (let round = 0; graded.status !== 'pass' && round < 5; round++) {
        await sleep(2000)
        graded = await gradeLive(drawn)
      }
      expect(tell(graded)).toEqual({ status: 'pass', score: 100, checks: graded.checks.map(({ id }) => [id, true]) })
    },
  )

  const wrong = draws
    .filter(({ source }) => source.variant === undefined)
    .flatMap((drawn) =>
      wrongAnswersOf(drawn.source)
        .slice(0, WRONG_ANSWERS)
        .map((name) => [`${drawn.task.id} ${name}`, drawn, name] as const),
    )

  test.each(wrong)('the wrong answer %s is judged as its file', async (_name, drawn, name) => {
    const file = await put(drawn, `wrong/${name}/`)
    const offline = JSON.parse((await grade(drawn.task.id, '--file', file, '--format', 'json')).out) as Graded
    await settle()
    await recordHere(drawn, `wrong/${name}/`)
    if (offline.status === 'invalid') return
    expect(tell(await gradeLive(drawn))).toEqual(tell(offline))
  })
})
