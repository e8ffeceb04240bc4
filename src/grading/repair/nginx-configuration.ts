import type { Pod } from '../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Snapshot } from '../../network/model.ts'
import { mountConfigMap } from './mount-config-map.ts'
import type { Patch } from './patch.ts'

/** Where nginx reads its sites from. */
export const SITES = '/etc/nginx/conf.d'

/** A site that serves the image's own pages on this port. */
export const siteFor = (port: number): string => `server {\n    listen ${port};\n    root /usr/share/nginx/html;\n}\n`

/** A ConfigMap beside the Pod, under a name that none has. */
export const configMapBeside = (
  snapshot: Snapshot,
  pod: Pod,
  name: string,
  data: Readonly<Record<string, string>>,
): KubernetesObject => {
  const { namespace } = pod.metadata
  const taken = new Set(
    snapshot.objects.flatMap(({ kind, metadata }) =>
      kind === 'ConfigMap' && metadata.namespace === namespace ? [metadata.name] : [],
    ),
  )
  const names = [name, `${name}-sites`, ...Array.from({ length: taken.size }, (_, index) => `${name}-${index + 2}`)]
  const metadata = { name: names.find((one) => !taken.has(one)) ?? name, ...(namespace === undefined ? {} : { namespace }) }
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data } as KubernetesObject
}

/** A server block of its own, mounted where nginx reads its sites from. */
export const configureNginx = (snapshot: Snapshot, pod: Pod, container: string, port: number): Patch => {
  const map = configMapBeside(snapshot, pod, `nginx-${port}`, { 'default.conf': siteFor(port) })
  return {
    changes: [{ kind: 'create', object: map }, mountConfigMap(pod, container, map.metadata.name ?? '', [{ mountPath: SITES }])],
  }
}
