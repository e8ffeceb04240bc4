/** What a server says of each version of a group that it serves. @see k8s.io/kubernetes pkg/controlplane/apiserver/aggregator.go, v1.34 */
import { EXTENSIONS } from '../kubernetes/extensions/extensions.ts'
import type { APIService } from '../kubernetes/generated/types.ts'
import { RESOURCES } from '../kubernetes/resources.ts'

export const API_SERVICES = 'apiservices.apiregistration.k8s.io'

/** `true`: the server keeps it in step with what it serves; `onstart`: it makes it at its start. */
export const AUTOMANAGED = 'kube-aggregator.kubernetes.io/automanaged'

/** The priority of each group among the others. */
const GROUP_PRIORITIES: Readonly<Record<string, number>> = {
  '': 18_000,
  apps: 17_800,
  'events.k8s.io': 17_750,
  'authentication.k8s.io': 17_700,
  'authorization.k8s.io': 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  'certificates.k8s.io': 17_300,
  'networking.k8s.io': 17_200,
  policy: 17_100,
  'rbac.authorization.k8s.io': 17_000,
  'storage.k8s.io': 16_800,
  'apiextensions.k8s.io': 16_700,
  'admissionregistration.k8s.io': 16_700,
  'scheduling.k8s.io': 16_600,
  'coordination.k8s.io': 16_500,
  'node.k8s.io': 16_300,
  'discovery.k8s.io': 16_200,
  'resource.k8s.io': 16_200,
  'flowcontrol.apiserver.k8s.io': 16_100,
}

/** The priority of a version within its group, where it is not the usual one. */
const VERSION_PRIORITIES: Readonly<Record<string, number>> = {
  v1: 1,
  'autoscaling/v2': 30,
  'flowcontrol.apiserver.k8s.io/v1': 21,
  'resource.k8s.io/v1': 21,
}

/** Groups that CustomResourceDefinitions bring come after all others. */
const CUSTOM = { group: 1000, version: 100 } as const

export interface ServedVersion {
  readonly group: string
  readonly version: string
  readonly apiVersion: string
}

/** Kinds of extensions are served without a definition, and shown as if they had one. */
const isBuiltIn = (apiVersion: string): boolean =>
  RESOURCES.some((info) => info.apiVersion === apiVersion) && !EXTENSIONS.some((info) => info.apiVersion === apiVersion)

/** One version of a group, which the server itself serves: it is available from the start. */
export const apiService = ({ group, version, apiVersion }: ServedVersion, now: string): APIService => {
  const isCustom = !isBuiltIn(apiVersion)
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: {
      name: `${version}.${group}`,
      labels: { [AUTOMANAGED]: isCustom ? 'true' : 'onstart' },
    },
    spec: {
      ...(group === '' ? {} : { group }),
      groupPriorityMinimum: isCustom ? CUSTOM.group : (GROUP_PRIORITIES[group] ?? CUSTOM.group),
      version,
      versionPriority: isCustom ? CUSTOM.version : (VERSION_PRIORITIES[apiVersion] ?? 15),
    },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastTransitionTime: now,
          reason: 'Local',
          message: 'Local APIServices are always available',
        },
      ],
    },
  }
}
