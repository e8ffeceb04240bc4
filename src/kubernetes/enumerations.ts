/** Fields that take one of a few values, or a list of them. @see Kubernetes OpenAPI documents v1.34 */
import { EXTENSION_SCHEMAS } from './extensions/schemas.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'] as const
const MESSAGE_POLICIES = ['FallbackToLogsOnError', 'File'] as const
const TAINT_EFFECTS = ['NoExecute', 'NoSchedule', 'PreferNoSchedule'] as const
const TRAFFIC_POLICIES = ['Cluster', 'Local'] as const
const UPDATE_TYPES = ['OnDelete', 'RollingUpdate'] as const
const INCLUSION_POLICIES = ['Honor', 'Ignore'] as const
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'] as const

/** By structure and field; for a list, what its items may be. */
export const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  'AppArmorProfile.type': PROFILE_TYPES,
  'Container.imagePullPolicy': PULL_POLICIES,
  'Container.terminationMessagePolicy': MESSAGE_POLICIES,
  'ContainerPort.protocol': PROTOCOLS,
  'CronJobSpec.concurrencyPolicy': ['Allow', 'Forbid', 'Replace'],
  'DaemonSetUpdateStrategy.type': UPDATE_TYPES,
  'DeploymentStrategy.type': ['Recreate', 'RollingUpdate'],
  'EndpointPort.protocol': PROTOCOLS,
  'EndpointSlice.addressType': ['FQDN', 'IPv4', 'IPv6'],
  'EphemeralContainer.imagePullPolicy': PULL_POLICIES,
  'EphemeralContainer.terminationMessagePolicy': MESSAGE_POLICIES,
  'HTTPGetAction.scheme': ['HTTP', 'HTTPS'],
  'HTTPIngressPath.pathType': ['Exact', 'ImplementationSpecific', 'Prefix'],
  'HostPathVolumeSource.type': [
    '',
    'BlockDevice',
    'CharDevice',
    'Directory',
    'DirectoryOrCreate',
    'File',
    'FileOrCreate',
    'Socket',
  ],
  'ImageVolumeSource.pullPolicy': PULL_POLICIES,
  'IngressPortStatus.protocol': PROTOCOLS,
  'JobSpec.completionMode': ['Indexed', 'NonIndexed'],
  'JobSpec.podReplacementPolicy': ['Failed', 'TerminatingOrFailed'],
  'NamespaceStatus.phase': ['Active', 'Terminating'],
  'NetworkPolicyPort.protocol': PROTOCOLS,
  'NetworkPolicySpec.policyTypes': ['Egress', 'Ingress'],
  'NodeSelectorRequirement.operator': ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'],
  'NodeStatus.phase': ['Pending', 'Running', 'Terminated'],
  'PodFailurePolicyOnExitCodesRequirement.operator': ['In', 'NotIn'],
  'PodFailurePolicyRule.action': ['Count', 'FailIndex', 'FailJob', 'Ignore'],
  'PodSecurityContext.fsGroupChangePolicy': ['Always', 'OnRootMismatch'],
  'PodSecurityContext.supplementalGroupsPolicy': ['Merge', 'Strict'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'PodSpec.preemptionPolicy': ['Never', 'PreemptLowerPriority'],
  'PodSpec.restartPolicy': ['Always', 'Never', 'OnFailure'],
  'PodStatus.phase': ['Failed', 'Pending', 'Running', 'Succeeded', 'Unknown'],
  'PodStatus.qosClass': ['BestEffort', 'Burstable', 'Guaranteed'],
  'PortStatus.protocol': PROTOCOLS,
  'SeccompProfile.type': PROFILE_TYPES,
  'SecurityContext.procMount': ['Default', 'Unmasked'],
  'ServicePort.protocol': PROTOCOLS,
  'ServiceSpec.externalTrafficPolicy': TRAFFIC_POLICIES,
  'ServiceSpec.internalTrafficPolicy': TRAFFIC_POLICIES,
  'ServiceSpec.ipFamilies': ['', 'IPv4', 'IPv6'],
  'ServiceSpec.ipFamilyPolicy': ['PreferDualStack', 'RequireDualStack', 'SingleStack'],
  'ServiceSpec.sessionAffinity': ['ClientIP', 'None'],
  'ServiceSpec.type': ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
  'StatefulSetSpec.podManagementPolicy': ['OrderedReady', 'Parallel'],
  'StatefulSetUpdateStrategy.type': UPDATE_TYPES,
  'Taint.effect': TAINT_EFFECTS,
  'Toleration.effect': TAINT_EFFECTS,
  'Toleration.operator': ['Equal', 'Exists'],
  'TopologySpreadConstraint.nodeAffinityPolicy': INCLUSION_POLICIES,
  'TopologySpreadConstraint.nodeTaintsPolicy': INCLUSION_POLICIES,
  'TopologySpreadConstraint.whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
  'VolumeMount.mountPropagation': ['Bidirectional', 'HostToContainer', 'None'],
  ...Object.fromEntries(EXTENSION_SCHEMAS.flatMap(({ enumerations = {} }) => Object.entries(enumerations))),
}
