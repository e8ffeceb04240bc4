import { describe, expect, test } from 'vitest'
import type { Deployment, ReplicaSet } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, template, type World } from '../world.ts'

const deployment = (spec: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template(), ...spec },
})

const withImage = (image: string) => (object: Deployment) => ({
  ...object,
  spec: { ...object.spec, template: { ...object.spec?.template, spec: { containers: [{ name: 'c', image }] } } },
})

const APPLIED = 'last-applied-configuration'

const status = (world: World) => world.get<Deployment>('deployments.apps', 'web').status ?? {}
const condition = (world: World, type: string) => status(world).conditions?.find((one) => one.type === type)?.reason

const sizes = (world: World): Record<string, number | undefined> =>
  Object.fromEntries(
    world.names('replicasets.apps').map((name) => {
      const set = world.get<ReplicaSet>('replicasets.apps', name)
      return [set.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '', set.spec?.replicas]
    }),
  )

describe('a Deployment', () => {
  test('brings its Pods up by one ReplicaSet whose name ends in the hash of the template', () => {
    const world = createWorld()
    world.create(deployment())
    world.run()
    expect(status(world)).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      updatedReplicas: 3,
      observedGeneration: 1,
    })
    expect(condition(world, 'Available')).toBe('MinimumReplicasAvailable')
    expect(condition(world, 'Progressing')).toBe('NewReplicaSetAvailable')
    const [name = ''] = world.names('replicasets.apps')
    expect(name).toMatch(/^web-[a-z0-9]+$/u)
    expect(world.get<ReplicaSet>('replicasets.apps', name).spec?.selector.matchLabels?.['pod-template-hash']).toBe(
      name.slice(4),
    )
    expect(world.names('pods')).toHaveLength(3)
    for (const pod of world.names('pods')) expect(pod.startsWith(`${name}-`)).toBe(true)
    expect(world.events()).toContain(`ScalingReplicaSet: Scaled up replica set ${name} from 0 to 3`)
  })

  test('its set takes over annotations and the time to be ready, and remembers the numbers it went by', () => {
    const world = createWorld()
    world.create(deployment())
    world.run()
    const [first = ''] = world.names('replicasets.apps')
    const annotate = (object: Deployment): Deployment => ({
      ...object,
      metadata: {
        ...object.metadata,
        annotations: {
          ...object.metadata.annotations,
          'kubernetes.io/change-cause': 'first',
          [`kubectl.kubernetes.io/${APPLIED}`]: '{}',
        },
      },
      spec: { ...object.spec, minReadySeconds: 1 } as Deployment['spec'] & object,
    })
    world.change('deployments.apps', 'web', annotate)
    world.run()
    const set = () => world.get<ReplicaSet>('replicasets.apps', first)
    expect(set().metadata.annotations).toMatchObject({ 'kubernetes.io/change-cause': 'first' })
    expect(Object.keys(set().metadata.annotations ?? {}).some((name) => name.endsWith(APPLIED))).toBe(false)
    expect(set().spec?.minReadySeconds).toBe(1)
    const { template: before } = world.get<Deployment>('deployments.apps', 'web').spec ?? {}
    world.change('deployments.apps', 'web', withImage('httpd'))
    world.run()
    world.change('deployments.apps', 'web', (object: Deployment) => ({ ...object, spec: { ...object.spec, template: before } }))
    world.run()
    expect(set().metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    })
  })

  test.each([5, 1, 0])('scales to %i', (replicas) => {
    const world = createWorld()
    world.create(deployment())
    world.run()
    world.change('deployments.apps', 'web', (object: Deployment) => ({ ...object, spec: { ...object.spec, replicas } }))
    world.run()
    expect(world.names('pods')).toHaveLength(replicas)
    expect(status(world).readyReplicas ?? 0).toBe(replicas)
    expect(world.names('replicasets.apps')).toHaveLength(1)
  })

  test('keeps what serves while a new template does not become ready', () => {
    const world = createWorld()
    world.create(deployment())
    world.run()
    world.change('deployments.apps', 'web', withImage('never-ready'))
    world.run()
    expect(sizes(world)).toEqual({ 1: 3, 2: 1 })
    expect(status(world)).toMatchObject({ replicas: 4, updatedReplicas: 1, availableReplicas: 3, unavailableReplicas: 1 })
    world.run(601_000)
    expect(condition(world, 'Progressing')).toBe('ProgressDeadlineExceeded')
  })

  test('replaces all Pods, counts revisions, and goes back to an earlier one under a new number', () => {
    const world = createWorld()
    world.create(deployment())
    world.run()
    world.change('deployments.apps', 'web', withImage('httpd'))
    world.run()
    expect(sizes(world)).toEqual({ 1: 0, 2: 3 })
    world.change('deployments.apps', 'web', withImage('nginx'))
    world.run()
    expect(sizes(world)).toEqual({ 2: 0, 3: 3 })
    expect(world.get<Deployment>('deployments.apps', 'web').metadata.annotations?.['deployment.kubernetes.io/revision']).toBe(
      '3',
    )
  })

  test('Recreate ends the old Pods before it starts new ones', () => {
    const world = createWorld()
    world.create(deployment({ strategy: { type: 'Recreate' } }))
    world.run()
    world.change('deployments.apps', 'web', withImage('httpd'))
    world.run()
    expect(sizes(world)).toEqual({ 1: 0, 2: 3 })
  })

  test('keeps as many old ReplicaSets as its history allows', () => {
    const world = createWorld()
    world.create(deployment({ revisionHistoryLimit: 1 }))
    for (const image of ['a', 'b', 'c']) {
      world.run()
      world.change('deployments.apps', 'web', withImage(image))
    }
    world.run()
    expect(Object.keys(sizes(world))).toEqual(['3', '4'])
  })

  test('takes its ReplicaSets and Pods with it, unless they are to be orphaned', () => {
    for (const propagation of ['Background', 'Foreground', 'Orphan'] as const) {
      const world = createWorld()
      world.create(deployment())
      world.run()
      world.context.writer.delete(
        { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' },
        { propagation },
      )
      world.run(1000)
      expect(world.names('deployments.apps')).toEqual([])
      expect(world.names('replicasets.apps')).toHaveLength(propagation === 'Orphan' ? 1 : 0)
      expect(world.names('pods')).toHaveLength(propagation === 'Orphan' ? 3 : 0)
    }
  })
})

describe('a Deployment that is halted', () => {
  const halted = (): World => {
    const world = createWorld()
    world.create(deployment())
    world.run()
    world.change('deployments.apps', 'web', (one: Deployment) => ({ ...one, spec: { ...one.spec, paused: true } }))
    world.change('deployments.apps', 'web', withImage('httpd'))
    world.run()
    return world
  }

  test('says so, keeps its template, and is scaled all the same', () => {
    const world = halted()
    expect(condition(world, 'Progressing')).toBe('DeploymentPaused')
    world.change('deployments.apps', 'web', (one: Deployment) => ({ ...one, spec: { ...one.spec, replicas: 5 } }))
    world.run()
    expect(sizes(world)).toEqual({ 1: 5 })
    expect(condition(world, 'Progressing')).toBe('DeploymentPaused')
    expect(status(world).updatedReplicas).toBeUndefined()
  })

  test('rolls out once it goes on', () => {
    const world = halted()
    world.change('deployments.apps', 'web', (one: Deployment) => ({ ...one, spec: { ...one.spec, paused: false } }))
    for (let turn = 0; turn < 5; turn++) world.run()
    expect(sizes(world)).toEqual({ 1: 0, 2: 3 })
    expect(condition(world, 'Progressing')).toBe('NewReplicaSetAvailable')
  })
})

describe('what a Deployment says of its progress', () => {
  const conditions = (world: World) => status(world).conditions?.map(({ type, reason }) => `${type}: ${reason ?? ''}`)
  const refuse = (world: World, labels: Readonly<Record<string, string>>): unknown =>
    world.context.writer.update({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels } })

  test('where all its Pods are refused: its set was made, and no more', () => {
    const world = createWorld()
    refuse(world, { 'pod-security.kubernetes.io/enforce': 'restricted' })
    world.create(deployment())
    world.run(1_000)
    const refused = ['Available: MinimumReplicasUnavailable', 'ReplicaFailure: FailedCreate']
    expect(conditions(world)).toEqual(['Progressing: NewReplicaSetCreated', ...refused])
    refuse(world, {})
    for (let second = 0; second < 15; second++) world.run(1_000)
    expect(conditions(world)).toEqual(['Available: MinimumReplicasAvailable', 'Progressing: NewReplicaSetAvailable'])
  })

  test('nothing new while it is only scaled, and the name of its new set once it has one', () => {
    const world = createWorld()
    world.create(deployment())
    world.run()
    const before = status(world).conditions?.find(({ type }) => type === 'Progressing')
    world.change('deployments.apps', 'web', (one: Deployment) => ({ ...one, spec: { ...one.spec, replicas: 5 } }))
    const seen = new Set<string | undefined>()
    for (let turn = 0; turn < 20; turn++) {
      world.run(100)
      seen.add(condition(world, 'Progressing'))
    }
    expect(status(world)).toMatchObject({ availableReplicas: 5 })
    expect([...seen]).toEqual(['NewReplicaSetAvailable'])
    expect(status(world).conditions?.find(({ type }) => type === 'Progressing')).toEqual(before)
    world.change('deployments.apps', 'web', withImage('httpd'))
    world.run(0)
    const made = world.names('replicasets.apps').find((name) => before?.message?.includes(name) !== true)
    expect(status(world).conditions?.find(({ type }) => type === 'Progressing')?.message).toContain(`"${made ?? ''}"`)
  })
})

test('a new ReplicaSet begins with the Pods that there is room for', () => {
  const world = createWorld()
  world.create(deployment())
  world.run(0)
  const [name = ''] = world.names('replicasets.apps')
  expect(world.get<ReplicaSet>('replicasets.apps', name)).toMatchObject({ metadata: { generation: 1 }, spec: { replicas: 3 } })
})
