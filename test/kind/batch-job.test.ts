// `grade batch job --apply` on a real cluster whose nodes are docker's: with the Dockerfile's image, built upon the one that
// NETGRADE_NODE_IMAGE names (test/e2e/support/image/base.sh), and the class on one node.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../e2e/support/session.ts'
import { makeClass } from '../support/synthetic-class.ts'
import { gradeAt } from './support/cluster.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
const BASE = process.env['NETGRADE_NODE_IMAGE'] ?? ''
const NAME = `netgrade-job-${process.pid}`
const IMAGE = `${NAME}:test`
/** Where the node has the volume. */
const PATH = `/var/${NAME}`
const LEARNERS = 60

const folder = mkdtempSync(join(tmpdir(), 'netgrade-job-'))
const kubectl = async (...args: readonly string[]): Promise<string> =>
  (await execa('kubectl', ['--kubeconfig', KUBECONFIG, ...args], { stdin: 'ignore' })).stdout
const apply = async (objects: readonly object[]): Promise<void> => {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
  await execa('kubectl', ['--kubeconfig', KUBECONFIG, 'apply', '-f', '-'], { input })
}

let node = ''
let context = ''
const onNode = async (...command: readonly string[]): Promise<string> =>
  (await execa('docker', ['exec', node, ...command], { stdin: 'ignore' })).stdout

const volumeOn = (name: string): readonly object[] => {
  const spec = { accessModes: ['ReadWriteMany'], storageClassName: '' }
  const there = [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [name] }] }]
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAME } },
    {
      ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: NAME } },
      spec: {
        ...spec,
        ...{ capacity: { storage: '1Gi' }, hostPath: { path: PATH }, persistentVolumeReclaimPolicy: 'Retain' },
        nodeAffinity: { required: { nodeSelectorTerms: there } },
      },
    },
    {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'class', namespace: NAME } },
      spec: { ...spec, resources: { requests: { storage: '1Gi' } }, volumeName: NAME },
    },
  ]
}

const job = (from: string, output: string, ...more: readonly string[]) =>
  gradeAt(
    folder,
    [
      ...['batch', 'job', from, '--apply', '--context', context, '--namespace', NAME, '--name', output],
      ...[
        '--image',
        IMAGE,
        '--claim',
        'class',
        '--output',
        output,
        '--shards',
        '3',
        '--parallel',
        '2',
        '--cpu',
        '50m',
        ...more,
      ],
    ],
    { KUBECONFIG },
  )
const resultsOf = (output: string): Promise<string> => onNode('cat', `${PATH}/${output}/whole/results.jsonl`)
/** How long the first part's Pod may take to be there. */
const START_MS = 60_000

describe.skipIf(KUBECONFIG === '' || BASE === '')('a class as Jobs of a real cluster', () => {
  let expected = ''

  beforeAll(async () => {
    makeClass(join(folder, 'class'), { seed: 3, learners: LEARNERS, tasks: ['3-3'] })
    const whole = join(folder, 'whole')
    await gradeAt(folder, ['batch', join(folder, 'class'), '--task', '3-3', '--output', whole])
    expected = readFileSync(join(whole, 'results.jsonl'), 'utf8').trimEnd()
    context = await kubectl('config', 'current-context')
    const nodes = (await kubectl('get', 'nodes', '--output=jsonpath={.items[*].metadata.name}')).split(' ')
    node = nodes.find((name) => name.includes('worker')) ?? nodes[0] ?? ''
    await execa('docker', ['build', '--network', 'none', '--build-arg', `NODE_IMAGE=${BASE}`, '-t', IMAGE, ROOT])
    await execa('bash', ['-c', `docker save ${IMAGE} | docker exec -i ${node} ctr --namespace k8s.io images import -`])
    await onNode('mkdir', '-p', PATH)
    await execa('docker', ['cp', '--archive', join(folder, 'class'), `${node}:${PATH}/class`])
    await onNode('chown', '-R', '1000:1000', PATH)
    await apply(volumeOn(node))
  })
  afterAll(async () => {
    await kubectl('delete', 'namespace', NAME, '--ignore-not-found', '--wait')
    await kubectl('delete', 'pv', NAME, '--ignore-not-found')
    if (node !== '') await onNode('rm', '-rf', PATH)
    await execa('docker', ['rmi', '--force', IMAGE], { reject: false })
    rmSync(folder, { recursive: true, force: true })
  })

  test('is graded in parts and merged, though a Pod is taken away meanwhile, and again by the same command', async () => {
    const running = job('class', 'graded', '--task', '3-3')
    const first = ['--namespace', NAME, 'pod', '--selector', 'batch.kubernetes.io/job-completion-index=0']
    await expect
      .poll(() => kubectl('get', ...first, '--output=jsonpath={.items[*].status.phase}'), { timeout: START_MS, interval: 200 })
      .toMatch(/Running|Succeeded/u)
    await kubectl('delete', ...first, '--grace-period=0', '--force')
    const { code, out, err } = await running
    expect([code, err], out).toEqual([0, expect.stringMatching(/3/u)])
    expect(await resultsOf('graded')).toBe(expected)
    expect((await job('class', 'graded', '--task', '3-3')).code).toBe(0)
    expect(await resultsOf('graded')).toBe(expected)
  })

  test('a part that the grader fails on fails at once and by itself, is named, and is made good by the same command later', async () => {
    // No journal can be kept there.
    await onNode('install', '-d', '-o', '1000', '-g', '1000', ...[`${PATH}/broken`, `${PATH}/broken/part-1`])
    await onNode('install', '-d', '-o', '1000', '-g', '1000', `${PATH}/broken/part-1/journal.jsonl`)
    const failed = await job('class', 'broken', '--task', '3-3')
    expect(failed.code).toBe(3)
    expect(failed.err).toMatch(/FailedIndexes/u)
    const status = JSON.parse(await kubectl('get', 'job', 'broken', '--namespace', NAME, '--output=json')) as {
      readonly status: object
    }
    expect(status.status).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1', failed: 1 })
    await onNode('rmdir', `${PATH}/broken/part-1/journal.jsonl`)
    expect((await job('class', 'broken', '--task', '3-3')).code).toBe(0)
    expect(await resultsOf('broken')).toBe(expected)
  })

  test('a class that is not there ends the whole Job at once', async () => {
    const { code, err } = await job('nowhere', 'absent', '--task', '3-3')
    expect(code).toBe(3)
    expect(err).toContain('PodFailurePolicy')
  })
})
