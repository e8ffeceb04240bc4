/** What a drawing is asked for, and what it becomes. */
import type { NamedTarget, WorkloadEnd } from '../grading/ends/read-ends.ts'
import type { NamespacedName, Source } from '../network/model.ts'
import type { MatrixPort } from '../network/matrix.ts'
import type { Box, Point } from './surface/sheet.ts'

/** What every drawing has, whatever its kind. */
interface DrawingBase {
  /** The file of the cluster's state, as it is named; who draws has read it. */
  readonly state: string
  /** Switches as `grade trace --assume` takes them, e.g. plugin: bridge. */
  readonly assume: Readonly<Record<string, string>>
  /** Where a field stands, for what is found wrong when it is drawn. */
  readonly position: (path: string) => DrawingPlace
}

/** A place in a text, counted from 1. */
export interface DrawingPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** What is wrong with a drawing, as problems of the course's content are told. */
export interface DrawingProblem extends DrawingPlace {
  /** The field, where it is one. */
  readonly path?: string
  /** What is wrong, and what to do. */
  readonly message: string
}

export interface WalkDrawing extends DrawingBase {
  readonly kind: 'walk'
  readonly from: Source | WorkloadEnd
  readonly to: NamedTarget
  /** Whether the answer's way is drawn, too. */
  readonly reply: boolean
}

export interface PodDrawing extends DrawingBase {
  readonly kind: 'pod'
  readonly pod: NamespacedName
}

export interface ProxyModesDrawing extends DrawingBase {
  readonly kind: 'proxy-modes'
  readonly service: NamespacedName
}

export interface PortsDrawing extends DrawingBase {
  readonly kind: 'ports'
  readonly service: NamespacedName
}

export interface IsolationDrawing extends DrawingBase {
  readonly kind: 'isolation'
  readonly pod: NamespacedName
}

export interface SelectorsDrawing extends DrawingBase {
  readonly kind: 'selectors'
  readonly policies: readonly NamespacedName[]
}

export interface PathMatchDrawing extends DrawingBase {
  readonly kind: 'path-match'
  readonly ingress: NamespacedName
  readonly paths: readonly string[]
}

export interface SearchListDrawing extends DrawingBase {
  readonly kind: 'search-list'
  readonly from: Source | WorkloadEnd
  readonly name: string
}

export interface RecordsDrawing extends DrawingBase {
  readonly kind: 'records'
  readonly namespace: string
}

export interface MatrixDrawing extends DrawingBase {
  readonly kind: 'matrix'
  /** Port 80 of TCP where none is given; a name means what each Pod calls so. */
  readonly port: Omit<MatrixPort, 'port'> & { readonly port: number | string }
  /** The namespaces whose Pods are shown; all but the cluster's own where none is named. */
  readonly namespaces: readonly string[]
}

export interface ClusterDrawing extends DrawingBase {
  readonly kind: 'cluster'
}

export type Drawing =
  | WalkDrawing
  | PodDrawing
  | ProxyModesDrawing
  | PortsDrawing
  | IsolationDrawing
  | SelectorsDrawing
  | PathMatchDrawing
  | SearchListDrawing
  | RecordsDrawing
  | MatrixDrawing
  | ClusterDrawing

/** The drawing in words: rows and columns with the same data. */
export interface PictureTable {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A drawing, drawn. */
export interface Picture {
  /** An `<svg>` element; its classes have their rules in `DRAWING_STYLE`. */
  readonly svg: string
  readonly title: string
  readonly description: string
  readonly table: PictureTable
  /** Where in the picture ends of walks stand: of a cluster's drawing. */
  readonly spots?: readonly Spot[]
  /** What happens one after the other, with its place: of a walk's drawing. */
  readonly stops?: readonly Stop[]
}

/** An end that a walk may have, in the picture's own units. */
export interface Spot extends Box {
  /** As `grade trace` takes it, a Pod or Service without its port: `service/shop/web`. */
  readonly end: string
}

/** A step of a packet, where the picture shows it. */
export interface Stop {
  /** The row of the picture's table that tells it, from 0. */
  readonly row: number
  /** From the stop before to this one, in the picture's own units; one point where the packet does not move, or its way is not drawn. */
  readonly path: readonly Point[]
  /** Whether it is the answer that travels. */
  readonly isReply: boolean
}
