/**
 * The embedded cluster beside a real one on the same machine: the same kubectl commands on both in turn, and durable writes through the
 * API. `NETGRADE_REAL_KUBECONFIG` names the real cluster's kubeconfig; what is made there is in one namespace, which is deleted at the end.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { parse } from 'yaml'
import { configMap, connectApi, openApi, type Api } from '../e2e/support/api.ts'
import { elapsedMs, median, rowBeside } from './figures.ts'

export const REAL = 'NETGRADE_REAL_KUBECONFIG'
const NAMESPACE = 'netgrade-bench'
const ROUNDS = 5
const CLIENTS = 20
const WRITES = 1_000

/** Each ends when what it asked for is there. */
const STEPS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubectl get pods': [['get', 'pods']],
  'kubectl apply of 20 ConfigMaps, then delete': [
    ['apply', '-f', 'maps.yaml'],
    ['delete', '-f', 'maps.yaml'],
  ],
  'a Pod until it is Ready': [
    ['run', 'web', '--image=nginx'],
    ['wait', '--for=condition=Ready', 'pod/web', '--timeout=120s'],
  ],
  'its Service, and wget through it once it answers': [
    ['expose', 'pod', 'web', '--port=80'],
    ['exec', 'client', '--', 'sh', '-c', 'until wget -qO- -T 1 http://web >/dev/null 2>&1; do sleep 0.1; done'],
  ],
  'kubectl exec true': [['exec', 'client', '--', 'true']],
  'both deleted, the Pod gone': [['delete', 'pod/web', 'service/web', '--wait', '--now']],
  'a Deployment of 10 rolled out, and deleted': [
    ['create', 'deployment', 'ten', '--image=nginx', '--replicas=10'],
    ['rollout', 'status', 'deployment/ten', '--timeout=120s'],
    ['delete', 'deployment', 'ten', '--cascade=foreground', '--wait'],
  ],
}

type Kubectl = (args: readonly string[]) => Promise<void>

const kubectlOf =
  (kubeconfig: string, folder: string): Kubectl =>
  async (args) => {
    await execa('kubectl', ['-n', NAMESPACE, ...args], { env: { KUBECONFIG: kubeconfig }, cwd: folder, stdin: 'ignore' })
  }

const prepare = async (kubectl: Kubectl): Promise<void> => {
  await kubectl(['create', 'namespace', NAMESPACE])
  await kubectl(['run', 'client', '--image=busybox', '--command', '--', 'sleep', '3600'])
  await kubectl(['wait', '--for=condition=Ready', 'pod/client', '--timeout=120s'])
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }[]
  readonly users: readonly {
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string }
  }[]
}

/** Of a kubeconfig with one cluster and one user, as kind writes it. */
const realApi = (path: string): Api => {
  const { clusters, users } = parse(readFileSync(path, 'utf8')) as Kubeconfig
  const [cluster, user] = [clusters[0]?.cluster, users[0]?.user]
  if (cluster === undefined || user === undefined) throw new Error(`${path}: no cluster or no user`)
  const { hostname, port } = new URL(cluster.server)
  const text = (base64: string): string => Buffer.from(base64, 'base64').toString()
  return connectApi(
    {
      host: hostname,
      port: Number(port),
      ca: text(cluster['certificate-authority-data']),
      cert: text(user['client-certificate-data']),
      key: text(user['client-key-data']),
    },
    CLIENTS,
  )
}

const writeSeconds = async (api: Api): Promise<number> => {
  let next = 0
  const client = async (): Promise<void> => {
    while (next < WRITES) {
      const map = configMap(`beside-${next++}`) as { metadata: object }
      const body = { ...map, metadata: { ...map.metadata, namespace: NAMESPACE } }
      const { code, text } = await api.ask('POST', `/api/v1/namespaces/${NAMESPACE}/configmaps`, body)
      if (code !== 201) throw new Error(text)
    }
  }
  const ms = await elapsedMs(async () => {
    await Promise.all(Array.from({ length: CLIENTS }, client))
  })
  return ms / 1000
}

const compareSteps = async (embedded: Kubectl, real: Kubectl): Promise<void> => {
  const times = Object.keys(STEPS).map((name) => ({ name, ours: [] as number[], theirs: [] as number[] }))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, ours, theirs } of times)
      for (const [kubectl, into] of [
        [embedded, ours],
        [real, theirs],
      ] as const)
        into.push(
          await elapsedMs(async () => {
            for (const args of STEPS[name] ?? []) await kubectl(args)
          }),
        )
  for (const { name, ours, theirs } of times) {
    const ratios = theirs.map((value, index) => value / (ours[index] ?? Number.NaN))
    rowBeside(name, median(ours), median(theirs), 'ms', median(ratios))
  }
}

/** Prints both clusters' medians and how many times as long the real one takes; without one, how to name it. */
export const benchBeside = async (grade: string): Promise<void> => {
  const kubeconfig = process.env[REAL]
  if (kubeconfig === undefined) {
    console.log(`  for the figures of a real cluster beside ours: name its kubeconfig in ${REAL}`)
    return
  }
  const home = mkdtempSync(join(tmpdir(), 'netgrade-bench-'))
  const env = { NETGRADE_HOME: home }
  const maps = Array.from({ length: 20 }, (_, index) => configMap(`map-${index}`) as { metadata: { name: string } })
  const items = maps.map((map) => ({ ...map, metadata: { name: map.metadata.name } }))
  writeFileSync(join(home, 'maps.yaml'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  const real = kubectlOf(kubeconfig, home)
  try {
    await execa(process.execPath, [grade, 'up'], { env, stdin: 'ignore' })
    const embedded = kubectlOf(join(home, 'kubeconfig'), home)
    await Promise.all([prepare(embedded), prepare(real)])
    console.log('embedded cluster, real cluster: medians')
    await compareSteps(embedded, real)
    const [ours, theirs] = [await openApi(home, CLIENTS), realApi(kubeconfig)]
    const [own, other] = [WRITES / (await writeSeconds(ours)), WRITES / (await writeSeconds(theirs))]
    rowBeside(`durable writes a second, ${CLIENTS} clients`, own, other, '/s', own / other)
    for (const api of [ours, theirs]) api.close()
  } finally {
    await execa(process.execPath, [grade, 'down'], { env, reject: false })
    await real(['delete', 'namespace', NAMESPACE, '--ignore-not-found', '--wait=false'])
    rmSync(home, { recursive: true, force: true })
  }
}
