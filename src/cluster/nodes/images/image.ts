/** A container image, as far as it decides what a container runs and which tools are in it. */
export interface Image {
  /** Last parts of repository names: `nginx` stands for docker.io/library/nginx as well. */
  readonly names: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  /** Which family of command line tools `kubectl exec` finds; `none` for images with a single program. */
  readonly tools: 'busybox' | 'debian' | 'alpine' | 'none'
  /** Network tools besides those of the family. */
  readonly extraTools?: readonly string[]
}

/** The repository's path without registry, tag and digest: `library/nginx` becomes `nginx`. */
export const repositoryOf = (reference: string): string => {
  const path = reference.replace(/@.*$/u, '').replace(/:[^/:]*$/u, '')
  return path.slice(path.lastIndexOf('/') + 1)
}

export const tagOf = (reference: string): string => /:([^/:@]+)(?:@.*)?$/u.exec(reference)?.[1] ?? 'latest'

/** @see distribution/reference, "reference grammar" */
const REFERENCE =
  /^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@[a-z0-9+._-]+:[0-9a-fA-F]{32,})?$/u

export const isValidReference = (reference: string): boolean => REFERENCE.test(reference)
