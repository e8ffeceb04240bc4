import { expect, test } from 'vitest'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import { gradeSnapshot } from '../../../../../src/grading/grade.ts'
import { rebuild } from '../../../../../src/grading/repair/rebuild.ts'
import type { GradedTask } from '../../../../../src/grading/task.ts'
import { same } from '../../../../../src/grading/words.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const configMap = (port: number): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'sites', namespace: 'default' },
    data: { 'default.conf': `server {\n listen ${port};\n root /usr/share/nginx/html;\n}\n` },
  }) as KubernetesObject

const pod = (name: string, more: object): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: more }) as KubernetesObject

const web = pod('web', {
  containers: [
    {
      name: 'web',
      image: 'nginx',
      env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'sites', key: 'x', optional: true } } }],
    },
  ],
})
const sites = { volumes: [{ name: 'sites', configMap: { name: 'sites' } }] }
const mounted = pod('web', {
  ...sites,
  containers: [{ name: 'web', image: 'nginx', volumeMounts: [{ name: 'sites', mountPath: '/etc/nginx/conf.d' }] }],
})

const task: GradedTask = {
  id: '0-0',
  title: same('a task'),
  namespaces: ['default'],
  start: [],
  references: {},
  checks: [
    {
      id: 'serves',
      title: same('serves'),
      points: 1,
      dependsOn: [],
      spec: {
        kind: 'connects',
        from: [{ namespace: 'default', podLabels: {} }],
        target: { to: { pod: { namespace: 'default', name: 'web' } }, port: 8080, protocol: 'TCP' },
      },
    },
  ],
}

/** The causes told after the ConfigMap was changed behind the running Pod's back. */
const causesAfterChange = async (
  object: KubernetesObject,
): Promise<readonly (readonly [string, readonly string[] | undefined])[]> => {
  const clock = createVirtualClock(Date.UTC(2025, 0, 1))
  const cluster = createCluster({ clock, random: createSeededRandom(1) })
  try {
    cluster.apply(configMap(80), 'netgrade')
    cluster.apply(object, 'netgrade')
    await cluster.settle(10_000)
    clock.advance(5_000)
    const url = 'http://cluster/api/v1/namespaces/default/configmaps/sites'
    const headers = { 'content-type': 'application/json' }
    const answer = await cluster.handle(new Request(url, { method: 'PUT', headers, body: JSON.stringify(configMap(8080)) }))
    expect(answer.status).toBe(200)
    await cluster.settle(10_000)
    const [check] = await gradeSnapshot(task, cluster.snapshot(), {
      explain: true,
      rebuild: (snapshot, patch) => rebuild(snapshot, patch, { keepAddresses: false }),
      findManifest: () => undefined,
    })
    return (check?.diagnoses ?? []).map(({ cause, repair }) => [cause.code, repair?.passing] as const)
  } finally {
    cluster.stop()
  }
}

test('a program that read its configuration before the change is told to be made anew', async () => {
  expect(await causesAfterChange(mounted)).toContainEqual(['pod-runs-old-spec', ['serves']])
})

test('a Pod that the change cannot mend is not told so with a repair', async () => {
  const causes = await causesAfterChange(web)
  expect(causes.filter(([code, passing]) => code === 'pod-runs-old-spec' && passing !== undefined)).toEqual([])
})
