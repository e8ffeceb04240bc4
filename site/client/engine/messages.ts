/** What a page asks the engine, and what it answers. All of it is plain data: it crosses to a worker and back. */
import type { Result } from '../../../src/grading/result.ts'
import type { Picture } from '../../../src/drawing/drawing.ts'
import type { Completions } from '../../../src/kubernetes/complete.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { PortChoice } from '../../../src/grading/ends/list-ends.ts'
import type { Standing } from '../../../src/network/compare/standing.ts'
import type { TaskSource } from '../../../src/course/reading.ts'

/** A file as the reader wrote it. */
export interface PageFile {
  readonly path: string
  readonly text: string
}

export type EngineRequest =
  | {
      readonly kind: 'grade'
      readonly task: TaskSource
      readonly files: readonly PageFile[]
      readonly language: Language
      readonly version: string
      /** RFC 3339. */
      readonly at: string
    }
  | { readonly kind: 'check'; readonly files: readonly PageFile[]; readonly language: Language }
  | { readonly kind: 'complete'; readonly text: string; readonly offset: number }
  /** What a walk through a cluster may begin and end at. */
  | { readonly kind: 'survey'; readonly files: readonly PageFile[]; readonly language: Language }
  /** A drawing of a cluster, as the fences of the course ask for it, but for its state. */
  | {
      readonly kind: 'draw'
      readonly files: readonly PageFile[]
      readonly language: Language
      readonly drawing: DrawingRequest
    }
  /** Whether two sets of policies allow the same, as `grade compare` answers. */
  | { readonly kind: 'compare'; readonly a: PageFile; readonly b: PageFile; readonly language: Language }

/** A request of one kind. */
export type Asked<Kind extends EngineRequest['kind']> = Extract<EngineRequest, { readonly kind: Kind }>

/** Fields of a drawing by their names; its state is the cluster that is given. */
export type DrawingRequest = Readonly<Record<string, string | number | boolean>>

/** A place in the reader's text, lines and columns from 1. */
export interface Diagnostic {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly message: string
}

/** How two sets of policies stand to each other, in words. */
export interface Compared {
  readonly kind: 'compared'
  /** What is wrong with either side: nothing is compared then. */
  readonly diagnostics: Readonly<Record<'a' | 'b', readonly Diagnostic[]>>
  readonly shown?: ComparisonShown
}

export interface ComparisonShown {
  readonly standing: Standing
  /** How many policies there are, A's and B's. */
  readonly counts: readonly [string, string]
  readonly verdict: string
  /** What it rests on: paragraphs of lines. */
  readonly notes: readonly (readonly string[])[]
  readonly examples: readonly ExampleShown[]
}

/** A connection that one side allows and the other does not. */
export interface ExampleShown {
  /** Which side allows it. */
  readonly title: string
  readonly flow: string
  /** The packet's way with the policies of each side. */
  readonly walks: readonly {
    readonly side: 'a' | 'b'
    readonly rows: readonly {
      readonly place: string
      readonly detail: string
      readonly outcome: string
      /** `file:line:column` of the rules that decided. */
      readonly where: readonly string[]
      readonly stops: boolean
    }[]
  }[]
  readonly tryIt: string
  /** Objects that show it beside the policies of either side, as YAML. */
  readonly yaml: string
  readonly probe: string
  /** Clusters that show it, by the side whose policies they have, and the ends; absent where clusters made so would answer otherwise. */
  readonly watch?: {
    readonly from: string
    readonly to: string
    readonly clusters: Readonly<Record<'a' | 'b', string>>
  }
}

export type EngineAnswer =
  | { readonly kind: 'graded'; readonly result: Result }
  | { readonly kind: 'checked'; readonly diagnostics: readonly Diagnostic[] }
  /** Ends as `grade trace` takes them. Where the cluster cannot be read, why. */
  | {
      readonly kind: 'surveyed'
      readonly diagnostics: readonly Diagnostic[]
      readonly from: readonly string[]
      readonly to: readonly string[]
      readonly ports: readonly PortChoice[]
    }
  | { readonly kind: 'drawn'; readonly picture?: Picture; readonly problems: readonly string[] }
  | Compared
  /** Absent where nothing is known of the place. */
  | { readonly kind: 'completed'; readonly completions?: Completions }

/** From the worker: an answer, parts of the engine that it lacks, or our own fault. */
export type FromWorker = { readonly answer: EngineAnswer } | { readonly need: readonly string[] } | { readonly fault: string }
