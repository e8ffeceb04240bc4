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

const STANDARD_SIGNALS =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ'
/** Real-time signals are counted from both ends. */
const realTime = (end: string, sign: string, count: number): readonly string[] =>
  Array.from({ length: count + 1 }, (_, index) => (index === 0 ? end : `${end}${sign}${index}`))
const SIGNALS = [...STANDARD_SIGNALS.split(' '), ...realTime('RTMAX', '-', 14), ...realTime('RTMIN', '+', 15)]
  .map((name) => `SIG${name}`)
  .sort()
const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] as const
const VOLUME_MODES = ['Block', 'Filesystem'] as const
const QUOTA_SCOPES = [
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'PriorityClass',
  'Terminating',
  'VolumeAttributesClass',
] as const

/** By structure and field; for a list, what its items may be. */
export const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  'AppArmorProfile.type': PROFILE_TYPES,
  'AzureDiskVolumeSource.cachingMode': ['None', 'ReadOnly', 'ReadWrite'],
  'AzureDiskVolumeSource.kind': ['Dedicated', 'Managed', 'Shared'],
  'Container.imagePullPolicy': PULL_POLICIES,
  'Container.terminationMessagePolicy': MESSAGE_POLICIES,
  'ContainerPort.protocol': PROTOCOLS,
  'ContainerStatus.stopSignal': SIGNALS,
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
  'Lifecycle.stopSignal': SIGNALS,
  'ModifyVolumeStatus.status': ['InProgress', 'Infeasible', 'Pending'],
  'NamespaceStatus.phase': ['Active', 'Terminating'],
  'NetworkPolicyPort.protocol': PROTOCOLS,
  'NetworkPolicySpec.policyTypes': ['Egress', 'Ingress'],
  'NodeSelectorRequirement.operator': ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'],
  'NodeStatus.phase': ['Pending', 'Running', 'Terminated'],
  'PersistentVolumeClaimSpec.accessModes': ACCESS_MODES,
  'PersistentVolumeClaimSpec.volumeMode': VOLUME_MODES,
  'PersistentVolumeClaimStatus.accessModes': ACCESS_MODES,
  'PersistentVolumeClaimStatus.phase': ['Bound', 'Lost', 'Pending'],
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
  'ResourceQuotaSpec.scopes': QUOTA_SCOPES,
  'ScopedResourceSelectorRequirement.operator': ['DoesNotExist', 'Exists', 'In', 'NotIn'],
  'ScopedResourceSelectorRequirement.scopeName': QUOTA_SCOPES,
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
