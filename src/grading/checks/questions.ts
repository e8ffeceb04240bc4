import type { Snapshot } from '../../network/model.ts'

/** What a check asks of the network. */
export interface NetworkQuestions<Question> {
  /** With the clients that were only thought of. */
  readonly snapshot: Snapshot
  readonly questions: readonly Question[]
}
