/** Leases by which nodes and the parts of the control plane tell that they are there. @see Kubernetes documentation, "Leases", v1.34 */
import type { Lease, Node } from '../../../kubernetes/generated/types.ts'
import { isNode } from '../../../kubernetes/guards.ts'
import { toMicroTimestamp } from '../../time.ts'
import type { Controller } from '../controller.ts'
import { keyOfObject } from '../owners.ts'
import { hashText } from '../workloads/template-hash.ts'

export const NODE_LEASES = 'kube-node-lease'
export const SYSTEM = 'kube-system'
const CONTROL_PLANE_ROLE = 'node-role.kubernetes.io/control-plane'
/** Marks the API server's. */
export const API_SERVER_LEASE = 'apiserver.kubernetes.io/identity'
export const COMPONENTS = ['kube-controller-manager', 'kube-scheduler'] as const

const lease = (metadata: Lease['metadata'], spec: Lease['spec']): Lease => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata,
  ...(spec === undefined ? {} : { spec }),
})

/** A component's lease has its name. */
const holderOf = ({ metadata }: Lease): string => {
  const { namespace, name = '' } = metadata
  if (namespace === NODE_LEASES) return 'kubelet'
  return COMPONENTS.find((component) => component === name) ?? 'kube-apiserver'
}

const leaseOfNode = ({ metadata }: Node, renewTime: string): Lease => {
  const { name = '', uid = '' } = metadata
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }]
  return lease({ name, namespace: NODE_LEASES, ownerReferences }, { holderIdentity: name, leaseDurationSeconds: 40, renewTime })
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** As many letters as a real server's name has. */
const letters = (text: string): string =>
  Array.from({ length: 26 }, (_, index) => ALPHABET[hashText(`${text}#${index}`) % ALPHABET.length] ?? '').join('')

/** Those of the control plane that runs on a node. */
const leasesOfControlPlane = ({ metadata }: Node, now: string, uuid: () => string): readonly Lease[] => {
  const { name = '', uid = '' } = metadata
  const server = `apiserver-${letters(uid)}`
  const labels = { [API_SERVER_LEASE]: 'kube-apiserver', 'kubernetes.io/hostname': name }
  return [
    lease(
      { name: server, namespace: SYSTEM, labels },
      { holderIdentity: `${server}_${uuid()}`, leaseDurationSeconds: 3_600, renewTime: now },
    ),
    ...COMPONENTS.map((component) =>
      lease(
        { name: component, namespace: SYSTEM },
        {
          acquireTime: now,
          holderIdentity: `${name}_${uuid()}`,
          leaseDurationSeconds: 15,
          leaseTransitions: 0,
          renewTime: now,
        },
      ),
    ),
  ]
}

/** Makes the leases of a node. */
export const leaseController: Controller = {
  name: 'lease',
  watches: ['nodes'],
  keysFor: ({ object, type }) => (type === 'ADDED' ? [keyOfObject(object)] : []),
  reconcile: ({ name }, { store, writer, clock, random }) => {
    const node = store.get('nodes', undefined, name)
    if (node === undefined || !isNode(node)) return undefined
    const now = toMicroTimestamp(clock.now())
    const runsControlPlane = node.metadata.labels?.[CONTROL_PLANE_ROLE] !== undefined
    const wanted = [leaseOfNode(node, now), ...(runsControlPlane ? leasesOfControlPlane(node, now, () => random.uuid()) : [])]
    for (const one of wanted)
      if (store.get('leases.coordination.k8s.io', one.metadata.namespace, one.metadata.name ?? '') === undefined)
        writer.create(one, { fieldManager: holderOf(one) })
    return undefined
  },
}
