/** Repairs of Pods whose server does not come to listen where it should. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isConfigMap } from '../../kubernetes/guards.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { Failure } from '../failure.ts'
import { configureNginx } from '../repair/nginx-configuration.ts'
import { editsOf, type Patch } from '../repair/patch.ts'
import type { PlacedContainer } from './pod-evidence.ts'

const SITES = '/etc/nginx/conf.d'

/** The place where nginx looks for its sites, and names that it reads there. */
export const mountRepairs = ({ snapshot }: Failure, pod: Pod, { container, path }: PlacedContainer): readonly Patch[] =>
  (container.volumeMounts ?? []).flatMap(({ name, mountPath }, index): readonly Patch[] => {
    const map = (pod.spec?.volumes ?? []).find((volume) => volume.name === name)?.configMap?.name
    const found = snapshot.objects
      .filter(isConfigMap)
      .find(({ metadata }) => metadata.name === map && metadata.namespace === pod.metadata.namespace)
    if (found === undefined) return []
    const place = mountPath.replace(/\/+$/u, '')
    const moved =
      place === SITES ? [] : [editsOf(referenceTo(pod), [{ path: `${path}.volumeMounts[${index}].mountPath`, value: SITES }])]
    const renamed = Object.entries(found.data ?? {}).flatMap(([key, text]) =>
      key.endsWith('.conf')
        ? []
        : [
            editsOf(referenceTo(found), [
              { path: `data[${key}]`, value: undefined },
              { path: 'data[default.conf]', value: text },
            ]),
          ],
    )
    const anew: Patch['changes'] = [{ kind: 'recreate', object: referenceTo(pod) }]
    return [...moved, ...renamed.map(({ changes }) => ({ changes: [...changes, ...anew] }))]
  })

/** What the image starts by itself, and nginx with a configuration for the port that is asked for. */
export const serverRepairs = (pod: Pod, { container, path }: PlacedContainer, port: number | undefined): readonly Patch[] => {
  const { command, args, image = '', name } = container
  const fields = [...(command === undefined ? [] : ['command']), ...(args === undefined ? [] : ['args'])]
  const sets = fields.length === 2 ? [['args'], ['command'], fields] : fields.length === 0 ? [] : [fields]
  const removals = sets.map((set) =>
    editsOf(
      referenceTo(pod),
      set.map((field) => ({ path: `${path}.${field}`, value: undefined })),
    ),
  )
  const isNginx = /(?:^|\/)nginx(?:[:@]|$)/u.test(image)
  if (!isNginx || port === undefined) return removals
  const configured = configureNginx(pod, name, port)
  return [...removals, configured, ...removals.map(({ changes }) => ({ changes: [...changes, ...configured.changes] }))]
}
