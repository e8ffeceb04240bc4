/** Repairs of Pods whose server does not come to listen where it should. */
import type { ConfigMap, Pod } from '../../../kubernetes/generated/types.ts'
import { isConfigMap } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { configureNginx, siteFor, SITES } from '../../repair/nginx-configuration.ts'
import { editsOf, type Edit, type Patch } from '../../repair/patch.ts'
import { wantedPort } from '../evidence.ts'
import type { PlacedContainer } from '../pod/pod-evidence.ts'

/** The place where nginx looks for its sites, and names that it reads there. */
export const mountRepairs = (failure: Failure, pod: Pod, { container, path }: PlacedContainer): readonly Patch[] =>
  (container.volumeMounts ?? []).flatMap(({ name, mountPath }, index): readonly Patch[] => {
    const map = (pod.spec?.volumes ?? []).find((volume) => volume.name === name)?.configMap?.name
    const found = failure.snapshot.objects
      .filter(isConfigMap)
      .find(({ metadata }) => metadata.name === map && metadata.namespace === pod.metadata.namespace)
    if (found === undefined) return []
    const place = mountPath.replace(/\/+$/u, '')
    const moved =
      place === SITES ? [] : [editsOf(referenceTo(pod), [{ path: `${path}.volumeMounts[${index}].mountPath`, value: SITES }])]
    const anew: Patch['changes'] = [{ kind: 'recreate', object: referenceTo(pod) }]
    const written = siteRepairs(found, wantedPort(failure)).map((edits) => editsOf(referenceTo(found), edits))
    return [...moved, ...written.map(({ changes }) => ({ changes: [...changes, ...anew] }))]
  })

/** A key that nginx reads, a semicolon behind each directive, or a server for the port that is asked for. */
const siteRepairs = ({ data = {} }: ConfigMap, port: number | undefined): readonly (readonly Edit[])[] =>
  Object.entries(data).flatMap(([key, text]) => {
    if (!key.endsWith('.conf'))
      return [
        [
          { path: `data[${key}]`, value: undefined },
          { path: 'data[default.conf]', value: text },
        ],
      ]
    const ended = text.replace(/([^\s;{}])[ \t]*$/gmu, '$1;')
    const texts = [...(ended === text ? [] : [ended]), ...(port === undefined ? [] : [siteFor(port)])]
    return texts.map((value) => [{ path: `data[${key}]`, value }])
  })

/** What the image starts by itself, and nginx with a configuration for the port that is asked for. */
export const serverRepairs = (failure: Failure, pod: Pod, { container, path }: PlacedContainer): readonly Patch[] => {
  const port = wantedPort(failure)
  const { command, args, image = '', name } = container
  const fields = [...(command === undefined ? [] : ['command']), ...(args === undefined ? [] : ['args'])]
  const sets = fields.length === 2 ? [['args'], ['command'], fields] : fields.length === 0 ? [] : [fields]
  const removals = sets.map((set) => set.map((field) => ({ path: `${path}.${field}`, value: undefined })))
  const isNginx = /(?:^|\/)nginx(?:[:@]|$)/u.test(image)
  const removed = removals.map((edits) => editsOf(referenceTo(pod), edits))
  if (!isNginx || port === undefined) return removed
  const configured = configureNginx(failure.snapshot, pod, name, port)
  return [...removed, configured, ...removals.map((edits) => withEdits(configured, edits))]
}

/** The same repair, with more edits of the Pod. */
const withEdits = ({ changes }: Patch, edits: readonly Edit[]): Patch => ({
  changes: changes.map((change) => (change.kind === 'edit' ? { ...change, edits: [...edits, ...change.edits] } : change)),
})
