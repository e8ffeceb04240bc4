/** Fields of structures that only workloads have. */
import { WORKLOAD_STRUCTURES } from './generated/structure-workloads.ts'

/** Undefined where there is no such structure. */
export const workloadFieldsOf = (structure: string): Readonly<Record<string, string>> | undefined =>
  WORKLOAD_STRUCTURES[structure]
