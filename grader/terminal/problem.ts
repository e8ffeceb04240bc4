import type { Words } from '../../src/grading/words.ts'

/** What went wrong, in the order a reader needs it. One sentence each, without a full stop where it is a path or a value. */
export interface ProblemText {
  readonly what: string
  readonly where?: string
  readonly why?: string
  readonly todo: string
}

/** Exit code 2: the command line or what was submitted. Exit code 3: our own or the environment's fault, never scored. */
const EXIT_CODES = {
  'unknown-command': 2,
  'unknown-subcommand': 2,
  'unknown-option': 2,
  'option-argument': 2,
  'option-renamed': 2,
  'too-many-arguments': 2,
  'unknown-task': 2,
  'unknown-variant': 2,
  'no-task-begun': 2,
  'section-is-concept': 2,
  'option-not-for-section': 2,
  'answers-unreadable': 2,
  'answers-missing': 2,
  'unknown-cause': 2,
  'unknown-format': 2,
  'file-unreadable': 2,
  'file-missing': 2,
  'folder-empty': 2,
  'option-not-here': 2,
  'no-pods': 2,
  'manifests-refused': 2,
  'policies-unknown': 2,
  'end-unreadable': 2,
  'unknown-end': 2,
  'pods-unreadable': 2,
  'service-unreadable': 2,
  'unknown-service': 2,
  'unknown-node': 2,
  'output-unwritable': 3,
  'unknown-shell': 2,
  'start-needs-force': 2,
  'confirm-reset': 2,
  'confirm-import': 2,
  'confirm-restore': 2,
  'nothing-to-save': 2,
  'saved-exists': 2,
  'saved-missing': 2,
  'saved-name-bad': 2,
  'archive-unreadable': 2,
  'progress-unreadable': 2,
  'progress-empty': 2,
  'unknown-exam': 2,
  'exam-roster-unreadable': 2,
  'roster-unreadable': 2,
  'exam-secret-unreadable': 2,
  'exam-secret-missing': 2,
  'exam-secret-unwritable': 3,
  'exam-package-unreadable': 2,
  'exam-code-wrong': 2,
  'exam-code-missing': 2,
  'exam-undrawable': 2,
  'no-exam': 2,
  'exam-running': 2,
  'exam-not-open': 2,
  'exam-closed': 2,
  'exam-needs-consent': 2,
  'exam-environment': 2,
  'exam-over': 2,
  'exam-item-unknown': 2,
  'exam-item-closed': 2,
  'exam-item-locks': 2,
  'exam-answer-unreadable': 2,
  'exam-item-is-task': 2,
  'exam-option': 2,
  'exam-file-exists': 2,
  'exam-not-submitted': 2,
  'exam-log-broken': 2,
  'exam-page-port': 2,
  'in-exam': 2,
  'results-unreadable': 2,
  'exam-nothing-counts': 2,
  'batch-unreadable': 2,
  'batch-empty': 2,
  'batch-settings': 2,
  'batch-unfinished': 2,
  'batch-locked': 3,
  'batch-no-folder': 2,
  'batch-no-roster': 2,
  'export-no-file': 2,
  'export-no-questions': 2,
  'batch-job-kubectl': 3,
  'batch-job-failed': 3,
  'batch-job-no-context': 2,
  'merge-no-batch': 2,
  'merge-mixed': 2,
  'merge-incomplete': 2,
  'merge-twice': 2,
  'report-unreadable': 2,
  'report-needs-learner': 2,
  'report-items-differ': 2,
  'not-running': 3,
  'not-built': 3,
  'state-directory-unwritable': 3,
  'state-directory-full': 3,
  'state-damaged': 3,
  'port-taken': 3,
  'ranges-fixed': 2,
  'daemon-died': 3,
  'daemon-silent': 3,
  'daemon-refused': 3,
  'lock-held': 3,
  'kubeconfig-unusable': 3,
  'kubeconfig-broken': 3,
  'context-missing': 2,
  'context-unknown': 2,
  'context-alone': 2,
  'file-and-cluster': 2,
  'cluster-unreachable': 3,
  'cluster-refused': 3,
  'cluster-lost': 3,
  'node-not-ready': 3,
  'namespace-going': 3,
  'credentials-refused': 3,
  'permissions-missing': 3,
  'option-needs-place': 2,
  'place-not-here': 2,
  'not-agreed': 2,
  'place-missing': 2,
  'namespace-stuck': 3,
  'object-stuck': 3,
  'kind-missing': 3,
  'kubectl-missing': 3,
  'runtime-missing': 3,
  'runtime-stopped': 3,
  'kind-image-missing': 3,
  'kind-image-absent': 3,
  'kind-ports-taken': 3,
  'kind-ports-equal': 2,
  'kind-ingress-unreadable': 2,
  'kind-disk-full': 3,
  'kind-failed': 3,
  'kind-interrupted': 3,
  'kind-settings-fixed': 2,
  'kind-silent': 3,
  'kind-nodes-not-ready': 3,
  'kind-ingress-failed': 3,
  'kind-not-up': 3,
  'kind-busy': 3,
  'kind-claim-taken': 3,
  'kind-grading-interrupted': 3,
  'kind-grading-lost': 3,
  'observe-needs-cluster': 2,
  'observe-not-permitted': 3,
  'observe-interrupted': 3,
  'repair-needs-cluster': 2,
  'repair-in-exam': 2,
  'trial-not-permitted': 3,
  'apply-not-permitted': 3,
  'apply-changed': 3,
  'apply-refused': 3,
  'course-unreadable': 3,
  internal: 3,
} as const

export type ProblemCode = keyof typeof EXIT_CODES

/** Values that a problem's text names. */
export type ProblemDetail = Readonly<Record<string, string>>

/** A reason that is told in the reader's language, as details carry it. */
export const reasonOfWords = ({ en, ko }: Words): { readonly reason: string; readonly reasonKo: string } => ({
  reason: en,
  reasonKo: ko,
})

/** What `reasonOfWords` made of it; a reason of one language is the same in both. */
export const wordsOfReason = ({ reason = '', reasonKo = reason }: ProblemDetail): Words => ({ en: reason, ko: reasonKo })

/** A failure that ends the command with one message. The words are the catalogue's (messages/), in the reader's language. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: ProblemDetail

  constructor(code: ProblemCode, detail: ProblemDetail = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'Problem'
    this.code = code
    this.detail = detail
  }

  get exitCode(): 2 | 3 {
    return EXIT_CODES[this.code]
  }
}

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(EXIT_CODES, text)
