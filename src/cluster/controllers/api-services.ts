/** Each version of a group that CustomResourceDefinitions bring has an APIService. @see kubernetes pkg/controlplane/controller/crdregistration and autoregister, v1.34 */
import type { APIService } from '../../kubernetes/generated/types.ts'
import { isAPIService, isCustomResourceDefinition } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import { RESOURCES } from '../../kubernetes/resources.ts'
import { API_SERVICES, apiService, AUTOMANAGED, type ServedVersion } from '../api-service.ts'
import { DEFINITIONS } from '../custom/served.ts'
import type { Store } from '../store/store.ts'
import { toTimestamp } from '../time.ts'
import type { Controller } from './controller.ts'

const servedVersions = (store: Store): readonly ServedVersion[] =>
  store
    .list(DEFINITIONS)
    .filter(isCustomResourceDefinition)
    .flatMap(({ spec: { group, versions } }) =>
      versions
        .filter(({ served }) => served)
        .map(({ name: version }) => ({ group, version, apiVersion: `${group}/${version}` })),
    )

const nameOf = ({ group, version }: ServedVersion): string => `${version}.${group}`

const isKept = ({ metadata }: APIService): boolean => metadata.labels?.[AUTOMANAGED] === 'true'

/** What has been made for a definition; the versions of extensions have none. */
const madeServices = (store: Store): readonly APIService[] =>
  store
    .list(API_SERVICES)
    .filter(isAPIService)
    .filter((service) => isKept(service) && !isBuiltIn(service))

const isBuiltIn = ({ spec }: APIService): boolean =>
  RESOURCES.some(({ group, version }) => group === (spec?.group ?? '') && version === spec?.version)

export const apiServiceController: Controller = {
  name: 'api-services',
  manager: 'kube-apiserver',
  watches: [DEFINITIONS, API_SERVICES],
  keysFor: ({ resource, object }, { store }) =>
    resource === API_SERVICES
      ? [{ name: object.metadata.name ?? '' }]
      : [...servedVersions(store).map(nameOf), ...madeServices(store).map(({ metadata }) => metadata.name ?? '')].map(
          (name) => ({ name }),
        ),
  reconcile: ({ name }, { store, writer, clock }) => {
    const found = store.get(API_SERVICES, undefined, name)
    const version = servedVersions(store).find((one) => nameOf(one) === name)
    const wanted = version === undefined ? undefined : apiService(version, toTimestamp(clock.now()))
    if (found === undefined || !isAPIService(found)) {
      if (wanted !== undefined) writer.create(wanted, { keepStatus: true })
    } else if (wanted === undefined) {
      if (isKept(found) && !isBuiltIn(found)) writer.delete({ apiVersion: found.apiVersion, kind: found.kind, name })
    } else if (isKept(found) && !isEqual(found.spec, wanted.spec)) {
      const changed: APIService = { ...found, ...(wanted.spec === undefined ? {} : { spec: wanted.spec }) }
      writer.update(changed)
    }
    return undefined
  },
}
