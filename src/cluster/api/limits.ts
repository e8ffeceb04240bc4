/** How much one cluster takes: a mistaken loop of a client must not take the learner's machine away. */

/** A real API server's own limit of a request's body. @see k8s.io/apiserver pkg/server/config.go, v1.34 */
export const MAX_BODY_BYTES = 3 * 1024 * 1024
/** A real cluster ends where etcd's space does, at about as many. */
export const MAX_OBJECTS = 150_000
export const MAX_WATCHES = 5_000

/** Counts what is open at the same time. */
export interface Gauge {
  /** False where as many are open as may be. What has entered leaves once. */
  enter(): boolean
  leave(): void
}

export const createGauge = (limit: number): Gauge => {
  let open = 0
  return {
    enter: () => {
      if (open >= limit) return false
      open += 1
      return true
    },
    leave: () => {
      open -= 1
    },
  }
}
