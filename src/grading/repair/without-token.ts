/** The service account's token: admission adds it to every Pod by itself, so no line of it belongs in a learner's manifest. */
import type { Container, Pod } from '../../kubernetes/generated/types.ts'

/** Volumes or mounts but for those of the token. */
export const withoutToken = <T extends { readonly name: string }>(named: readonly T[] = []): readonly T[] =>
  named.filter(({ name }) => !name.startsWith('kube-api-access-'))

/** A Pod's spec as it was written, with neither the token's volume nor its mounts. */
export const withoutTokens = (spec: NonNullable<Pod['spec']>): NonNullable<Pod['spec']> => {
  const { volumes, initContainers, ...rest } = spec
  const ownVolumes = withoutToken(volumes)
  return {
    ...rest,
    containers: spec.containers.map(bare),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(bare) }),
    ...(ownVolumes.length === 0 ? {} : { volumes: ownVolumes }),
  }
}

const bare = ({ volumeMounts, ...container }: Container): Container => {
  const own = withoutToken(volumeMounts)
  return { ...container, ...(own.length === 0 ? {} : { volumeMounts: own }) }
}
