import type { ResolverLibrary } from '../model.ts'
import type { ResolvConf } from './resolv-conf.ts'
import { ndotsOf } from './resolv-conf.ts'

/** A name the resolver asks for, absolute and with a trailing dot. */
export interface Candidate {
  readonly query: string
  readonly source: 'search-list' | 'as-is'
}

const MAX_NAME = 254
const MAX_LABEL = 63

const isSendable = ({ query }: Candidate): boolean =>
  query.length <= MAX_NAME &&
  query
    .slice(0, -1)
    .split('.')
    .every((label) => label !== '' && label.length <= MAX_LABEL)

/**
 * The names to ask for, in order, until one answers (semantics D21 to D24): with fewer dots than `ndots` the search list
 * comes first, else the name as it is, for musl that alone; a trailing dot makes it absolute. What cannot be a name at all is left out.
 * @see glibc resolv/res_query.c, musl src/network/lookup_name.c, busybox networking/nslookup.c
 */
export function candidatesOf(name: string, conf: ResolvConf, library: ResolverLibrary = 'glibc'): readonly Candidate[] {
  if (name.endsWith('.')) return [{ query: name, source: 'as-is' } as const].filter(isSendable)
  const asIs: Candidate = { query: `${name}.`, source: 'as-is' }
  const searched = conf.searches.map((suffix): Candidate => ({
    query: `${name}.${suffix.replace(/\.$/, '')}.`,
    source: 'search-list',
  }))
  return inOrder({ name, conf, library, asIs, searched }).filter(isSendable)
}

interface Sought {
  readonly name: string
  readonly conf: ResolvConf
  readonly library: ResolverLibrary
  readonly asIs: Candidate
  readonly searched: readonly Candidate[]
}

function inOrder({ name, conf, library, asIs, searched }: Sought): readonly Candidate[] {
  switch (library) {
    case 'glibc':
      return comesFirst(name, conf) ? [asIs, ...searched] : [...searched, asIs]
    case 'musl':
      return comesFirst(name, conf) ? [asIs] : [...searched, asIs]
    case 'old-musl':
      return [asIs]
    case 'busybox-nslookup':
      return name.includes('.') || searched.length === 0 ? [asIs] : searched
  }
}

/** Whether the name is tried as it is before the search list. */
export const comesFirst = (name: string, conf: ResolvConf): boolean => name.split('.').length - 1 >= ndotsOf(conf)
