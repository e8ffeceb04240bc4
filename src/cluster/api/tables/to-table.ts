/** Lists as the tables that kubectl prints. @see Kubernetes API concepts, "Receiving resources as Tables" */
import { COLUMNS, COMMON_COLUMNS } from '../../../kubernetes/generated/columns.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { CustomResource } from '../../custom/served.ts'
import { autoscalerPrinter } from './autoscaler.ts'
import { certificateSigningRequestPrinter } from './certificate-signing-request.ts'
import { clusterNetworkPolicyPrinter } from './cluster-network-policy.ts'
import { componentStatusPrinter } from './component-status.ts'
import { configMapPrinter } from './config-map.ts'
import { cronJobPrinter } from './cron-job.ts'
import { customPrinter } from './custom.ts'
import { daemonSetPrinter } from './daemon-set.ts'
import { deploymentPrinter } from './deployment.ts'
import { endpointSlicePrinter } from './endpoint-slice.ts'
import { endpointsPrinter } from './endpoints.ts'
import { toStorage } from '../rest/convert.ts'
import { eventPrinter } from './event.ts'
import { GATEWAY_PRINTERS } from './gateway-api.ts'
import { ingressClassPrinter } from './ingress-class.ts'
import { ingressPrinter } from './ingress.ts'
import { jobPrinter } from './job.ts'
import { namespacePrinter } from './namespace.ts'
import { networkPolicyPrinter } from './network-policy.ts'
import { nodePrinter } from './node.ts'
import { OTHER_PRINTERS, PLAIN } from './other.ts'
import { persistentVolumeClaimPrinter } from './persistent-volume-claim.ts'
import { podPrinter } from './pod.ts'
import type { Column, Printer } from './printer.ts'
import { priorityClassPrinter } from './priority-class.ts'
import { replicaSetPrinter } from './replica-set.ts'
import { replicationControllerPrinter } from './replication-controller.ts'
import { resourceQuotaPrinter } from './resource-quota.ts'
import { secretPrinter } from './secret.ts'
import { scalePrinter } from './scale.ts'
import { SERVER_PRINTERS } from './server.ts'
import { serviceAccountPrinter } from './service-account.ts'
import { servicePrinter } from './service.ts'
import { statefulSetPrinter } from './stateful-set.ts'
import { STORAGE_PRINTERS } from './storage.ts'

const PRINTERS: Readonly<Record<string, Printer>> = {
  ...OTHER_PRINTERS,
  ...GATEWAY_PRINTERS,
  ...SERVER_PRINTERS,
  ...STORAGE_PRINTERS,
  'certificatesigningrequests.certificates.k8s.io': certificateSigningRequestPrinter,
  'horizontalpodautoscalers.autoscaling': autoscalerPrinter,
  'clusternetworkpolicies.policy.networking.k8s.io': clusterNetworkPolicyPrinter,
  componentstatuses: componentStatusPrinter,
  configmaps: configMapPrinter,
  'cronjobs.batch': cronJobPrinter,
  'daemonsets.apps': daemonSetPrinter,
  'deployments.apps': deploymentPrinter,
  'endpointslices.discovery.k8s.io': endpointSlicePrinter,
  endpoints: endpointsPrinter,
  events: eventPrinter,
  'ingressclasses.networking.k8s.io': ingressClassPrinter,
  'ingresses.networking.k8s.io': ingressPrinter,
  'jobs.batch': jobPrinter,
  namespaces: namespacePrinter,
  'networkpolicies.networking.k8s.io': networkPolicyPrinter,
  nodes: nodePrinter,
  persistentvolumeclaims: persistentVolumeClaimPrinter,
  pods: podPrinter,
  'priorityclasses.scheduling.k8s.io': priorityClassPrinter,
  'replicasets.apps': replicaSetPrinter,
  replicationcontrollers: replicationControllerPrinter,
  resourcequotas: resourceQuotaPrinter,
  'scales.autoscaling': scalePrinter,
  secrets: secretPrinter,
  serviceaccounts: serviceAccountPrinter,
  services: servicePrinter,
  'statefulsets.apps': statefulSetPrinter,
}

/** The columns of a resource and their cells. */
export const printerOf = ({ info, custom }: Pick<TableOptions, 'info' | 'custom'>): Printer =>
  custom === undefined ? (PRINTERS[info.name] ?? PLAIN) : customPrinter(custom)

/** In the words of a real server; empty where there is none to ask. */
const describeColumn = (info: ResourceInfo, { name }: Column): string =>
  COLUMNS[info.name]?.[name] ?? COMMON_COLUMNS[name] ?? ''

export interface TableOptions {
  readonly info: ResourceInfo
  /** Present for custom kinds, which bring their own columns. */
  readonly custom?: CustomResource
  /** `None`, `Metadata` or `Object`: what of each object goes with its row. */
  readonly includeObject: string
  readonly version: 'v1' | 'v1beta1'
  readonly nowMs: number
  /** Of the list. */
  readonly metadata: object
}

const rowObject = (object: KubernetesObject, { includeObject, version }: TableOptions): unknown => {
  if (includeObject === 'None') return null
  if (includeObject === 'Object') return object
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata }
}

/** Pods that have ended are marked for clients that hide them. */
const conditionsOf = (object: KubernetesObject): unknown => {
  const phase = (object as { readonly status?: { readonly phase?: string } }).status?.phase
  if (object.kind !== 'Pod' || (phase !== 'Succeeded' && phase !== 'Failed')) return undefined
  return [
    {
      type: 'Completed',
      status: 'True',
      reason: phase,
      message: `The pod has ${phase === 'Failed' ? 'failed' : 'completed successfully'}.`,
    },
  ]
}

export interface Table {
  readonly kind: 'Table'
  readonly apiVersion: string
  readonly metadata: object
  readonly columnDefinitions: readonly Column[]
  /** null: none. */
  readonly rows: readonly object[] | null
}

export const toTable = (objects: readonly KubernetesObject[], options: TableOptions): Table => {
  const printer = printerOf(options)
  const columnDefinitions = printer.columns.map((column) => ({ description: describeColumn(options.info, column), ...column }))
  const rows = objects.map((object) => ({
    // Columns are read off the version that is stored, whichever is served.
    cells: printer.print(toStorage(object), options.nowMs),
    conditions: conditionsOf(object),
    object: rowObject(object, options),
  }))
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${options.version}`,
    metadata: options.metadata,
    columnDefinitions,
    rows: rows.length === 0 ? null : rows,
  }
}
