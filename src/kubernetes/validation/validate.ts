/** What the API server refuses. Causes come in its order. */
import { isGateway, isGatewayClass, isHTTPRoute, isReferenceGrant } from '../extensions/gateway-api/guards.ts'
import * as guards from '../guards.ts'
import type { KubernetesObject } from '../object.ts'
import { findResource } from '../resources.ts'
import type { StatusCause } from '../status.ts'
import { validateValidatingAdmissionPolicyBinding } from './admission-registration/validating-admission-policy-binding.ts'
import { validateValidatingAdmissionPolicy } from './admission-registration/validating-admission-policy.ts'
import { validateWebhookConfiguration } from './admission-registration/webhooks.ts'
import { validateHorizontalPodAutoscaler } from './autoscaling/horizontal-pod-autoscaler.ts'
import { validateCertificateSigningRequest } from './certificates/certificate-signing-request.ts'
import { validateClusterNetworkPolicy } from './cluster-network-policy.ts'
import { validateCronJob } from './cron-job.ts'
import { validateCsiDriver } from './csi-driver.ts'
import { validateCustomResourceDefinition } from './custom-resource-definition/custom-resource-definition.ts'
import { validateConfigMap, validateSecret } from './data.ts'
import { validateEndpoints, validateEndpointSlice } from './endpoints.ts'
import { validateEvent } from './event.ts'
import { validateFlowSchema } from './flow-control/flow-schema.ts'
import { validatePriorityLevelConfiguration } from './flow-control/priority-level-configuration.ts'
import { validateGateway, validateGatewayClass } from './gateway-api/gateway.ts'
import { validateHTTPRoute } from './gateway-api/http-route.ts'
import { validateReferenceGrant } from './gateway-api/reference-grant.ts'
import { validateIngressClass } from './ingress-class.ts'
import { validateIngress } from './ingress.ts'
import { validateJob } from './job.ts'
import { validateLease } from './lease.ts'
import { validateLimitRange } from './limit-range.ts'
import { validateMetadata } from './metadata.ts'
import { validateNamespace } from './namespace.ts'
import { validateNetworkPolicy } from './network-policy.ts'
import { validateNode } from './node.ts'
import { validatePersistentVolume } from './persistent-volume.ts'
import { validatePersistentVolumeClaim } from './persistent-volume-claim.ts'
import { validatePodDisruptionBudget } from './pod-disruption-budget.ts'
import { validatePriorityClass } from './priority-class.ts'
import { validatePod } from './pod/pod-spec.ts'
import { validateClusterRole, validateClusterRoleBinding, validateRole, validateRoleBinding } from './rbac.ts'
import { validateResourceQuota } from './resource-quota.ts'
import { validateRuntimeClass } from './runtime-class.ts'
import { validateService } from './service.ts'
import { validateStatefulSet } from './stateful-set.ts'
import { validateStorageClass } from './storage-class.ts'
import { validateIpAddress, validateServiceCidr } from './service-cidr.ts'
import { validateDaemonSet, validateDeployment, validateReplicaSet, validateReplicationController } from './workloads.ts'

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
  Lease: rule(guards.isLease, validateLease),
  Event: rule(guards.isEvent, validateEvent),
  LimitRange: rule(guards.isLimitRange, validateLimitRange),
  ResourceQuota: rule(guards.isResourceQuota, validateResourceQuota),
  Node: rule(guards.isNode, validateNode),
  Pod: rule(guards.isPod, validatePod),
  PersistentVolume: rule(guards.isPersistentVolume, validatePersistentVolume),
  StorageClass: rule(guards.isStorageClass, validateStorageClass),
  CSIDriver: rule(guards.isCSIDriver, validateCsiDriver),
  RuntimeClass: rule(guards.isRuntimeClass, validateRuntimeClass),
  FlowSchema: rule(guards.isFlowSchema, validateFlowSchema),
  PriorityLevelConfiguration: rule(guards.isPriorityLevelConfiguration, validatePriorityLevelConfiguration),
  PersistentVolumeClaim: rule(guards.isPersistentVolumeClaim, validatePersistentVolumeClaim),
  PodDisruptionBudget: rule(guards.isPodDisruptionBudget, validatePodDisruptionBudget),
  PriorityClass: rule(guards.isPriorityClass, validatePriorityClass),
  Role: rule(guards.isRole, validateRole),
  RoleBinding: rule(guards.isRoleBinding, validateRoleBinding),
  ClusterRole: rule(guards.isClusterRole, validateClusterRole),
  ClusterRoleBinding: rule(guards.isClusterRoleBinding, validateClusterRoleBinding),
  Service: rule(guards.isService, validateService),
  ServiceCIDR: rule(guards.isServiceCIDR, validateServiceCidr),
  IPAddress: rule(guards.isIPAddress, validateIpAddress),
  NetworkPolicy: rule(guards.isNetworkPolicy, validateNetworkPolicy),
  ClusterNetworkPolicy: rule(guards.isClusterNetworkPolicy, validateClusterNetworkPolicy),
  Ingress: rule(guards.isIngress, validateIngress),
  IngressClass: rule(guards.isIngressClass, validateIngressClass),
  ConfigMap: rule(guards.isConfigMap, validateConfigMap),
  Secret: rule(guards.isSecret, validateSecret),
  Deployment: rule(guards.isDeployment, validateDeployment),
  ReplicaSet: rule(guards.isReplicaSet, validateReplicaSet),
  ReplicationController: rule(guards.isReplicationController, validateReplicationController),
  StatefulSet: rule(guards.isStatefulSet, validateStatefulSet),
  DaemonSet: rule(guards.isDaemonSet, validateDaemonSet),
  Job: rule(guards.isJob, validateJob),
  CronJob: rule(guards.isCronJob, validateCronJob),
  CustomResourceDefinition: rule(guards.isCustomResourceDefinition, validateCustomResourceDefinition),
  HorizontalPodAutoscaler: rule(guards.isHorizontalPodAutoscaler, validateHorizontalPodAutoscaler),
  CertificateSigningRequest: rule(guards.isCertificateSigningRequest, validateCertificateSigningRequest),
  ValidatingWebhookConfiguration: rule(guards.isValidatingWebhookConfiguration, validateWebhookConfiguration),
  MutatingWebhookConfiguration: rule(guards.isMutatingWebhookConfiguration, validateWebhookConfiguration),
  ValidatingAdmissionPolicy: rule(guards.isValidatingAdmissionPolicy, validateValidatingAdmissionPolicy),
  ValidatingAdmissionPolicyBinding: rule(guards.isValidatingAdmissionPolicyBinding, validateValidatingAdmissionPolicyBinding),
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
