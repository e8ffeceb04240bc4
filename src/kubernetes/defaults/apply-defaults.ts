/** What the API server fills in before it validates and stores an object on creation. */
import { METADATA_NAME } from '../labels.ts'
import type {
  CustomResourceDefinition,
  EndpointSlice,
  Endpoints,
  Ingress,
  IngressClass,
  Lease,
  Namespace,
  NetworkPolicy,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Secret,
} from '../generated/types.ts'
import { defaultGateway, defaultGatewayClass, defaultHTTPRoute } from '../extensions/gateway-api/defaults.ts'
import { isGateway, isGatewayClass, isHTTPRoute } from '../extensions/gateway-api/guards.ts'
import * as guards from '../guards.ts'
import type { KubernetesObject } from '../object.ts'
import { findResource } from '../resources.ts'
import { emptyStructure } from '../zero-value.ts'
import {
  defaultMutatingWebhooks,
  defaultPolicy,
  defaultPolicyBinding,
  defaultValidatingWebhooks,
} from './admission-registration.ts'
import { defaultAutoscaler } from './autoscaler.ts'
import { defaultFlowSchema, defaultPriorityLevelConfiguration } from './flow-control.ts'
import { defaultCsiDriver, defaultStorageClass } from './storage.ts'
import { defaultClaimSpec, withBothOrigins } from './volumes.ts'
import { defaultStandalonePodSpec, qosClass } from './pod-spec.ts'
import { defaultLimitRange } from './limit-range.ts'
import { defaultBinding } from './rbac.ts'
import { defaultService } from './service.ts'
import {
  defaultCronJob,
  defaultDaemonSet,
  defaultDeployment,
  defaultJob,
  defaultReplicaSet,
  defaultReplicationController,
  defaultStatefulSet,
} from './workloads.ts'

const defaultPod = (pod: Pod): Pod => {
  const spec = defaultStandalonePodSpec(pod.spec ?? { containers: [] })
  return {
    ...pod,
    spec,
    status: { ...pod.status, phase: pod.status?.phase ?? 'Pending', qosClass: pod.status?.qosClass ?? qosClass(spec) },
  }
}

const defaultNamespace = (namespace: Namespace): Namespace => {
  const name = namespace.metadata.name
  const labels = name === undefined ? namespace.metadata.labels : { ...namespace.metadata.labels, [METADATA_NAME]: name }
  const finalizers = namespace.spec?.finalizers ?? []
  return {
    ...namespace,
    metadata: { ...namespace.metadata, ...(labels === undefined ? {} : { labels }) },
    spec: { ...namespace.spec, finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] },
    status: { ...namespace.status, phase: namespace.status?.phase ?? 'Active' },
  }
}

/** policyTypes: Ingress, and Egress where there are egress rules (semantics N6). */
const defaultNetworkPolicy = (policy: NetworkPolicy): NetworkPolicy => {
  const spec: Partial<NonNullable<NetworkPolicy['spec']>> = policy.spec ?? {}
  const withProtocols = <Rule extends { readonly ports?: readonly { readonly protocol?: string }[] }>(
    rules: readonly Rule[],
  ): readonly Rule[] =>
    rules.map((rule) =>
      rule.ports === undefined
        ? rule
        : { ...rule, ports: rule.ports.map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })) },
    )
  const types = spec.policyTypes ?? []
  const derived = (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
  return {
    ...policy,
    spec: {
      ...spec,
      podSelector: spec.podSelector ?? {},
      ...(spec.ingress === undefined ? {} : { ingress: withProtocols(spec.ingress) }),
      ...(spec.egress === undefined ? {} : { egress: withProtocols(spec.egress) }),
      policyTypes: types.length > 0 ? types : derived,
    },
  }
}

const defaultIngress = (ingress: Ingress): Ingress => ({ ...ingress, status: { loadBalancer: {}, ...ingress.status } })

const defaultIngressClass = (ingressClass: IngressClass): IngressClass => {
  const parameters = ingressClass.spec?.parameters
  if (parameters === undefined) return ingressClass
  return { ...ingressClass, spec: { ...ingressClass.spec, parameters: { scope: 'Cluster', ...parameters } } }
}

const defaultEndpoints = (endpoints: Endpoints): Endpoints =>
  endpoints.subsets === undefined
    ? endpoints
    : {
        ...endpoints,
        subsets: endpoints.subsets.map((subset) =>
          subset.ports === undefined
            ? subset
            : { ...subset, ports: subset.ports.map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })) },
        ),
      }

const defaultEndpointSlice = (slice: EndpointSlice): EndpointSlice => {
  const { ports } = slice
  const endpoints = (slice.endpoints as EndpointSlice['endpoints'] | undefined)?.map((endpoint) => ({
    conditions: {},
    ...endpoint,
  }))
  return {
    ...slice,
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(ports === undefined
      ? {}
      : { ports: ports.map((port) => ({ ...port, name: port.name ?? '', protocol: port.protocol ?? 'TCP' })) }),
  }
}

/** stringData is written to data and not kept. */
const defaultSecret = (secret: Secret): Secret => {
  const { stringData, ...rest } = secret
  const encoded = Object.entries(stringData ?? {}).map(([key, value]) => [key, toBase64(value)] as const)
  const data = { ...secret.data, ...Object.fromEntries(encoded) }
  return { ...rest, type: secret.type ?? 'Opaque', ...(Object.keys(data).length > 0 ? { data } : {}) }
}

const toBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

interface Rule {
  readonly apply: (object: KubernetesObject) => KubernetesObject | undefined
}

const rule = <T extends KubernetesObject>(
  is: (object: KubernetesObject) => object is T,
  apply: (object: T) => KubernetesObject,
): Rule => ({
  apply: (object) => (is(object) ? apply(object) : undefined),
})

const defaultCustomResourceDefinition = (definition: CustomResourceDefinition): CustomResourceDefinition => {
  type Spec = CustomResourceDefinition['spec']
  const given: Partial<Spec> = { ...definition.spec }
  // What was left out is empty, for validation to tell.
  const names = { kind: '', plural: '', ...given.names }
  const { conversion } = given
  return {
    ...definition,
    spec: {
      group: '',
      scope: '',
      versions: [],
      ...given,
      conversion: conversion ?? { strategy: 'None' },
      names: {
        ...names,
        singular: names.singular || names.kind.toLowerCase(),
        listKind: names.listKind || (names.kind && `${names.kind}List`),
      },
    },
  }
}

/** What a new object's status begins with where nothing else fills it. */
const withEmptyStatus = <T extends KubernetesObject & { readonly status?: object }>(object: T): T =>
  object.status === undefined ? { ...object, status: emptyStructure(`${object.kind}Status`) } : object

/** The range that stands alone and the first of several are one; where they differ, the one alone is meant. */
const rangesOfNode = ({ podCIDR = '', podCIDRs = [] }: NonNullable<Node['spec']>): NonNullable<Node['spec']> => {
  const [first] = podCIDRs
  if (podCIDR === '') return first === undefined ? {} : { podCIDR: first }
  return first === podCIDR ? {} : { podCIDRs: [podCIDR] }
}

/** Of a kubelet's configuration nothing is kept. @see k8s.io/kubernetes pkg/apis/core/v1/conversion.go, v1.34 */
const defaultNode = (node: Node): Node => {
  const { configSource: _removed, ...spec } = node.spec ?? {}
  return withEmptyStatus({ ...node, spec: { ...spec, ...rangesOfNode(spec) } })
}

/** How leaders are chosen together belongs to a feature that is off. */
const defaultLease = (lease: Lease): Lease => {
  const { strategy: _strategy, preferredHolder: _holder, ...spec } = lease.spec ?? {}
  return lease.spec === undefined ? lease : { ...lease, spec }
}

const defaultClaim = (claim: PersistentVolumeClaim): PersistentVolumeClaim => ({
  ...claim,
  spec: withBothOrigins(defaultClaimSpec(claim.spec)),
  status: { ...claim.status, phase: claim.status?.phase ?? 'Pending' },
})

/** No name is accepted yet; the version that objects are stored in is known. */
const withStoredVersion = (definition: CustomResourceDefinition): CustomResourceDefinition => {
  const storedVersions = definition.spec.versions
    .filter(({ storage }) => storage)
    .map(({ name }) => name)
    .slice(0, 1)
  return {
    ...definition,
    status: { acceptedNames: { kind: '', plural: '' }, conditions: [], storedVersions, ...definition.status },
  }
}

/** Volumes made by hand are kept when they are released. */
const defaultVolume = (volume: PersistentVolume): PersistentVolume => ({
  ...volume,
  spec: {
    persistentVolumeReclaimPolicy: 'Retain',
    volumeMode: 'Filesystem',
    ...volume.spec,
    ...(volume.spec?.hostPath === undefined ? {} : { hostPath: { type: '', ...volume.spec.hostPath } }),
  },
  status: { ...volume.status, phase: volume.status?.phase ?? 'Pending' },
})

const RULES: Readonly<Record<string, Rule>> = {
  Node: rule(guards.isNode, defaultNode),
  Lease: rule(guards.isLease, defaultLease),
  PersistentVolume: rule(guards.isPersistentVolume, defaultVolume),
  StorageClass: rule(guards.isStorageClass, defaultStorageClass),
  CSIDriver: rule(guards.isCSIDriver, defaultCsiDriver),
  FlowSchema: rule(guards.isFlowSchema, defaultFlowSchema),
  PriorityLevelConfiguration: rule(guards.isPriorityLevelConfiguration, defaultPriorityLevelConfiguration),
  ValidatingWebhookConfiguration: rule(guards.isValidatingWebhookConfiguration, defaultValidatingWebhooks),
  MutatingWebhookConfiguration: rule(guards.isMutatingWebhookConfiguration, defaultMutatingWebhooks),
  ValidatingAdmissionPolicy: rule(guards.isValidatingAdmissionPolicy, defaultPolicy),
  ValidatingAdmissionPolicyBinding: rule(guards.isValidatingAdmissionPolicyBinding, defaultPolicyBinding),
  HorizontalPodAutoscaler: rule(guards.isHorizontalPodAutoscaler, defaultAutoscaler),
  PersistentVolumeClaim: rule(guards.isPersistentVolumeClaim, defaultClaim),
  ResourceQuota: rule(guards.isResourceQuota, withEmptyStatus),
  ServiceCIDR: rule(guards.isServiceCIDR, withEmptyStatus),
  PodDisruptionBudget: rule(guards.isPodDisruptionBudget, withEmptyStatus),
  Pod: rule(guards.isPod, defaultPod),
  Service: rule(guards.isService, defaultService),
  Namespace: rule(guards.isNamespace, defaultNamespace),
  NetworkPolicy: rule(guards.isNetworkPolicy, defaultNetworkPolicy),
  Ingress: rule(guards.isIngress, defaultIngress),
  IngressClass: rule(guards.isIngressClass, defaultIngressClass),
  Endpoints: rule(guards.isEndpoints, defaultEndpoints),
  EndpointSlice: rule(guards.isEndpointSlice, defaultEndpointSlice),
  PriorityClass: rule(guards.isPriorityClass, (object) => ({ preemptionPolicy: 'PreemptLowerPriority', ...object })),
  LimitRange: rule(guards.isLimitRange, defaultLimitRange),
  Secret: rule(guards.isSecret, defaultSecret),
  Deployment: rule(guards.isDeployment, defaultDeployment),
  ReplicaSet: rule(guards.isReplicaSet, defaultReplicaSet),
  ReplicationController: rule(guards.isReplicationController, defaultReplicationController),
  StatefulSet: rule(guards.isStatefulSet, defaultStatefulSet),
  DaemonSet: rule(guards.isDaemonSet, defaultDaemonSet),
  Job: rule(guards.isJob, defaultJob),
  CronJob: rule(guards.isCronJob, defaultCronJob),
  RoleBinding: rule(guards.isRoleBinding, defaultBinding),
  ClusterRoleBinding: rule(guards.isClusterRoleBinding, defaultBinding),
  CustomResourceDefinition: rule(guards.isCustomResourceDefinition, (one) =>
    withStoredVersion(defaultCustomResourceDefinition(one)),
  ),
  GatewayClass: rule(isGatewayClass, defaultGatewayClass),
  Gateway: rule(isGateway, defaultGateway),
  HTTPRoute: rule(isHTTPRoute, defaultHTTPRoute),
}

/** Objects of the whole cluster lose a namespace that was given. */
const withoutNamespace = (object: KubernetesObject): KubernetesObject => {
  if (object.metadata.namespace === undefined) return object
  if (findResource(object.apiVersion, object.kind)?.namespaced !== false) return object
  const { namespace: _namespace, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** Kinds without defaults are returned as they are. Applying twice changes nothing. */
export const applyDefaults = (object: KubernetesObject): KubernetesObject => {
  const placed = withoutNamespace(object)
  return RULES[placed.kind]?.apply(placed) ?? placed
}
