import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'
import { isPod, isService } from '../../../../src/kubernetes/guards.ts'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import { putAll, readCluster } from '../../../../src/grading/manifests/read-cluster.ts'
import { readObjects, type GivenManifest } from '../../../../src/grading/manifests/read-objects.ts'
import { connect } from '../../../../src/network/connect.ts'
import type { ConnectQuestion, Snapshot } from '../../../../src/network/model.ts'
import { prepareRequests } from '../../../../src/network/prepare.ts'
import { resolve } from '../../../../src/network/resolve.ts'

const TASKS = join(import.meta.dirname, '../../../../tasks')

const filesIn = (folder: string): readonly GivenManifest[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'wrong.yaml')
    .map((name) => ({ path: name, text: readFileSync(join(folder, name), 'utf8') }))

/** The cluster as its controllers and kubelets bring it about, step by step. */
const simulate = async (files: readonly GivenManifest[]): Promise<Snapshot> => {
  const cluster = createCluster({ clock: createVirtualClock(Date.UTC(2025, 0, 1)), random: createSeededRandom(2) })
  try {
    expect(putAll(cluster, readObjects(files, { skipsUnknown: true }).decoded)).toEqual([])
    await cluster.settle(60_000)
    return cluster.snapshot()
  } finally {
    cluster.stop()
  }
}

/** Names of Pods without what chance gave them: their owner, and a number among their likes. */
const namesOf = (snapshot: Snapshot): ReadonlyMap<Pod, string> => {
  const counts = new Map<string, number>()
  const pods = snapshot.objects.filter(isPod)
  const key = ({ metadata, spec }: Pod): string =>
    `${metadata.namespace ?? ''}/${metadata.ownerReferences?.[0]?.name ?? metadata.name ?? ''}@${spec?.nodeName ?? ''}`
  return new Map(
    [...pods]
      .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
      .sort((a, b) => (key(a) < key(b) ? -1 : 1))
      .map((pod) => {
        const count = counts.get(key(pod)) ?? 0
        counts.set(key(pod), count + 1)
        return [pod, `${key(pod)}#${count}`]
      }),
  )
}

const isReady = ({ status }: Pod): string => status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? '?'

/** Everything that can be asked about the Pods and Services of a cluster, with the answers. */
const answersOf = async (snapshot: Snapshot): Promise<readonly string[]> => {
  await prepareRequests(snapshot)
  const names = namesOf(snapshot)
  const listening = [...names].map(([pod, name]) => {
    const { namespace = '', name: podName = '' } = pod.metadata
    const { listeners = [], complete = false } = snapshot.facts.pods[`${namespace}/${podName}`] ?? {}
    const sockets = listeners.map(({ protocol, port, address }) => `${address}:${port}/${protocol}`).sort()
    return `${name} ${pod.status?.phase ?? ''} ready=${isReady(pod)} complete=${String(complete)} ${sockets.join(' ')}`
  })
  const ask = (question: ConnectQuestion): string =>
    connect(snapshot, question)
      .outcomes.map(({ verdict, probability }) => `${verdict} ${probability.toFixed(3)}`)
      .sort()
      .join(', ')
  const clients = [...names].filter(([{ metadata }]) => !/^(kube-system|ingress-nginx)$/u.test(metadata.namespace ?? ''))
  const connections = clients.flatMap(([{ metadata }, from]) => {
    const source = { pod: { namespace: metadata.namespace ?? '', name: metadata.name ?? '' } }
    const toPods = [...names].flatMap(([pod, to]) =>
      [80, 443, 5432, 8080].map((port) => {
        const target = { pod: { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name ?? '' } }
        return `${from} → ${to}:${port} ${ask({ from: source, to: target, port })}`
      }),
    )
    const toServices = snapshot.objects.filter(isService).flatMap((service) => {
      const { namespace = '', name = '' } = service.metadata
      const looked = resolve(snapshot, { from: source, name: `${name}.${namespace}` })
      return [
        ...(service.spec?.ports ?? []).map(
          ({ port, protocol = 'TCP' }) =>
            `${from} → ${namespace}/${name}:${port} ${ask({ from: source, to: { service: { namespace, name } }, port, protocol: protocol === 'UDP' ? 'UDP' : 'TCP' })}`,
        ),
        `${from} looks up ${namespace}/${name}: ${looked.outcome} ${looked.addresses.length}`,
      ]
    })
    return [...toPods, ...toServices]
  })
  const nodePorts = snapshot.objects
    .filter(isService)
    .flatMap(({ metadata, spec }) =>
      (spec?.ports ?? []).flatMap(({ nodePort }, index) =>
        nodePort === undefined
          ? []
          : ['netgrade-worker', 'netgrade-worker2'].map(
              (node) =>
                `outside → ${node}, port ${index} of ${metadata.name ?? ''}: ${ask({ from: { outside: '203.0.113.7' }, to: { node }, port: nodePort })}`,
            ),
      ),
    )
  return [...listening, ...connections, ...nodePorts].sort()
}

const expectSame = async (files: readonly GivenManifest[]): Promise<void> => {
  const direct = await readCluster(files)
  expect(direct.problems).toEqual([])
  const answers = direct.snapshot === undefined ? [] : await answersOf(direct.snapshot)
  const simulated = await answersOf(await simulate(files))
  const [here, there] = [new Set(answers), new Set(simulated)]
  expect({
    only: answers.filter((answer) => !there.has(answer)),
    lacks: simulated.filter((answer) => !here.has(answer)),
    count: answers.length,
  }).toEqual({ only: [], lacks: [], count: simulated.length })
  expect(answers.length).toBeGreaterThan(10)
}

describe('the direct reader gives the cluster that the simulation comes to', () => {
  const tasks = readdirSync(TASKS).filter((name) => existsSync(join(TASKS, name, 'task.yaml')))
  test.each(tasks)('the solution of %s', async (id) => {
    const start = readFileSync(join(TASKS, id, 'start.yaml'), 'utf8')
    await expectSame([
      ...filesIn(join(TASKS, id, 'solution')),
      ...(/\S/u.test(start.replace(/#.*/gu, '')) ? [{ path: 'start.yaml', text: start }] : []),
    ])
  })

  const wrong = tasks.flatMap((id) => readdirSync(join(TASKS, id, 'wrong')).map((name) => join(id, 'wrong', name)))
  test('wrong answers that the API server takes', async () => {
    let same = 0
    for (const folder of wrong) {
      const files = filesIn(join(TASKS, folder))
      if ((await readCluster(files)).problems.length > 0) continue
      await expectSame(files)
      same += 1
    }
    expect(same).toBeGreaterThan(10)
  })
})

const template = (labels: string, container: string, more = ''): string => `
    metadata: { labels: { ${labels} } }
    spec: { ${more}containers: [{ name: c, ${container} }] }`

const WORKLOADS: Readonly<Record<string, string>> = {
  'a Deployment with a readiness probe that passes, and one that fails': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:${template('app: web', 'image: nginx, ports: [{ containerPort: 80, name: http }], readinessProbe: { httpGet: { path: /, port: http } }')}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: late }
spec:
  replicas: 2
  selector: { matchLabels: { app: late } }
  template:${template('app: late', 'image: nginx, readinessProbe: { tcpSocket: { port: 81 } }')}
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: NodePort, externalTrafficPolicy: Local, selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: v1
kind: Service
metadata: { name: late }
spec: { selector: { app: late }, ports: [{ port: 80 }] }
`,
  'a liveness probe that fails for ever': `
apiVersion: v1
kind: Pod
metadata: { name: sick, labels: { app: sick } }
spec: { containers: [{ name: c, image: nginx, livenessProbe: { httpGet: { path: /, port: 81 }, periodSeconds: 1 } }] }
`,
  'a StatefulSet with a headless Service, and one that is stuck': `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 3
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:${template('app: db', 'image: postgres, ports: [{ containerPort: 5432 }], env: [{ name: POSTGRES_PASSWORD, value: x }]')}
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: stuck }
spec:
  replicas: 3
  serviceName: stuck
  selector: { matchLabels: { app: stuck } }
  template:${template('app: stuck', 'image: nginx, readinessProbe: { tcpSocket: { port: 81 } }')}
`,
  'a DaemonSet, on nodes that take it, and on the nodes themselves': `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:${template('app: agent', 'image: nginx')}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: host }
spec:
  selector: { matchLabels: { app: host } }
  template:${template('app: host', 'image: registry.k8s.io/e2e-test-images/agnhost:2.47, args: [netexec, --http-port=8080]', 'hostNetwork: true, tolerations: [{ operator: Exists }], ')}
`,
  'scripts, init containers and a shared volume': `
apiVersion: v1
kind: Pod
metadata: { name: script, labels: { app: script } }
spec: { containers: [{ name: c, image: busybox, command: [sh, -c, 'while true; do sleep 5; done'] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: prepared, labels: { app: prepared } }
spec:
  volumes: [{ name: html, emptyDir: {} }]
  initContainers: [{ name: i, image: busybox, command: [sh, -c, 'echo hello > /html/index.html'], volumeMounts: [{ name: html, mountPath: /html }] }]
  containers: [{ name: c, image: nginx, volumeMounts: [{ name: html, mountPath: /usr/share/nginx/html }] }]
`,
  'ConfigMaps that configure a server, and one that is missing': `
apiVersion: v1
kind: ConfigMap
metadata: { name: conf }
data: { default.conf: 'server { listen 8080; location / { return 200 "hi"; } }' }
---
apiVersion: v1
kind: Pod
metadata: { name: configured }
spec:
  volumes: [{ name: conf, configMap: { name: conf } }]
  containers: [{ name: c, image: nginx, volumeMounts: [{ name: conf, mountPath: /etc/nginx/conf.d }] }]
---
apiVersion: v1
kind: Pod
metadata: { name: waiting }
spec:
  volumes: [{ name: conf, configMap: { name: nosuch } }]
  containers: [{ name: c, image: nginx, volumeMounts: [{ name: conf, mountPath: /etc/nginx/conf.d }] }]
`,
  'images that do not exist, programs that end, and two servers on one port': `
apiVersion: v1
kind: Pod
metadata: { name: misspelt }
spec: { containers: [{ name: c, image: ngnix }] }
---
apiVersion: v1
kind: Pod
metadata: { name: crash }
spec: { containers: [{ name: c, image: busybox, command: ['false'] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: twice }
spec: { containers: [{ name: a, image: nginx }, { name: b, image: nginx }] }
---
apiVersion: v1
kind: Pod
metadata: { name: unknown, annotations: { netgrade.dev/listens: '8080/tcp http, 80/udp' } }
spec: { containers: [{ name: c, image: registry.example/own:1 }] }
`,
  'a ReplicaSet that takes a Pod nobody owns, and a Job': `
apiVersion: v1
kind: Pod
metadata: { name: orphan, labels: { app: set } }
spec: { containers: [{ name: c, image: nginx }] }
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: set }
spec:
  replicas: 2
  selector: { matchLabels: { app: set } }
  template:${template('app: set', 'image: nginx')}
---
apiVersion: batch/v1
kind: Job
metadata: { name: job }
spec:
  template:${template('app: job', "image: busybox, command: [sleep, '3600']", 'restartPolicy: Never, ')}
`,
  'Pods that no node takes, and host ports': `
apiVersion: v1
kind: Pod
metadata: { name: nowhere }
spec: { nodeSelector: { disk: ssd }, containers: [{ name: c, image: nginx }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ported }
spec:
  replicas: 3
  selector: { matchLabels: { app: ported } }
  template:${template('app: ported', 'image: nginx, ports: [{ containerPort: 80, hostPort: 8080 }]')}
`,
}

describe('each kind of workload', () => {
  test.each(Object.keys(WORKLOADS))('%s', async (name) => {
    await expectSame([{ path: 'zoo.yaml', text: WORKLOADS[name] ?? '' }])
  })

  test('all of them at once', async () => {
    await expectSame([{ path: 'zoo.yaml', text: Object.values(WORKLOADS).join('---') }])
  })
})

describe('what the simulation has no controller for', () => {
  const podsOf = async (text: string): Promise<readonly Pod[]> =>
    ((await readCluster([{ path: 'f.yaml', text }])).snapshot?.objects ?? [])
      .filter(isPod)
      .filter(({ metadata }) => metadata.namespace === 'default')

  test('ReplicationController and CronJob', async () => {
    const pods = await podsOf(`
apiVersion: v1
kind: ReplicationController
metadata: { name: old }
spec:
  replicas: 2
  selector: { app: old }
  template:${template('app: old', 'image: nginx')}
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: '0 3 * * *'
  jobTemplate:
    spec:
      template:
        metadata: { labels: { app: nightly } }
        spec: { restartPolicy: Never, containers: [{ name: c, image: busybox, command: [sleep, '60'] }] }
`)
    expect(pods.map(({ metadata }) => metadata.labels?.['app']).sort()).toEqual(['nightly', 'old', 'old'])
    expect(pods.every(({ status }) => status?.podIP !== undefined)).toBe(true)
  })

  test('more Pods than the nodes have addresses', async () => {
    const pods = await podsOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: many }
spec:
  replicas: 1000
  selector: { matchLabels: { app: many } }
  template:${template('app: many', 'image: registry.example/own:1')}
`)
    expect(new Set(pods.map(({ status }) => status?.podIP)).size).toBe(1000)
  })
})

describe('objects from a cluster', () => {
  const LIVE = `
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: { name: web, namespace: shop, uid: d-1, resourceVersion: "7", generation: 1, newField: x }
  spec:
    replicas: 2
    selector: { matchLabels: { app: web } }
    template:
      metadata: { labels: { app: web } }
      spec: { containers: [{ name: c, image: registry.example/web:1 }] }
  status: { replicas: 2, readyReplicas: 2 }
- apiVersion: v1
  kind: Pod
  metadata:
    name: web-5d9c-abcde
    namespace: shop
    uid: p-1
    resourceVersion: "8"
    labels: { app: web, pod-template-hash: 5d9c }
    ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-5d9c, uid: r-1, controller: true }]
  spec: { nodeName: real-node, containers: [{ name: c, image: registry.example/web:1, ports: [{ containerPort: 8080 }] }] }
  status: { phase: Running, hostIP: 192.168.7.9, podIP: 172.30.4.5, podIPs: [{ ip: 172.30.4.5 }], conditions: [{ type: Ready, status: "True" }] }
- apiVersion: v1
  kind: Service
  metadata: { name: web, namespace: shop, uid: s-1, resourceVersion: "9" }
  spec: { clusterIP: 10.43.1.2, clusterIPs: [10.43.1.2], selector: { app: web }, ports: [{ port: 80, targetPort: 8080, protocol: TCP }] }
- apiVersion: v1
  kind: Service
  metadata: { name: kube-dns, namespace: kube-system, uid: s-2, resourceVersion: "10" }
  spec: { clusterIP: 10.43.0.10, clusterIPs: [10.43.0.10], selector: { k8s-app: kube-dns }, ports: [{ port: 53, protocol: UDP }] }
- apiVersion: monitoring.coreos.com/v1
  kind: ServiceMonitor
  metadata: { name: m, namespace: shop }
- apiVersion: v1
  kind: PersistentVolume
  metadata: { name: v }
`
  test('are taken as they are; what is missing of a workload is added', async () => {
    const { snapshot, problems, skipped } = await readCluster([{ path: 'live.yaml', text: LIVE }])
    expect(problems).toEqual([])
    expect(skipped).toEqual(['ServiceMonitor monitoring.coreos.com/v1', 'PersistentVolume v1'])
    const pods = (snapshot?.objects ?? []).filter(isPod).filter(({ metadata }) => metadata.namespace === 'shop')
    expect(pods.map(({ status }) => status?.podIP)).toEqual(expect.arrayContaining(['172.30.4.5']))
    expect(pods).toHaveLength(2)
    const web = (snapshot?.objects ?? []).filter(isService).find(({ metadata }) => metadata.name === 'web')
    expect(web?.spec?.clusterIP).toBe('10.43.1.2')
    expect(snapshot?.facts.cluster.dnsServiceIp).toBe('10.43.0.10')
    expect(snapshot?.objects.some(({ kind, metadata }) => kind === 'Node' && metadata.name === 'real-node')).toBe(true)
  })

  test('have to be valid all the same, and are told with their place', async () => {
    const { problems } = await readCluster([{ path: 'live.yaml', text: LIVE.replace('port: 80,', 'port: 80000,') }])
    expect(problems.map(({ position, message }) => [position.line, message])).toEqual([
      [29, expect.stringContaining('spec.ports[0].port: Invalid value')],
    ])
  })
})

test('without Pods, objects stand as they are written', async () => {
  const text = WORKLOADS['scripts, init containers and a shared volume'] ?? ''
  const { snapshot } = await readCluster([{ path: 'f.yaml', text }], { withoutPods: true })
  expect(snapshot?.objects.filter(isPod).find(({ metadata }) => metadata.name === 'script')?.spec?.nodeName).toBeUndefined()
})
