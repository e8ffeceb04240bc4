import { join, resolve } from 'node:path'
import envPaths from 'env-paths'

/** Where everything lives that netgrade keeps between two commands. */
export interface StatePaths {
  readonly home: string
  readonly kubeconfig: string
  readonly credentials: string
  /** The authority that signs requests for certificates; outlives a reset. */
  readonly signer: string
  /** The journal's directory. */
  readonly data: string
  /** The cluster's address ranges; they outlive a reset. */
  readonly ranges: string
  /** States that were saved under a name, a folder each; they outlive a reset. */
  readonly saved: string
  readonly record: string
  readonly log: string
  readonly progress: string
}

/** `NETGRADE_HOME`, else the platform's place for application data. */
export function statePaths(environment: Readonly<Record<string, string | undefined>>): StatePaths {
  const chosen = environment['NETGRADE_HOME']
  const home = chosen === undefined || chosen === '' ? envPaths('netgrade', { suffix: '' }).data : resolve(chosen)
  return {
    home,
    kubeconfig: join(home, 'kubeconfig'),
    credentials: join(home, 'credentials.json'),
    signer: join(home, 'signer.json'),
    data: join(home, 'data'),
    ranges: join(home, 'data', 'ranges.json'),
    saved: join(home, 'saved'),
    record: join(home, 'daemon.json'),
    log: join(home, 'daemon.log'),
    progress: join(home, 'progress.json'),
  }
}
