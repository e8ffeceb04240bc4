/** What the API server refuses of an update. */
import { isGatewayClass } from '../../extensions/gateway-api/guards.ts'
import type { ClusterRoleBinding, RoleBinding } from '../../generated/types.ts'
import * as guards from '../../guards.ts'
import { isEqual } from '../../json.ts'
import type { KubernetesObject } from '../../object.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue } from '../causes.ts'
import { validateEphemeralContainers } from '../pod/ephemeral-containers.ts'
import { compareIpAddresses, compareServiceCidrs } from '../service-cidr.ts'
import { compareCsiDrivers } from '../csi-driver.ts'
import { compareStorageClasses } from '../storage-class.ts'
import { comparePriorityClasses } from '../priority-class.ts'
import { compareFlowSchemas, comparePriorityLevels } from '../flow-control/fixed.ts'
import { validate } from '../validate.ts'
import { compareConfigMaps, compareSecrets } from './data.ts'
import { immutable } from './immutable.ts'
import { compareNodes } from './node.ts'
import { comparePods } from './pod.ts'
import { compareResized } from './resize.ts'
import { compareServices } from './service.ts'
import { compareClaims, comparePersistentVolumes } from './volumes.ts'
import { compareJobs, compareStatefulSets } from './workloads.ts'

type CompareRule = (
  object: KubernetesObject,
  old: KubernetesObject,
  subresource: string | undefined,
) => readonly StatusCause[] | undefined

const compare =
  <T extends KubernetesObject>(
    is: (object: KubernetesObject) => object is T,
    rule: (object: T, old: T, subresource: string | undefined) => readonly StatusCause[],
  ): CompareRule =>
  (object, old, subresource) =>
    is(object) && is(old) ? rule(object, old, subresource) : undefined

const compareRoleRefs = <T extends ClusterRoleBinding | RoleBinding>({ roleRef }: T, old: T): readonly StatusCause[] =>
  isEqual(roleRef, old.roleRef) ? [] : [invalidValue('roleRef', roleRef, 'cannot change roleRef')]

const COMPARE_RULES: readonly CompareRule[] = [
  compare(guards.isPod, (object, old, subresource) =>
    subresource === 'resize' ? compareResized(object, old) : comparePods(object, old, subresource),
  ),
  compare(guards.isPod, (object, old, subresource) =>
    subresource === 'ephemeralcontainers' ? validateEphemeralContainers(object, old) : [],
  ),
  compare(guards.isService, compareServices),
  compare(guards.isServiceCIDR, compareServiceCidrs),
  compare(guards.isIPAddress, compareIpAddresses),
  compare(guards.isDeployment, (object, old) => immutable('spec.selector', object.spec?.selector, old.spec?.selector)),
  compare(guards.isReplicaSet, (object, old) => immutable('spec.selector', object.spec?.selector, old.spec?.selector)),
  compare(guards.isDaemonSet, (object, old) => immutable('spec.selector', object.spec?.selector, old.spec?.selector)),
  compare(guards.isStatefulSet, compareStatefulSets),
  compare(guards.isJob, compareJobs),
  compare(guards.isEndpointSlice, (object, old) => immutable('addressType', object.addressType, old.addressType)),
  compare(guards.isIngressClass, (object, old) => immutable('spec.controller', object.spec?.controller, old.spec?.controller)),
  compare(isGatewayClass, (object, old) =>
    isEqual(object.spec?.controllerName, old.spec?.controllerName)
      ? []
      : [invalidValue('spec.controllerName', 'string', 'Value is immutable')],
  ),
  compare(guards.isPriorityClass, comparePriorityClasses),
  compare(guards.isStorageClass, compareStorageClasses),
  compare(guards.isFlowSchema, compareFlowSchemas),
  compare(guards.isPriorityLevelConfiguration, comparePriorityLevels),
  compare(guards.isPersistentVolume, comparePersistentVolumes),
  compare(guards.isPersistentVolumeClaim, compareClaims),
  compare(guards.isCSIDriver, compareCsiDrivers),
  compare(guards.isRuntimeClass, (object, old) => immutable('handler', object.handler, old.handler)),
  compare(guards.isConfigMap, compareConfigMaps),
  compare(guards.isSecret, compareSecrets),
  compare(guards.isNode, compareNodes),
  compare(guards.isRoleBinding, compareRoleRefs),
  compare(guards.isClusterRoleBinding, compareRoleRefs),
]

/** What was put into a running Pod is looked at as what is new in it. */
const withoutEphemeral = (object: KubernetesObject): KubernetesObject => {
  if (!guards.isPod(object) || object.spec?.ephemeralContainers === undefined) return object
  const { ephemeralContainers: _ephemeral, ...spec } = object.spec
  return { ...object, spec } as KubernetesObject
}

/** On update: everything that holds on creation, and what may not change, but by way of a subresource. */
export const validateUpdate = (
  object: KubernetesObject,
  old: KubernetesObject,
  subresource?: string,
): readonly StatusCause[] => [
  ...immutable('metadata.uid', object.metadata.uid ?? old.metadata.uid, old.metadata.uid),
  ...validate(withoutEphemeral(object)),
  ...COMPARE_RULES.flatMap((rule): readonly StatusCause[] => rule(object, old, subresource) ?? []),
]
