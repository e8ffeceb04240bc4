/** What a machine needs for clusters of kind's, judged from what was read of it. */

/** Three nodes with the course's Pods. */
const MEMORY_BYTES = 3 * 1024 ** 3
const DISK_BYTES = 5 * 1024 ** 3
/** Of kind's own advice for more than one node. @see https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
const INOTIFY = { instances: 512, watches: 524_288 } as const

/** Undefined is what cannot be known here. */
export interface Machine {
  readonly kind: string | undefined
  /** The runtime that answers: docker, podman or nerdctl; its sentence where none does. */
  readonly runtime: { readonly name: string } | { readonly problem: 'missing' | 'stopped'; readonly reason: string }
  readonly takenPorts: readonly number[]
  /** Options of `grade up --on kind` that take others in their place, which are free. */
  readonly freePorts: readonly string[]
  readonly freeDiskBytes: number | undefined
  readonly freeMemoryBytes: number | undefined
  readonly inotify: { readonly instances: number; readonly watches: number } | undefined
}

export type Requirement = 'kind' | 'runtime' | 'ports' | 'disk' | 'memory' | 'inotify'

export interface Judged {
  readonly requirement: Requirement
  readonly good: boolean
  /** What was found, in figures or names. */
  readonly found: string
}

const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`

/** In the order in which they are mended; what cannot be known is left out. */
export function judgeMachine({
  kind,
  runtime,
  takenPorts,
  freeDiskBytes,
  freeMemoryBytes,
  inotify,
}: Machine): readonly Judged[] {
  const sizes: readonly (readonly [Requirement, number | undefined, number])[] = [
    ['disk', freeDiskBytes, DISK_BYTES],
    ['memory', freeMemoryBytes, MEMORY_BYTES],
  ]
  return [
    { requirement: 'runtime', good: 'name' in runtime, found: 'name' in runtime ? runtime.name : runtime.reason },
    { requirement: 'kind', good: kind !== undefined, found: kind ?? '' },
    { requirement: 'ports', good: takenPorts.length === 0, found: takenPorts.join(', ') },
    ...sizes.flatMap(([requirement, found, needed]) =>
      found === undefined ? [] : [{ requirement, good: found >= needed, found: gigabytes(found) }],
    ),
    ...(inotify === undefined
      ? []
      : [
          {
            requirement: 'inotify' as const,
            good: inotify.instances >= INOTIFY.instances && inotify.watches >= INOTIFY.watches,
            found: `${inotify.instances}, ${inotify.watches}`,
          },
        ]),
  ]
}

/** The line that raises the limits until the next start of the machine. */
export const INOTIFY_COMMAND = `sudo sysctl fs.inotify.max_user_instances=${INOTIFY.instances} fs.inotify.max_user_watches=${INOTIFY.watches}`
