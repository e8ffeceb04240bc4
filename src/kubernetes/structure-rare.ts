/** Fields of structures that few manifests have. */
import { EXTENSION_SCHEMAS } from './extensions/schemas.ts'
import { RARE_STRUCTURES } from './generated/structure-rare.ts'
import { seldomFieldsOf } from './structure-seldom.ts'

type Structures = Readonly<Record<string, Readonly<Record<string, string>>>>

const OF_EXTENSIONS = Object.assign({}, ...EXTENSION_SCHEMAS.map(({ structures }) => structures)) as Structures

const WITHOUT_ZEROS: ReadonlySet<string> = new Set(
  EXTENSION_SCHEMAS.flatMap(({ absentStaysAbsent, structures }) => (absentStaysAbsent === true ? Object.keys(structures) : [])),
)

/** Undefined where there is no such structure. */
export const rareFieldsOf = (structure: string): Structures[string] | undefined =>
  OF_EXTENSIONS[structure] ?? RARE_STRUCTURES[structure] ?? seldomFieldsOf(structure)

/** Its required fields do not read as zero where they are absent. */
export const isWithoutZeros = (structure: string): boolean => WITHOUT_ZEROS.has(structure)

/** It is checked against a schema, not read into a Go struct. */
export const isOfExtension = (structure: string): boolean => structure in OF_EXTENSIONS
