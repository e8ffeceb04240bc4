/** Fields of structures that only kinds have which administrators and programs write. */
import { SELDOM_STRUCTURES } from './generated/structure-seldom.ts'

/** Undefined where there is no such structure. */
export const seldomFieldsOf = (structure: string): Readonly<Record<string, string>> | undefined => SELDOM_STRUCTURES[structure]
