/** Go structs that few templates have, and those of the API server itself. */
import { RARE_GO_NAMED, RARE_GO_STRUCTS } from '../generated/go-structs-rare.ts'

/** Fields of a struct as they are written in `generated/go-structs.ts`; undefined where there is none. */
export const rareStructOf = (type: string): string | undefined => RARE_GO_STRUCTS[type]

/** What a named type is. */
export const rareNamedOf = (type: string): string | undefined => RARE_GO_NAMED[type]
