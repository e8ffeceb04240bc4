/** The paths of a group's resources, as far as clients look at them: which operations there are, and with which parameters. */
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { BUILT_IN_ROOTS } from '../../../kubernetes/structure.ts'
import type { ServedVersion } from '../discovery/groups.ts'
import { definitionOfKind } from './custom.ts'
import { APPLY, JSON_PATCH, MERGE, STRATEGIC } from '../rest/patch-types.ts'
import type { Schema } from './schemas.ts'

const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation'] as const

interface Style {
  readonly parameter: (name: string, type: 'string' | 'boolean') => Schema
  readonly answer: (definition: string) => Schema
  /** How the body of a patch of these media types is told. */
  readonly patchBody: (types: readonly string[]) => Schema
}

const V3: Style = {
  parameter: (name, type) => ({ name, in: 'query', schema: { type, uniqueItems: true } }),
  answer: (definition) => ({
    '200': { description: 'OK', content: { 'application/json': { schema: { $ref: `#/components/schemas/${definition}` } } } },
  }),
  patchBody: (types) => ({
    requestBody: { content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'object' } }])), required: true },
  }),
}

const V2: Style = {
  parameter: (name, type) => ({ name, in: 'query', type, uniqueItems: true }),
  answer: (definition) => ({ '200': { description: 'OK', schema: { $ref: `#/definitions/${definition}` } } }),
  patchBody: (types) => ({ consumes: types }),
}

/** Kinds of one's own have no structure that a strategic merge could go by. */
const patchTypesOf = ({ apiVersion, kind }: ResourceInfo): readonly string[] =>
  [APPLY, JSON_PATCH, MERGE, STRATEGIC].filter(
    (type) => type !== STRATEGIC || BUILT_IN_ROOTS[`${apiVersion}/${kind}`] !== undefined,
  )

const operation = (info: ResourceInfo, verb: string, style: Style): Schema => {
  const { group, version, kind } = info
  const writes = verb === 'post' || verb === 'put' || verb === 'patch'
  const parameters = writes ? WRITE_PARAMETERS.map((name) => style.parameter(name, 'string')) : []
  return {
    operationId: `${verb}${info.group.replaceAll('.', '')}${version}${kind}`,
    parameters: verb === 'patch' ? [...parameters, style.parameter('force', 'boolean')] : parameters,
    ...(verb === 'patch' ? style.patchBody(patchTypesOf(info)) : {}),
    responses: style.answer(definitionOfKind(info)),
    'x-kubernetes-action': verb,
    'x-kubernetes-group-version-kind': { group, version, kind },
  }
}

const operations = (info: ResourceInfo, verbs: readonly string[], style: Style): Schema =>
  Object.fromEntries(verbs.map((verb) => [verb, operation(info, verb, style)]))

const pathsOfResource = (info: ResourceInfo, style: Style): readonly (readonly [string, Schema])[] => {
  const root = info.group === '' ? '/api' : '/apis'
  const base = `${root}/${info.apiVersion}/${info.namespaced ? 'namespaces/{namespace}/' : ''}${info.plural}`
  const collection = [
    base,
    operations(info, info.verbs.includes('list') ? ['get', 'post', 'delete'] : ['post'], style),
  ] as const
  return info.verbs.includes('get')
    ? [collection, [`${base}/{name}`, operations(info, ['get', 'put', 'patch', 'delete'], style)]]
    : [collection]
}

export const pathsOf = ({ resources }: ServedVersion, dialect: 'v2' | 'v3'): Schema =>
  Object.fromEntries(resources.flatMap((info) => pathsOfResource(info, dialect === 'v3' ? V3 : V2)))
