/** `--on`, `--context` and `--file`: one place is meant, and it is named wholly. */
import { Problem } from '../terminal/problem.ts'

/** Where a task is done. */
export type PlaceName = 'embedded' | 'manifests' | 'kubeconfig' | 'kind'

export interface PlaceOptions {
  readonly on?: PlaceName
  /** Of the user's kubeconfig. */
  readonly context?: string
}

/** Fails where options contradict each other, before anything is read. */
export function requireOnePlace({ on, context }: PlaceOptions, files: readonly string[]): void {
  if (context !== undefined && on !== 'kubeconfig') throw new Problem('context-alone')
  if (on === 'manifests' && files.length === 0) throw new Problem('file-missing')
  if (on !== undefined && on !== 'manifests' && files.length > 0) throw new Problem('file-and-cluster', { on })
}

/** Commands that are about one cluster have no use for every place; undefined is the embedded one. */
export function requirePlace<Name extends PlaceName>(on: PlaceName | undefined, choices: readonly Name[]): Name | undefined {
  const chosen = choices.find((name) => name === on)
  if (on !== undefined && chosen === undefined) throw new Problem('place-not-here', { on, choices: choices.join(', ') })
  return chosen
}

/** What was chosen of the two options. */
export const placeOf = ({ on, context }: PlaceOptions): PlaceOptions => ({
  ...(on === undefined ? {} : { on }),
  ...(context === undefined ? {} : { context }),
})
