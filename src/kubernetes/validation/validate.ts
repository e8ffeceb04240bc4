/** What the API server refuses. Causes come in its order. */
import { isGateway, isGatewayClass, isHTTPRoute, isReferenceGrant } from '../extensions/gateway-api/guards.ts'
import type { ConfigMap, Service } from '../generated/types.ts'
import * as guards from '../guards.ts'
import { isEqual } from '../json.ts'
import type { KubernetesObject } from '../object.ts'
import { findResource } from '../resources.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue } from './causes.ts'
import { validateClusterNetworkPolicy } from './cluster-network-policy.ts'
import { validateCronJob } from './cron-job.ts'
import { validateCustomResourceDefinition } from './custom-resource-definition.ts'
import { validateConfigMap, validateSecret } from './data.ts'
import { validateEndpoints, validateEndpointSlice } from './endpoints.ts'
import { validateGateway, validateGatewayClass } from './gateway-api/gateway.ts'
import { validateHTTPRoute } from './gateway-api/http-route.ts'
import { validateReferenceGrant } from './gateway-api/reference-grant.ts'
import { validateIngressClass } from './ingress-class.ts'
import { validateIngress } from './ingress.ts'
import { validateMetadata } from './metadata.ts'
import { validateNamespace } from './namespace.ts'
import { validateNetworkPolicy } from './network-policy.ts'
import { validateEphemeralContainers } from './pod/ephemeral-containers.ts'
import { validatePod } from './pod/pod-spec.ts'
import { validateService } from './service.ts'
import { validateDaemonSet, validateDeployment, validateJob, validateReplicaSet, validateStatefulSet } from './workloads.ts'

type Validate = (object: KubernetesObject) => readonly StatusCause[] | undefined

const rule =
  <T extends KubernetesObject>(
    is: (object: KubernetesObject) => object is T,
    validate: (object: T) => readonly StatusCause[],
  ): Validate =>
  (object) =>
    is(object) ? validate(object) : undefined

const RULES: Readonly<Record<string, Validate>> = {
  Namespace: rule(guards.isNamespace, validateNamespace),
  Pod: rule(guards.isPod, validatePod),
  Service: rule(guards.isService, validateService),
  NetworkPolicy: rule(guards.isNetworkPolicy, validateNetworkPolicy),
  ClusterNetworkPolicy: rule(guards.isClusterNetworkPolicy, validateClusterNetworkPolicy),
  Ingress: rule(guards.isIngress, validateIngress),
  IngressClass: rule(guards.isIngressClass, validateIngressClass),
  ConfigMap: rule(guards.isConfigMap, validateConfigMap),
  Secret: rule(guards.isSecret, validateSecret),
  Deployment: rule(guards.isDeployment, validateDeployment),
  ReplicaSet: rule(guards.isReplicaSet, validateReplicaSet),
  StatefulSet: rule(guards.isStatefulSet, validateStatefulSet),
  DaemonSet: rule(guards.isDaemonSet, validateDaemonSet),
  Job: rule(guards.isJob, validateJob),
  CronJob: rule(guards.isCronJob, validateCronJob),
  CustomResourceDefinition: rule(guards.isCustomResourceDefinition, validateCustomResourceDefinition),
  Endpoints: rule(guards.isEndpoints, validateEndpoints),
  EndpointSlice: rule(guards.isEndpointSlice, validateEndpointSlice),
  GatewayClass: rule(isGatewayClass, validateGatewayClass),
  Gateway: rule(isGateway, validateGateway),
  HTTPRoute: rule(isHTTPRoute, validateHTTPRoute),
  ReferenceGrant: rule(isReferenceGrant, validateReferenceGrant),
}

/** On creation, after defaulting. None: the object may be stored. */
export const validate = (object: KubernetesObject): readonly StatusCause[] => [
  ...validateMetadata(object, findResource(object.apiVersion, object.kind)?.namespaced ?? true),
  ...(RULES[object.kind]?.(object) ?? []),
]

const IMMUTABLE = 'field is immutable'

const immutable = (field: string, value: unknown, old: unknown): readonly StatusCause[] =>
  isEqual(value, old) ? [] : [invalidValue(field, value, IMMUTABLE)]

const POD_UPDATE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

const withoutMutable = (object: KubernetesObject): unknown => {
  if (!guards.isPod(object) || object.spec === undefined) return undefined
  const {
    activeDeadlineSeconds: _deadline,
    tolerations: _tolerations,
    nodeName: _node,
    ephemeralContainers: _ephemeral,
    ...spec
  } = object.spec
  const imageless = (containers: typeof spec.containers | undefined): unknown =>
    containers?.map(({ image: _image, ...rest }) => rest)
  return { ...spec, containers: imageless(spec.containers), initContainers: imageless(spec.initContainers) }
}

type CompareRule = (object: KubernetesObject, old: KubernetesObject) => readonly StatusCause[] | undefined

const compare =
  <T extends KubernetesObject>(
    is: (object: KubernetesObject) => object is T,
    rule: (object: T, old: T) => readonly StatusCause[],
  ): CompareRule =>
  (object, old) =>
    is(object) && is(old) ? rule(object, old) : undefined

const compareServices = ({ spec }: Service, { spec: before }: Service): readonly StatusCause[] => {
  const released = spec?.type === 'ExternalName' || before?.type === 'ExternalName'
  if (released || spec?.clusterIP === before?.clusterIP) return []
  return [invalidValue('spec.clusterIPs[0]', spec?.clusterIPs ?? null, 'may not change once set')]
}

const SET_IMMUTABLE = 'field is immutable when `immutable` is set'

const compareConfigMaps = (object: ConfigMap, old: ConfigMap): readonly StatusCause[] => {
  if (old.immutable !== true) return []
  return [
    ...(object.immutable === true ? [] : [forbiddenField('immutable', SET_IMMUTABLE)]),
    ...(isEqual(object.data, old.data) ? [] : [forbiddenField('data', SET_IMMUTABLE)]),
  ]
}

const UPDATE_RULES: readonly CompareRule[] = [
  compare(guards.isPod, (object, old) =>
    isEqual(withoutMutable(object), withoutMutable(old)) ? [] : [forbiddenField('spec', POD_UPDATE)],
  ),
  compare(guards.isPod, validateEphemeralContainers),
  compare(guards.isService, compareServices),
  compare(guards.isDeployment, (object, old) => immutable('spec.selector', object.spec?.selector, old.spec?.selector)),
  compare(guards.isReplicaSet, (object, old) => immutable('spec.selector', object.spec?.selector, old.spec?.selector)),
  compare(guards.isDaemonSet, (object, old) => immutable('spec.selector', object.spec?.selector, old.spec?.selector)),
  compare(guards.isIngressClass, (object, old) => immutable('spec.controller', object.spec?.controller, old.spec?.controller)),
  compare(isGatewayClass, (object, old) =>
    isEqual(object.spec?.controllerName, old.spec?.controllerName)
      ? []
      : [invalidValue('spec.controllerName', 'string', 'Value is immutable')],
  ),
  compare(guards.isConfigMap, compareConfigMaps),
  compare(guards.isSecret, (object, old) => immutable('type', object.type, old.type)),
]

const updateRules = (object: KubernetesObject, old: KubernetesObject): readonly StatusCause[] =>
  UPDATE_RULES.flatMap((rule): readonly StatusCause[] => rule(object, old) ?? [])

/** On update: everything that holds on creation, and what may not change. */
export const validateUpdate = (object: KubernetesObject, old: KubernetesObject): readonly StatusCause[] => {
  const rest = guards.isPod(object) ? validateMetadata(object, true) : validate(object)
  return [
    ...immutable('metadata.uid', object.metadata.uid ?? old.metadata.uid, old.metadata.uid),
    ...rest,
    ...updateRules(object, old),
  ]
}

export { warningsFor } from './warnings.ts'
