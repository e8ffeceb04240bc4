/** Whether a container is ready, from what it and its probes have come to. */
import { isRunning, type ContainerRecord } from './container-record.ts'

export const judgeReadiness = (record: ContainerRecord): void => {
  const passed = record.container.readinessProbe === undefined ? true : record.probes.readiness?.passed === true
  record.ready = isRunning(record) && record.started && passed
}
