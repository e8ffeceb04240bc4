/**
 * How lists of the API are merged: by the key of their items. Structure and field to the keys; a strategic merge patch uses the first,
 * server-side apply all of them. Lists that are missing here are replaced as a whole.
 * @see Kubernetes OpenAPI documents v1.34, x-kubernetes-patch-merge-key and x-kubernetes-list-map-keys
 */
interface MergeRule {
  readonly patchKey?: string
  readonly mapKeys?: readonly string[]
}

const byName: MergeRule = { patchKey: 'name', mapKeys: ['name'] }
const byType: MergeRule = { patchKey: 'type', mapKeys: ['type'] }
const byIp: MergeRule = { patchKey: 'ip', mapKeys: ['ip'] }

const RULES: Readonly<Record<string, MergeRule>> = {
  'PodSpec.containers': byName,
  'PodSpec.initContainers': byName,
  'PodSpec.ephemeralContainers': byName,
  'PodSpec.volumes': byName,
  'PodSpec.imagePullSecrets': byName,
  'PodSpec.hostAliases': byIp,
  'PodSpec.topologySpreadConstraints': { patchKey: 'topologyKey', mapKeys: ['topologyKey', 'whenUnsatisfiable'] },
  'PodSpec.resourceClaims': byName,
  'PodSpec.schedulingGates': byName,
  'Container.ports': { patchKey: 'containerPort', mapKeys: ['containerPort', 'protocol'] },
  'Container.env': byName,
  'Container.volumeMounts': { patchKey: 'mountPath', mapKeys: ['mountPath'] },
  'Container.volumeDevices': { patchKey: 'devicePath', mapKeys: ['devicePath'] },
  'EphemeralContainer.ports': { patchKey: 'containerPort', mapKeys: ['containerPort', 'protocol'] },
  'EphemeralContainer.env': byName,
  'EphemeralContainer.volumeDevices': { patchKey: 'devicePath', mapKeys: ['devicePath'] },
  'EphemeralContainer.volumeMounts': { patchKey: 'mountPath', mapKeys: ['mountPath'] },
  'ServiceSpec.ports': { patchKey: 'port', mapKeys: ['port', 'protocol'] },
  'ServiceStatus.conditions': byType,
  'PodStatus.conditions': byType,
  'PodStatus.podIPs': byIp,
  'PodStatus.hostIPs': { patchKey: 'ip' },
  'DeploymentStatus.conditions': byType,
  'ReplicaSetStatus.conditions': byType,
  'ReplicationControllerStatus.conditions': byType,
  'StatefulSetStatus.conditions': byType,
  'DaemonSetStatus.conditions': byType,
  'JobStatus.conditions': { patchKey: 'type' },
  'NamespaceStatus.conditions': byType,
  'ClusterNetworkPolicyStatus.conditions': { mapKeys: ['type'] },
  'NodeStatus.conditions': byType,
  'NodeStatus.addresses': byType,
  'ComponentStatus.conditions': byType,
  'ContainerStatus.allocatedResourcesStatus': byName,
  'ContainerStatus.volumeMounts': { patchKey: 'mountPath', mapKeys: ['mountPath'] },
  'PersistentVolumeClaimStatus.conditions': byType,
  'PodDisruptionBudgetStatus.conditions': byType,
  'ResourceRequirements.claims': { mapKeys: ['name'] },
  'ResourceStatus.resources': { mapKeys: ['resourceID'] },
  'ServiceCIDRStatus.conditions': byType,
  'ServiceAccount.secrets': byName,
  'ValidatingWebhookConfiguration.webhooks': byName,
  'ValidatingWebhook.matchConditions': byName,
  'MutatingWebhookConfiguration.webhooks': byName,
  'MutatingWebhook.matchConditions': byName,
  'ValidatingAdmissionPolicySpec.matchConditions': byName,
  'ValidatingAdmissionPolicySpec.variables': byName,
  'ValidatingAdmissionPolicyStatus.conditions': { mapKeys: ['type'] },
  'HorizontalPodAutoscalerStatus.conditions': byType,
  'CertificateSigningRequestStatus.conditions': { mapKeys: ['type'] },
  'FlowSchemaStatus.conditions': byType,
  'PriorityLevelConfigurationStatus.conditions': byType,
  'CSINodeSpec.drivers': byName,
  'GatewayClassStatus.conditions': { mapKeys: ['type'] },
  'GatewaySpec.listeners': { mapKeys: ['name'] },
  'GatewayStatus.conditions': { mapKeys: ['type'] },
  'GatewayStatus.listeners': { mapKeys: ['name'] },
  'GatewayListenerStatus.conditions': { mapKeys: ['type'] },
  'GatewayRouteParentStatus.conditions': { mapKeys: ['type'] },
  'HTTPHeaderFilter.add': { mapKeys: ['name'] },
  'HTTPHeaderFilter.set': { mapKeys: ['name'] },
  'HTTPRouteMatch.headers': { mapKeys: ['name'] },
  'HTTPRouteMatch.queryParams': { mapKeys: ['name'] },
  'ObjectMeta.ownerReferences': { patchKey: 'uid', mapKeys: ['uid'] },
}

/** Lists of plain values that server-side apply merges as sets. */
const SETS: ReadonlySet<string> = new Set([
  'Endpoint.addresses',
  'PodFailurePolicyOnExitCodesRequirement.values',
  'UncountedTerminatedPods.failed',
  'UncountedTerminatedPods.succeeded',
  'ValidatingAdmissionPolicyBindingSpec.validationActions',
  'NonResourcePolicyRule.nonResourceURLs',
  'NonResourcePolicyRule.verbs',
  'ResourcePolicyRule.apiGroups',
  'ResourcePolicyRule.namespaces',
  'ResourcePolicyRule.resources',
  'ResourcePolicyRule.verbs',
  'CSIDriverSpec.volumeLifecycleModes',
  'ClusterNetworkPolicyEgressPeer.domainNames',
  'ClusterNetworkPolicyEgressPeer.networks',
  'HTTPHeaderFilter.remove',
  'ObjectMeta.finalizers',
  'NodeSpec.podCIDRs',
])

export const patchMergeKey = (structure: string, field: string): string | undefined => RULES[`${structure}.${field}`]?.patchKey

export const listMapKeys = (structure: string, field: string): readonly string[] | undefined =>
  RULES[`${structure}.${field}`]?.mapKeys

/** Those of them that a strategic merge patch adds to; it replaces the others. */
const PATCHED_SETS: ReadonlySet<string> = new Set(['ObjectMeta.finalizers', 'NodeSpec.podCIDRs'])

export const isPatchedAsSet = (structure: string, field: string): boolean => PATCHED_SETS.has(`${structure}.${field}`)

export const isSetList = (structure: string, field: string): boolean => SETS.has(`${structure}.${field}`)

/**
 * What a client's patch does besides merging: `retainKeys` names the fields that stay, as those of another kind of volume or strategy
 * must go, and `replace` sends a structure whole.
 */
const STRATEGIES: Readonly<Record<string, string>> = {
  'DeploymentSpec.strategy': 'retainKeys',
  'PodDisruptionBudgetSpec.selector': 'replace',
  'PodSpec.resourceClaims': 'retainKeys',
  'PodSpec.volumes': 'retainKeys',
  'PodStatus.resourceClaimStatuses': 'retainKeys',
}

/** Undefined where there is none but merging. */
export const patchStrategy = (structure: string, field: string): string | undefined => STRATEGIES[`${structure}.${field}`]
