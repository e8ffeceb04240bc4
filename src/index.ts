/**
 * netgrade as a library: the network model, for Node and for browsers. Everything is pure: snapshots go in, answers come out.
 * @packageDocumentation
 */
export { connect } from './network/connect.ts'
export { resolve } from './network/resolve.ts'
export { request } from './network/request.ts'
export { prepareRequests } from './network/prepare.ts'
export {
  connectAll,
  connectOnPorts,
  verdictAt,
  type MatricesQuestion,
  type Matrix,
  type MatrixPort,
  type MatrixQuestion,
} from './network/matrix.ts'
export { namedPorts } from './network/named-ports.ts'
export { ping, type Ping, type PingQuestion } from './network/ping.ts'
export { summarizeOutcomes, type AnswerShare, type EndpointSummary, type Summary } from './network/summarize.ts'
export { expandWalk, type WalkToExpand } from './network/path/expand-walk.ts'
export type * from './network/path/detail-step.ts'
export { dependsOn, type Dependence, type ShortAnswer } from './network/depends-on.ts'
export { assume, type ModelQuestion } from './network/switches.ts'
export type { SwitchName } from './network/switch-values.ts'
export { connectDuringChange, type ConnectionDuringChange, type OpenConnection } from './network/change.ts'
export { renderAnswer } from './network/dns/render-answer.ts'
export { DEFAULT_CHOICES, type Choices, type EqualPriority } from './network/choices.ts'
export {
  comparePolicies,
  meets,
  relationOf,
  type CompareOptions,
  type Comparison,
  type Expectation,
  type Masked,
  type Relation,
} from './network/compare/compare.ts'
export { compareReadings, type ReadAnswer, type Readings } from './network/compare/readings.ts'
export type { Reading, ReadingSwitch, UnderReading } from './network/compare/reading.ts'
export { standingOf, type Compared, type Standing } from './network/compare/standing.ts'
export type { Counterexample } from './network/compare/example/counterexample.ts'
export type { ExampleEnd } from './network/compare/example/example-ends.ts'
export type { DiagramLimits } from './network/compare/diagram.ts'
export {
  checkInvariant,
  type Breach,
  type InvariantAnswer,
  type InvariantOptions,
  type Kept,
} from './network/compare/invariant/invariant.ts'
export type { Invariant, PodKind } from './network/compare/invariant/promise.ts'
export { objectsWith, type InvariantException } from './network/compare/invariant/exceptions.ts'
export { lintPolicies, type LintFinding, type LintResult } from './network/compare/lint/lint.ts'
export { DEFAULT_CLUSTER_FACTS } from './network/facts.ts'
export type {
  ClusterFacts,
  Crash,
  Facts,
  GatewayControllerFacts,
  HttpRoute,
  IngressControllerFacts,
  Listener,
  NodeLocalDnsFacts,
  FileEdit,
  PodFacts,
  PodNetworkFacts,
} from './network/facts.ts'
export type {
  AnswerRewrite,
  ClusterZones,
  DnsServerBlock,
  DnsTemplate,
  Fallthrough,
  Forwarding,
  HostsRow,
  HostsTable,
  NameRewrite,
} from './network/dns/corefile/model.ts'
export type * from './network/model.ts'
export type { PolicyPod } from './network/policy/match.ts'
export { readCluster, type ReadCluster, type ReadClusterOptions } from './grading/manifests/read-cluster.ts'
export type { GivenRanges } from './grading/manifests/infer-ranges.ts'
export type { Applied, GivenManifest } from './grading/manifests/apply-manifests.ts'
export type { Duplicate } from './grading/manifests/read-objects.ts'
export type { ManifestProblem } from './grading/manifests/manifest-problem.ts'
export type { Position } from './kubernetes/yaml/problem.ts'
export type { FieldReference, KubernetesObject, ObjectReference } from './kubernetes/object.ts'
