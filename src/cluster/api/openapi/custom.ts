/** Definitions of custom kinds: their own schemas, with what every object has. */
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { ROOT_STRUCTURES } from '../../../kubernetes/structure.ts'
import type { CustomResource } from '../../custom/served.ts'
import { definitionName, type Dialect, type Schema } from './schemas.ts'

/** `com.example.v1.Backup`; kinds of Kubernetes itself are named by their structure. */
export const definitionOfKind = ({ apiVersion, group, version, kind }: ResourceInfo): string => {
  const structure = ROOT_STRUCTURES[`${apiVersion}/${kind}`]
  return structure === undefined ? [...group.split('.').reverse(), version, kind].join('.') : definitionName(structure)
}

/** Fields that clients know of every object, before those of the schema. */
export const customSchema = ({ info, schema }: CustomResource, { prefix, wrapReferences }: Dialect): Schema => {
  const metadata = { $ref: `${prefix}${definitionName('ObjectMeta')}` }
  const { group, version, kind } = info
  return {
    ...schema,
    type: 'object',
    properties: {
      ...schema.properties,
      apiVersion: { type: 'string', description: 'The version of the schema that the object is written in.' },
      kind: { type: 'string', description: 'The kind of the object.' },
      metadata: wrapReferences ? { description: 'Standard metadata of an object.', allOf: [metadata] } : metadata,
    },
    'x-kubernetes-group-version-kind': [{ group, kind, version }],
  }
}
