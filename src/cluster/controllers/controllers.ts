/** All controllers but the kubelets, in the order in which they see a change. */
import { apiServiceController } from './api-services.ts'
import { clusterRoleAggregationController } from './cluster-role-aggregation.ts'
import { customResourceDefinitionController } from './custom-resource-definition.ts'
import { claimProtectionController } from './workloads/claim-protection.ts'
import { daemonSetController } from './workloads/daemon-set.ts'
import { deploymentController } from './workloads/deployment.ts'
import { disruptionController } from './workloads/disruption.ts'
import { endpointSliceController } from './services/endpoint-slice.ts'
import { endpointSliceMirroringController } from './services/endpoint-slice-mirroring.ts'
import { endpointsController } from './services/endpoints.ts'
import { serviceCidrController } from './services/service-cidr.ts'
import { garbageCollector } from './garbage-collector.ts'
import { gatewayStatusController } from './gateway-status.ts'
import { ingressStatusController } from './ingress-status.ts'
import { cronJobController } from './jobs/cron-job.ts'
import { jobController } from './jobs/job.ts'
import { jobTrackingController } from './jobs/tracking.ts'
import { ttlAfterFinishedController } from './jobs/ttl-after-finished.ts'
import { namespaceController } from './namespace.ts'
import { replicaSetController } from './workloads/replica-set.ts'
import { replicationControllerController } from './workloads/replication-controller.ts'
import { leaseController } from './nodes/lease.ts'
import { nodeLifecycleController } from './nodes/node-lifecycle.ts'
import { podGarbageCollector } from './nodes/pod-garbage-collector.ts'
import { taintEvictionController } from './nodes/taint-eviction.ts'
import { resourceQuotaController } from './resource-quota.ts'
import { schedulerController } from './scheduling/scheduler.ts'
import { statefulSetController } from './workloads/stateful-set.ts'
import type { Controller } from './controller.ts'

export const CONTROLLERS: readonly Controller[] = [
  customResourceDefinitionController,
  apiServiceController,
  namespaceController,
  deploymentController,
  replicaSetController,
  replicationControllerController,
  statefulSetController,
  claimProtectionController,
  daemonSetController,
  cronJobController,
  jobController,
  jobTrackingController,
  ttlAfterFinishedController,
  nodeLifecycleController,
  leaseController,
  schedulerController,
  taintEvictionController,
  podGarbageCollector,
  endpointSliceController,
  endpointsController,
  endpointSliceMirroringController,
  serviceCidrController,
  disruptionController,
  ingressStatusController,
  gatewayStatusController,
  resourceQuotaController,
  clusterRoleAggregationController,
  garbageCollector,
]
