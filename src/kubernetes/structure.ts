/** Which fields objects have: those of Kubernetes itself, generated, and those of the extensions. */
import { EXTENSIONS } from './extensions/extensions.ts'
import { COMMON_STRUCTURES, ROOT_KINDS } from './generated/structure.ts'
import { isOfExtension, isWithoutZeros, rareFieldsOf } from './structure-rare.ts'
import { workloadFieldsOf } from './structure-workloads.ts'

/** Names of fields to their types. */
export type Fields = Readonly<Record<string, string>>

const isStructure = (name: string): boolean => /^[A-Z]/u.test(name)

/** Neither an extension's nor rare. */
const isUsual = (structure: string): boolean => structure in COMMON_STRUCTURES || workloadFieldsOf(structure) !== undefined

/** Fields of a structure by its name, in the notation of `generated/structure.ts`; undefined where it is none. */
export const fieldsOf = (structure: string): Fields | undefined =>
  COMMON_STRUCTURES[structure] ??
  (isStructure(structure) ? (workloadFieldsOf(structure) ?? rareFieldsOf(structure)) : undefined)

/** Those of Kubernetes itself. */
export const BUILT_IN_ROOTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ROOT_KINDS).flatMap(([apiVersion, kinds]) =>
    kinds.split(' ').map((one) => {
      const [kind = '', structure = kind] = one.split('=')
      return [`${apiVersion}/${kind}`, structure]
    }),
  ),
)

/** `apiVersion/kind` to the name of its structure. */
export const ROOT_STRUCTURES: Readonly<Record<string, string>> = {
  ...BUILT_IN_ROOTS,
  ...Object.fromEntries(
    EXTENSIONS.flatMap(({ apiVersion, roots }) =>
      Object.entries(roots).map(([kind, structure]) => [`${apiVersion}/${kind}`, structure]),
    ),
  ),
}

/** Required fields that are absent read as zero, as in Go. */
export const readsAsZero = (structure: string): boolean => isUsual(structure) || !isWithoutZeros(structure)

/** Where a structure of this kind must be there and is not, an empty one is read, as in Go. */
export const readsAsEmpty = (structure: string): boolean => isUsual(structure) || !isOfExtension(structure)
