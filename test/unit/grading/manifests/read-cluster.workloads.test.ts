import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import { isPod } from '../../../../src/kubernetes/guards.ts'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'
import { expectSame } from './expect-same.ts'

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
  'a ReplicationController': `
apiVersion: v1
kind: ReplicationController
metadata: { name: old }
spec:
  replicas: 2
  selector: { app: old }
  template:${template('app: old', 'image: nginx')}
---
apiVersion: v1
kind: Service
metadata: { name: old }
spec: { selector: { app: old }, ports: [{ port: 80 }] }
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

describe('what the simulation does otherwise, or later', () => {
  const podsOf = async (text: string): Promise<readonly Pod[]> =>
    ((await readCluster([{ path: 'f.yaml', text }])).snapshot?.objects ?? [])
      .filter(isPod)
      .filter(({ metadata }) => metadata.namespace === 'default')

  test('a CronJob’s Pod is there as if it were due', async () => {
    const pods = await podsOf(`
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
    expect(pods.map(({ metadata }) => metadata.labels?.['app']).sort()).toEqual(['nightly'])
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

test('without Pods, objects stand as they are written', async () => {
  const text = WORKLOADS['scripts, init containers and a shared volume'] ?? ''
  const { snapshot } = await readCluster([{ path: 'f.yaml', text }], { withoutPods: true })
  expect(snapshot?.objects.filter(isPod).find(({ metadata }) => metadata.name === 'script')?.spec?.nodeName).toBeUndefined()
})
