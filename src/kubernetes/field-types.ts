/** The notation of fields in `generated/structure.ts`: a mark, and a type. */

/** `[]ContainerPort` for `?[]ContainerPort`. */
export const typeOf = (field: string): string => field.replace(/^[!&~?=]/u, '')

/** What an object must have. */
export const isRequired = (field: string): boolean => field.startsWith('!') || field.startsWith('&')

/** Left out where it is empty. */
export const isLeftOutEmpty = (field: string): boolean => field.startsWith('?')

/** There, if empty, where an object leaves it out: a structure, a text or a number itself, not a pointer to one; of times null. */
export const isHeldItself = (field: string): boolean => field.startsWith('=')

/** What Go writes as null where nothing is there: lists and maps that are not left out, and pointers of that kind. */
export const isNullWithout = (field: string): boolean =>
  field.startsWith('~') || (!isLeftOutEmpty(field) && /^(?:\[\]|\{\})/u.test(typeOf(field)))
