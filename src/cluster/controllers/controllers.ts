/** All controllers but the kubelets, in the order in which they see a change. */
import { clusterRoleAggregationController } from './cluster-role-aggregation.ts'
import { customResourceDefinitionController } from './custom-resource-definition.ts'
import { daemonSetController } from './daemon-set.ts'
import { deploymentController } from './deployment.ts'
import { disruptionController } from './disruption.ts'
import { endpointSliceController } from './endpoint-slice.ts'
import { endpointSliceMirroringController } from './endpoint-slice-mirroring.ts'
import { endpointsController } from './endpoints.ts'
import { garbageCollector } from './garbage-collector.ts'
import { gatewayStatusController } from './gateway-status.ts'
import { ingressStatusController } from './ingress-status.ts'
import { cronJobController } from './jobs/cron-job.ts'
import { jobController } from './jobs/job.ts'
import { ttlAfterFinishedController } from './jobs/ttl-after-finished.ts'
import { namespaceController } from './namespace.ts'
import { replicaSetController } from './replica-set.ts'
import { replicationControllerController } from './replication-controller.ts'
import { schedulerController } from './scheduler.ts'
import { statefulSetController } from './stateful-set.ts'
import type { Controller } from './controller.ts'

export const CONTROLLERS: readonly Controller[] = [
  customResourceDefinitionController,
  namespaceController,
  deploymentController,
  replicaSetController,
  replicationControllerController,
  statefulSetController,
  daemonSetController,
  cronJobController,
  jobController,
  ttlAfterFinishedController,
  schedulerController,
  endpointSliceController,
  endpointsController,
  endpointSliceMirroringController,
  disruptionController,
  ingressStatusController,
  gatewayStatusController,
  clusterRoleAggregationController,
  garbageCollector,
]
