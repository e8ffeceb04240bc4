/** Where packets that travel between lanes are shown, below the machines. */
import type { Block } from '../surface/block.ts'

/** What lies on the network between two lanes: the packet as it travels there. */
export interface Transfer {
  /** Numbers of the lanes. */
  readonly from: number
  readonly to: number
  readonly chip: Block
}

export interface PlacedTransfer extends Transfer {
  readonly chipX: number
  /** The middle of the chip. */
  readonly y: number
}

const TRACK_GAP = 16

/** The middle of the widest piece of a span that no line to a lower track passes through. */
const middleOf = ({ left, right }: { readonly left: number; readonly right: number }, lower: readonly number[]): number => {
  const cuts = [left, ...lower.filter((x) => x > left && x < right).toSorted((one, other) => one - other), right]
  const pieces = cuts.slice(1).map((end, index) => ({ start: cuts[index] ?? left, end }))
  const widest = pieces.reduce((best, piece) => (piece.end - piece.start > best.end - best.start ? piece : best))
  return (widest.start + widest.end) / 2
}

/** Transfers that would cross each other lie below each other, the shorter ones above. */
export const placeTransfers = (
  transfers: readonly Transfer[],
  laneX: ReadonlyMap<number, number>,
  top: number,
): readonly PlacedTransfer[] => {
  const spans = transfers.map((transfer, index) => {
    const [a, b] = [laneX.get(transfer.from) ?? 0, laneX.get(transfer.to) ?? 0]
    return { transfer, index, left: Math.min(a, b), right: Math.max(a, b) }
  })
  const tracks: (typeof spans)[] = []
  for (const span of spans.toSorted((one, other) => one.right - one.left - (other.right - other.left))) {
    const free = tracks.find((track) => track.every(({ left, right }) => span.right + 8 < left || right + 8 < span.left))
    if (free === undefined) tracks.push([span])
    else free.push(span)
  }
  let y = top
  const placed = tracks.flatMap((track, depth) => {
    const below = tracks.slice(depth + 1).flatMap((spans) => spans.flatMap(({ left, right }) => [left, right]))
    const height = Math.max(...track.map(({ transfer }) => transfer.chip.height))
    const middle = y + height / 2
    y += height + TRACK_GAP
    return track.map(({ transfer, index, left, right }) => ({
      index,
      placed: { ...transfer, y: middle, chipX: middleOf({ left, right }, below) - transfer.chip.width / 2 },
    }))
  })
  return placed.toSorted((one, other) => one.index - other.index).map((one) => one.placed)
}
