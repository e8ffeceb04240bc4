/** Narrow an object to its type by apiVersion and kind. What passed the API's decoding has the type's shape. */
import type { ClusterNetworkPolicy } from './extensions/cluster-network-policy/types.ts'
import type * as types from './generated/types.ts'
import type { KubernetesObject } from './object.ts'

const guard =
  <T extends KubernetesObject>(apiVersion: T['apiVersion'], kind: T['kind']) =>
  (object: KubernetesObject): object is T =>
    object.kind === kind && object.apiVersion === apiVersion

export const isClusterNetworkPolicy = guard<ClusterNetworkPolicy>('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy')
export const isClusterRole = guard<types.ClusterRole>('rbac.authorization.k8s.io/v1', 'ClusterRole')
export const isClusterRoleBinding = guard<types.ClusterRoleBinding>('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding')
export const isConfigMap = guard<types.ConfigMap>('v1', 'ConfigMap')
export const isCronJob = guard<types.CronJob>('batch/v1', 'CronJob')
export const isCustomResourceDefinition = guard<types.CustomResourceDefinition>(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
)
export const isDaemonSet = guard<types.DaemonSet>('apps/v1', 'DaemonSet')
export const isDeployment = guard<types.Deployment>('apps/v1', 'Deployment')
export const isEndpoints = guard<types.Endpoints>('v1', 'Endpoints')
export const isEndpointSlice = guard<types.EndpointSlice>('discovery.k8s.io/v1', 'EndpointSlice')
export const isEvent = guard<types.Event>('v1', 'Event')
export const isIngress = guard<types.Ingress>('networking.k8s.io/v1', 'Ingress')
export const isIngressClass = guard<types.IngressClass>('networking.k8s.io/v1', 'IngressClass')
export const isIPAddress = guard<types.IPAddress>('networking.k8s.io/v1', 'IPAddress')
export const isJob = guard<types.Job>('batch/v1', 'Job')
export const isLimitRange = guard<types.LimitRange>('v1', 'LimitRange')
export const isNamespace = guard<types.Namespace>('v1', 'Namespace')
export const isNetworkPolicy = guard<types.NetworkPolicy>('networking.k8s.io/v1', 'NetworkPolicy')
export const isNode = guard<types.Node>('v1', 'Node')
export const isPodTemplate = guard<types.PodTemplate>('v1', 'PodTemplate')
export const isPersistentVolumeClaim = guard<types.PersistentVolumeClaim>('v1', 'PersistentVolumeClaim')
export const isPod = guard<types.Pod>('v1', 'Pod')
export const isLease = guard<types.Lease>('coordination.k8s.io/v1', 'Lease')
export const isPriorityClass = guard<types.PriorityClass>('scheduling.k8s.io/v1', 'PriorityClass')
export const isPodDisruptionBudget = guard<types.PodDisruptionBudget>('policy/v1', 'PodDisruptionBudget')
export const isReplicaSet = guard<types.ReplicaSet>('apps/v1', 'ReplicaSet')
export const isReplicationController = guard<types.ReplicationController>('v1', 'ReplicationController')
export const isResourceQuota = guard<types.ResourceQuota>('v1', 'ResourceQuota')
export const isRole = guard<types.Role>('rbac.authorization.k8s.io/v1', 'Role')
export const isRoleBinding = guard<types.RoleBinding>('rbac.authorization.k8s.io/v1', 'RoleBinding')
export const isSecret = guard<types.Secret>('v1', 'Secret')
export const isService = guard<types.Service>('v1', 'Service')
export const isServiceAccount = guard<types.ServiceAccount>('v1', 'ServiceAccount')
export const isServiceCIDR = guard<types.ServiceCIDR>('networking.k8s.io/v1', 'ServiceCIDR')
export const isStatefulSet = guard<types.StatefulSet>('apps/v1', 'StatefulSet')
export const isControllerRevision = guard<types.ControllerRevision>('apps/v1', 'ControllerRevision')
export const isAPIService = guard<types.APIService>('apiregistration.k8s.io/v1', 'APIService')
export const isCertificateSigningRequest = guard<types.CertificateSigningRequest>(
  'certificates.k8s.io/v1',
  'CertificateSigningRequest',
)
export const isFlowSchema = guard<types.FlowSchema>('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema')
export const isPriorityLevelConfiguration = guard<types.PriorityLevelConfiguration>(
  'flowcontrol.apiserver.k8s.io/v1',
  'PriorityLevelConfiguration',
)
export const isHorizontalPodAutoscaler = guard<types.HorizontalPodAutoscaler>('autoscaling/v2', 'HorizontalPodAutoscaler')
export const isPersistentVolume = guard<types.PersistentVolume>('v1', 'PersistentVolume')
export const isRuntimeClass = guard<types.RuntimeClass>('node.k8s.io/v1', 'RuntimeClass')
export const isStorageClass = guard<types.StorageClass>('storage.k8s.io/v1', 'StorageClass')
export const isCSIDriver = guard<types.CSIDriver>('storage.k8s.io/v1', 'CSIDriver')
export const isHorizontalPodAutoscalerV1 = guard<types.HorizontalPodAutoscalerV1>('autoscaling/v1', 'HorizontalPodAutoscaler')
export const isValidatingWebhookConfiguration = guard<types.ValidatingWebhookConfiguration>(
  'admissionregistration.k8s.io/v1',
  'ValidatingWebhookConfiguration',
)
export const isMutatingWebhookConfiguration = guard<types.MutatingWebhookConfiguration>(
  'admissionregistration.k8s.io/v1',
  'MutatingWebhookConfiguration',
)
export const isValidatingAdmissionPolicy = guard<types.ValidatingAdmissionPolicy>(
  'admissionregistration.k8s.io/v1',
  'ValidatingAdmissionPolicy',
)
export const isValidatingAdmissionPolicyBinding = guard<types.ValidatingAdmissionPolicyBinding>(
  'admissionregistration.k8s.io/v1',
  'ValidatingAdmissionPolicyBinding',
)
