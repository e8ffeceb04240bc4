/** The numbers that workloads' statuses tell. @see k8s.io/kubernetes pkg/apis/{apps,core,policy}/validation/validation.go, v1.34 */
import { isJsonObject } from '../../json.ts'
import type { KubernetesObject } from '../../object.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue, notNegative } from '../causes.ts'

interface Counts {
  /** None is less than zero. */
  readonly numbers: readonly string[]
  /** Of these there are no more than replicas; of those that are available, no more than are ready. */
  readonly replicas?: readonly string[]
  /** What the latter are called. */
  readonly ready?: string
}

const REPLICA_SET: Counts = {
  numbers: [
    'replicas',
    'fullyLabeledReplicas',
    'readyReplicas',
    'availableReplicas',
    'observedGeneration',
    'terminatingReplicas',
  ],
  replicas: ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
  ready: 'readyReplicas',
}

const COUNTS: Readonly<Record<string, Counts>> = {
  'apps/v1/Deployment': {
    numbers: [
      'observedGeneration',
      'replicas',
      'updatedReplicas',
      'readyReplicas',
      'availableReplicas',
      'unavailableReplicas',
      'terminatingReplicas',
      'collisionCount',
    ],
    replicas: ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
    ready: 'readyReplicas',
  },
  'apps/v1/ReplicaSet': REPLICA_SET,
  'v1/ReplicationController': REPLICA_SET,
  'apps/v1/StatefulSet': {
    numbers: [
      'replicas',
      'readyReplicas',
      'currentReplicas',
      'updatedReplicas',
      'availableReplicas',
      'observedGeneration',
      'collisionCount',
    ],
    replicas: ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'],
    ready: 'status.readyReplicas',
  },
  'apps/v1/DaemonSet': {
    numbers: [
      'currentNumberScheduled',
      'numberMisscheduled',
      'desiredNumberScheduled',
      'numberReady',
      'observedGeneration',
      'updatedNumberScheduled',
      'numberAvailable',
      'numberUnavailable',
      'collisionCount',
    ],
  },
  'policy/v1/PodDisruptionBudget': { numbers: ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] },
  'autoscaling/v2/HorizontalPodAutoscaler': { numbers: ['currentReplicas', 'desiredReplicas'] },
}

type Numbers = Readonly<Record<string, number>>

/** Those that are there. */
const numbersOf = (object: KubernetesObject): Numbers => {
  const status = 'status' in object && isJsonObject(object.status) ? object.status : {}
  return Object.fromEntries(Object.entries(status).filter((one): one is [string, number] => typeof one[1] === 'number'))
}

const atMost = (numbers: Numbers, field: string, limit: string, detail: string): readonly StatusCause[] => {
  const value = numbers[field] ?? 0
  return value > (numbers[limit] ?? 0) ? [invalidValue(`status.${field}`, value, detail)] : []
}

/** None for kinds that count nothing. */
export const compareCounts = (object: KubernetesObject, old: KubernetesObject): readonly StatusCause[] => {
  const { numbers = [], replicas = [], ready } = COUNTS[`${object.apiVersion}/${object.kind}`] ?? {}
  const given = numbersOf(object)
  const before = numbersOf(old)['collisionCount'] ?? 0
  const collisions = given['collisionCount'] ?? 0
  return [
    ...numbers.flatMap((field) => notNegative(`status.${field}`, given[field])),
    ...replicas.flatMap((field) => atMost(given, field, 'replicas', 'cannot be greater than status.replicas')),
    ...(ready === undefined ? [] : atMost(given, 'availableReplicas', 'readyReplicas', `cannot be greater than ${ready}`)),
    ...(numbers.includes('collisionCount') && collisions < before
      ? [invalidValue('status.collisionCount', collisions, 'cannot be decremented')]
      : []),
  ]
}
