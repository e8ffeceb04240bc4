import { isEndpointSlice } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

const SHOWN = 3
const UNSET = '<unset>'

const shorten = (items: readonly string[]): string => {
  if (items.length === 0) return UNSET
  const more = items.length > SHOWN ? ` + ${items.length - SHOWN} more...` : ''
  return items.slice(0, SHOWN).join(',') + more
}

const COLUMNS = [NAME, text('AddressType'), text('Ports'), text('Endpoints'), text('Age')]

export const endpointSlicePrinter = printer(isEndpointSlice, COLUMNS, (slice, nowMs) => [
  nameOf(slice),
  slice.addressType,
  shorten((slice.ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port)))),
  shorten(slice.endpoints.flatMap(({ addresses }) => addresses)),
  ageOf(slice, nowMs),
])
