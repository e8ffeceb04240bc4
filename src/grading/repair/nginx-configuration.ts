import type { Pod } from '../../kubernetes/generated/types.ts'
import { referenceTo, type KubernetesObject } from '../../kubernetes/object.ts'
import type { Patch } from './patch.ts'

const SITES = '/etc/nginx/conf.d'

/** A site that serves the image's own pages on this port. */
export const siteFor = (port: number): string => `server {\n    listen ${port};\n    root /usr/share/nginx/html;\n}\n`

/** A server block of its own, mounted where nginx reads its sites from. */
export const configureNginx = (pod: Pod, container: string, port: number): Patch => {
  const index = Math.max(
    0,
    (pod.spec?.containers ?? []).findIndex((one) => one.name === container),
  )
  const { namespace } = pod.metadata
  const mounted = pod.spec?.containers[index]?.volumeMounts ?? []
  const replaced = new Set(
    mounted
      .filter(({ mountPath }) => mountPath.startsWith(SITES) || `${SITES}/`.startsWith(`${mountPath.replace(/\/+$/u, '')}/`))
      .map((mount) => mount.name),
  )
  const taken = (pod.spec?.volumes ?? []).flatMap(({ configMap }) => configMap?.name ?? [])
  const name = taken.includes(`nginx-${port}`) ? `nginx-${port}-sites` : `nginx-${port}`
  const configuration = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    data: { 'default.conf': siteFor(port) },
  } as KubernetesObject
  const mounts = withoutToken(mounted.filter((mount) => !replaced.has(mount.name)))
  const volumes = withoutToken((pod.spec?.volumes ?? []).filter((volume) => !replaced.has(volume.name)))
  return {
    changes: [
      { kind: 'create', object: configuration },
      {
        kind: 'edit',
        object: referenceTo(pod),
        edits: [
          {
            path: `spec.containers[${index}].volumeMounts`,
            value: [{ name: 'configuration', mountPath: SITES }, ...mounts],
          },
          { path: 'spec.volumes', value: [{ name: 'configuration', configMap: { name } }, ...volumes] },
        ],
      },
    ],
  }
}

/** Admission adds the service account's token to every Pod again: no line of it belongs in a learner's manifest. */
export const withoutToken = <T extends { readonly name: string }>(named: readonly T[] = []): readonly T[] =>
  named.filter(({ name }) => !name.startsWith('kube-api-access-'))
