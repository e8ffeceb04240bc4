/** Values of the wrong type in kinds that a real server knows by their definition: their schema refuses them, not the decoder. */
import { invalid } from '../errors.ts'
import { isJsonObject, isList, type JsonObject } from '../json.ts'
import type { Status } from '../status.ts'
import { afterSchema } from '../validation/after-schema.ts'
import { invalidType } from '../validation/causes.ts'
import type { WrongType } from './decode.ts'

const NAMES: Readonly<Record<string, string>> = { IntOrString: 'integer,string', map: 'object', time: 'string' }

/** As schemas name it. */
const wantedType = (expected: string): string => {
  if (expected.startsWith('[]')) return 'array'
  return NAMES[expected] ?? (/^[A-Z]/u.test(expected) ? 'object' : expected)
}

const foundType = (value: unknown): string => {
  if (isList(value)) return 'array'
  if (isJsonObject(value)) return 'object'
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** Kinds whose definition has no rules that could go unchecked. */
const WITHOUT_RULES: ReadonlySet<unknown> = new Set(['ReferenceGrant'])

export const refuseBySchema = ({ apiVersion, kind, metadata }: JsonObject, wrongTypes: readonly WrongType[]): Status => {
  const found = wrongTypes.map(({ path, expected, value }) => {
    const type = foundType(value)
    return invalidType(path, type, `${path} in body must be of type ${wantedType(expected)}: ${JSON.stringify(type)}`)
  })
  const { name } = isJsonObject(metadata) ? metadata : {}
  const group = String(apiVersion).replace(/\/.*$/u, '')
  const causes = WITHOUT_RULES.has(kind) ? found : afterSchema(found, () => [])
  return invalid(String(kind), typeof name === 'string' ? name : '', causes, group)
}
