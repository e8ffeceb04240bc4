/** How a cluster is named in commands that somebody types, whichever context is current. */
import type { LiveContext } from './client.ts'

export interface Typed {
  /** `kubectl --context NAME`, with the file in its place where the kubeconfig was made here. */
  readonly kubectl: string
  /** The options by which `grade` means the same cluster. */
  readonly place: string
}

/** For a shell. */
export const quote = (text: string): string =>
  /^[\w./:@-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Clusters whose kubeconfig was made here are those of `--on kind`. */
export const typedFor = (context: LiveContext): Typed =>
  typeof context === 'object'
    ? { kubectl: `kubectl --kubeconfig ${quote(context.file)}`, place: '--on kind' }
    : { kubectl: `kubectl --context ${quote(context)}`, place: `--on kubeconfig --context ${quote(context)}` }
