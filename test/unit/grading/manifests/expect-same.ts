/** Holds the cluster that is read off manifests against the one that controllers and kubelets bring about. */
import { expect } from 'vitest'
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

/** The addresses of the cluster's own Pods, which the course's texts show. */
const ownAddressesOf = (snapshot: Snapshot): readonly string[] =>
  snapshot.objects
    .filter(isPod)
    .filter(({ metadata }) => /^(?:kube-system|ingress-nginx)$/u.test(metadata.namespace ?? ''))
    .map(({ metadata, status }) => `${metadata.ownerReferences?.[0]?.name ?? metadata.name ?? ''} ${status?.podIP ?? ''}`)
    .sort()

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

/** Fails where the two clusters answer anything differently; both have to take the manifests. */
export const expectSame = async (files: readonly GivenManifest[]): Promise<void> => {
  const direct = await readCluster(files)
  expect(direct.problems).toEqual([])
  const answers = direct.snapshot === undefined ? [] : await answersOf(direct.snapshot)
  const whole = await simulate(files)
  if (direct.snapshot !== undefined) expect(ownAddressesOf(direct.snapshot)).toEqual(ownAddressesOf(whole))
  const simulated = await answersOf(whole)
  const [here, there] = [new Set(answers), new Set(simulated)]
  expect({
    only: answers.filter((answer) => !there.has(answer)),
    lacks: simulated.filter((answer) => !here.has(answer)),
    count: answers.length,
  }).toEqual({ only: [], lacks: [], count: simulated.length })
  expect(answers.length).toBeGreaterThan(10)
}
