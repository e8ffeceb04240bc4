/** `--on`, `--context` and `--file`: one place is meant, and it is named wholly. */
import { Problem } from './problem.ts'

export interface PlaceOptions {
  readonly on?: 'embedded' | 'manifests' | 'kubeconfig'
  /** Of the user's kubeconfig. */
  readonly context?: string
}

/** Fails where options contradict each other, before anything is read. */
export function requireOnePlace({ on, context }: PlaceOptions, files: readonly string[]): void {
  if (context !== undefined && on !== 'kubeconfig') throw new Problem('context-alone')
  if (on === 'manifests' && files.length === 0) throw new Problem('file-missing')
  if (on !== undefined && on !== 'manifests' && files.length > 0) throw new Problem('file-and-cluster', { on })
}
