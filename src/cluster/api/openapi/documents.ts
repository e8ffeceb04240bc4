/** OpenAPI documents of what is served. Made when first asked for: `kubectl explain` is the only one that reads much of them. */
import { ROOT_STRUCTURES } from '../../../kubernetes/structure.ts'
import { servedGroups, type ServedGroup } from '../discovery/groups.ts'
import { pathsOf } from './paths.ts'
import { schemasOf } from './schemas.ts'

const INFO = { title: 'Kubernetes', version: 'v1.34.4' } as const

const pathOf = ({ apiVersion, group }: ServedGroup): string => (group === '' ? `api/${apiVersion}` : `apis/${apiVersion}`)

const rootsOf = ({ resources }: ServedGroup): readonly string[] =>
  resources.flatMap(({ apiVersion, kind }) => ROOT_STRUCTURES[`${apiVersion}/${kind}`] ?? [])

/** /openapi/v3. The version in the hash lets clients keep what they have read. */
export const openApiIndex = (): unknown => ({
  paths: Object.fromEntries(
    servedGroups().map((served) => [
      pathOf(served),
      { serverRelativeURL: `/openapi/v3/${pathOf(served)}?hash=${INFO.version}` },
    ]),
  ),
})

/** `path`: what stands after /openapi/v3/. */
export const openApiV3 = (path: string): unknown => {
  const served = servedGroups().find((group) => pathOf(group) === path)
  if (served === undefined) return undefined
  const schemas = schemasOf(rootsOf(served), { prefix: '#/components/schemas/', wrapReferences: true })
  return { openapi: '3.0.0', info: INFO, paths: pathsOf(served, 'v3'), components: { schemas } }
}

export const openApiV2 = (): unknown => ({
  swagger: '2.0',
  info: INFO,
  paths: Object.assign({}, ...servedGroups().map((served) => pathsOf(served, 'v2'))) as unknown,
  definitions: schemasOf(servedGroups().flatMap(rootsOf), { prefix: '#/definitions/', wrapReferences: false }),
})
