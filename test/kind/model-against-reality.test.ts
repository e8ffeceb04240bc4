// The model against reality: small scenarios predicted by the network model and observed by probes on a real cluster. NETGRADE_REAL_KUBECONFIG
// names its kubeconfig, whose current context is used. Where both differ, known-differences.yaml says why.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openContext } from '../../grader/environments/live/client.ts'
import { readLive } from '../../grader/environments/live/live.ts'
import { removeLeftovers } from '../../grader/environments/live/observe/leftovers.ts'
import { observeAll } from '../../grader/environments/live/observe/observe.ts'
import { createSeededRandom } from '../../src/cluster/virtual.ts'
import { compareWith, type Comparison } from '../../src/grading/observation/compare.ts'
import { nameAsked, predictedWords, samplesWords, unobservedWords } from '../../src/grading/observation/words.ts'
import { isNode } from '../../src/kubernetes/guards.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { prepareRequests } from '../../src/network/prepare.ts'
import type { ModelQuestion } from '../../src/network/switches.ts'
import { run, sleep, type Result } from '../e2e/support/session.ts'
import { drawPolicyScenarios } from './policy-scenarios.ts'
import { CLIENTS, FAR, NAMESPACES, NEAR, PLAIN, type Manifest, type Scenario } from './scenario.ts'
import { SERVERS, SERVICE_SCENARIOS } from './service-scenarios.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
const SEED = Number(process.env['NETGRADE_REAL_SEED'] ?? 1)
const OF_EACH_DIRECTION = 16
const SPACES = [NEAR, FAR, PLAIN]

const SCENARIOS: readonly Scenario[] = [
  ...drawPolicyScenarios(createSeededRandom(SEED), OF_EACH_DIRECTION),
  ...SERVICE_SCENARIOS,
]

interface KnownDifference {
  /** As `nameAsked` spells it. */
  readonly question: string
  readonly reason: string
}

const KNOWN = (
  parse(readFileSync(join(import.meta.dirname, 'known-differences.yaml'), 'utf8')) as {
    readonly differences: readonly KnownDifference[]
  }
).differences

const kubectl = (...args: readonly string[]): Promise<Result> =>
  run('kubectl', args, {
    environment: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', KUBECONFIG },
    timeoutMs: 120_000,
  })

const apply = async (objects: readonly Manifest[]): Promise<void> => {
  const { writeFile, mkdtemp, rm } = await import('node:fs/promises')
  const folder = await mkdtemp('/tmp/netgrade-reality-')
  const file = join(folder, 'objects.json')
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  const { code, err } = await kubectl('apply', '-f', file)
  await rm(folder, { recursive: true })
  if (code !== 0) throw new Error(err)
}

const remove = (): Promise<Result> => kubectl('delete', 'namespace', ...SPACES, '--ignore-not-found', '--grace-period=1')

/** Until every Pod runs that was asked for; not all become ready. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 60; round++) {
    const pods = await Promise.all(SPACES.map((space) => kubectl('get', 'pods', '-n', space, '--no-headers')))
    const waiting = pods.flatMap(({ out }) => out.split('\n').filter((line) => line !== '' && !/\sRunning\s/u.test(line)))
    if (waiting.length === 0) break
    await sleep(1000)
  }
  // Endpoints, rules of the plugin and of kube-proxy.
  await sleep(4000)
}

/** A node that is no control plane stands for any. */
const atNode = (snapshot: Snapshot, asked: ModelQuestion): ModelQuestion => {
  if (asked.kind !== 'connection' || !('node' in asked.question.to)) return asked
  const node = snapshot.objects
    .filter(isNode)
    .find(({ metadata }) => metadata.labels?.['node-role.kubernetes.io/control-plane'] === undefined)
  return { kind: 'connection', question: { ...asked.question, to: { node: node?.metadata.name ?? '' } } }
}

let comparisons: ReadonlyMap<string, readonly Comparison[]>

const observeEverything = async (): Promise<ReadonlyMap<string, readonly Comparison[]>> => {
  process.env['KUBECONFIG'] = KUBECONFIG
  const config = new KubeConfig()
  config.loadFromFile(KUBECONFIG)
  const context = config.getCurrentContext()
  const { snapshot } = await readLive(context, SPACES)
  await prepareRequests(snapshot)
  const questions = SCENARIOS.flatMap(({ name, asked }) =>
    asked.map((one) => ({ name, asked: atNode(snapshot, one), snapshot })),
  )
  const { signal } = new AbortController()
  const client = openContext(context)
  const observations = await observeAll(questions, { client, image: 'busybox:1.36', namespace: NEAR, run: 'reality', signal })
  expect(await removeLeftovers(client)).toEqual([])
  const found = new Map<string, Comparison[]>()
  for (const [index, observation] of observations.entries()) {
    const name = questions[index]?.name ?? ''
    found.set(name, [...(found.get(name) ?? []), compareWith(snapshot, observation)])
  }
  return found
}

const tell = ({ asked, predicted, observation }: Comparison): string => {
  const { samples, unobserved } = observation
  const seen = unobserved === undefined ? samplesWords(samples).en : unobservedWords(unobserved).en
  return `${nameAsked(asked)}: predicted ${predictedWords(predicted).en}, observed ${seen}`
}

const isKnown = ({ asked }: Comparison): boolean => KNOWN.some(({ question }) => question === nameAsked(asked))

test('there are at least sixty scenarios, each with a name of its own', () => {
  expect(SCENARIOS.length).toBeGreaterThanOrEqual(60)
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length)
})

describe.skipIf(KUBECONFIG === '')('the model against reality', () => {
  beforeAll(async () => {
    await remove()
    await apply([...NAMESPACES, ...CLIENTS, ...SERVERS, ...SCENARIOS.flatMap(({ objects }) => objects)])
    await settle()
    comparisons = await observeEverything()
  }, 400_000)
  afterAll(async () => {
    await remove()
  }, 120_000)

  test.each(SCENARIOS.map(({ name }) => [name]))('%s', (name) => {
    const found = comparisons.get(name) ?? []
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter((one) => one.agrees !== true && !isKnown(one)).map(tell)).toEqual([])
  })

  test('what is known to differ does', () => {
    const all = [...comparisons.values()].flat()
    const wrong = KNOWN.filter(({ question }) => all.find(({ asked }) => nameAsked(asked) === question)?.agrees !== false)
    expect(wrong).toEqual([])
    const agreeing = all.filter(({ agrees }) => agrees === true).length
    process.stdout.write(
      `${SCENARIOS.length} scenarios, ${all.length} questions: ${agreeing} as predicted, ${KNOWN.length} known to differ\n`,
    )
  })
})
