/** Names of container images: whether they are well formed, and which repository they mean. */

const REFERENCE =
  /^(?:(?<host>[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d+)?)\/)?(?<path>[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[a-f0-9]{64}))?$/u

export interface ImageReference {
  /** Empty for the default registry. */
  readonly registry: string
  /** Without registry and tag: `library/nginx`, `coredns/coredns`. */
  readonly repository: string
  readonly tag: string
}

/** Undefined where the name is no image reference. */
export function parseImage(image: string): ImageReference | undefined {
  const groups = REFERENCE.exec(image)?.groups
  // So long a number names an image by what is in it, not by where it is.
  if (groups === undefined || /^[a-f0-9]{64}$/u.test(image)) return undefined
  const { host = '', path = '', tag } = groups
  const isRegistry = host.includes('.') || host.includes(':') || host === 'localhost'
  const repository = isRegistry || host === '' ? path : `${host}/${path}`
  return { registry: isRegistry ? host : '', repository, tag: tag ?? 'latest' }
}

/** As the container runtime names it: registry and tag spelt out. */
export function canonicalImage({ registry, repository, tag }: ImageReference): string {
  const path = registry === '' && !repository.includes('/') ? `library/${repository}` : repository
  return `${registry === '' ? 'docker.io' : registry}/${path}:${tag}`
}

/** What is wrong with a name that is no image reference, as the runtime says it. */
export function misspelling(image: string): string {
  const wrong = 'invalid reference format'
  const [first = '', ...rest] = image.split('/')
  const isHost = rest.length > 0 && (/[.:]/u.test(first) || first === 'localhost' || first.toLowerCase() !== first)
  const path = isHost ? rest.join('/') : image
  const repository = path.split(':')[0] ?? ''
  if (repository === repository.toLowerCase()) return wrong
  const name = !isHost && !repository.includes('/') ? `library/${repository}` : repository
  return `${wrong}: repository name (${name}) must be lowercase`
}

/** Hosts below .invalid exist nowhere (RFC 6761). */
export const isRegistryUnreachable = ({ registry }: ImageReference): boolean => /\.invalid(:\d+)?$/u.test(registry)

/** Whether it names one of Docker Hub's official images: no owner but `library`, no other registry. */
export const isOfficial = ({ registry, repository }: ImageReference): boolean =>
  (registry === '' || registry === 'docker.io') && !repository.replace(/^library\//u, '').includes('/')
