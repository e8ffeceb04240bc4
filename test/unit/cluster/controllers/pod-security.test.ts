import { describe, expect, test } from 'vitest'
import { createWorld, template, type World } from './world.ts'

const DETAIL =
  'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")'

const ENFORCE = { 'pod-security.kubernetes.io/enforce': 'restricted' }

const workload = (apiVersion: string, kind: string, name: string, spec: object): object => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default' },
  spec,
})

const selector = { matchLabels: { app: 'web' } }

const jobTemplate = (): object => {
  const { metadata, spec } = template() as { readonly metadata: object; readonly spec: object }
  return { metadata, spec: { ...spec, restartPolicy: 'Never' } }
}

const relabel = (world: World, labels: Readonly<Record<string, string>>): void => {
  const { ok } = world.context.writer.update({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels } })
  expect(ok).toBe(true)
}

// Events as a Kubernetes v1.34.4 cluster tells them.
describe.each([
  ['Deployment', workload('apps/v1', 'Deployment', 'web', { replicas: 2, selector, template: template() }), 2],
  ['DaemonSet', workload('apps/v1', 'DaemonSet', 'web', { selector, template: template() }), 2],
  [
    'StatefulSet',
    workload('apps/v1', 'StatefulSet', 'web', { serviceName: 'x', replicas: 2, selector, template: template() }),
    2,
  ],
  ['Job', workload('batch/v1', 'Job', 'web', { template: jobTemplate() }), 1],
] as const)('a %s whose Pods its namespace refuses', (kind, object, pods) => {
  test('says so, and tries again', () => {
    const world = createWorld()
    relabel(world, ENFORCE)
    world.create(object)
    for (let second = 0; second < 5; second++) world.run(1_000)
    expect(world.names('pods')).toEqual([])
    const failures = world
      .events()
      .filter((event) => event.startsWith('FailedCreate: '))
      .map((event) => event.replace('(combined from similar events): ', ''))
    const why =
      kind === 'StatefulSet'
        ? `FailedCreate: create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: ${DETAIL}`
        : `FailedCreate: Error creating: pods "…" is forbidden: ${DETAIL}`
    expect(new Set(failures.map((event) => (kind === 'StatefulSet' ? event : event.replace(/"web-[^"]+"/u, '"…"'))))).toEqual(
      new Set([why]),
    )
    relabel(world, {})
    for (let second = 0; second < 15; second++) world.run(1_000)
    expect(world.names('pods')).toHaveLength(pods)
  })
})
