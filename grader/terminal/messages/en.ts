import type { ProblemCode, ProblemDetail, ProblemText } from '../problem.ts'
import { englishCourseProblems } from './course.ts'
import { englishBatch } from './batch.ts'
import { englishCluster } from './cluster.ts'
import { englishExamProblems } from './exam-problems.ts'
import { englishSittingProblems } from './exam-sitting.ts'
import { englishInput } from './input.ts'
import { englishProgress } from './progress.ts'
import { englishQuestions } from './questions.ts'
import { englishRanges } from './ranges.ts'
import { englishRules } from './rules.ts'
import { englishDidYouMean as didYouMean, englishUsageProblems } from './usage.ts'
import { englishVariants } from './variants.ts'
import { englishLive } from './live.ts'
import { englishReal } from './real.ts'
import { englishKind } from './kind.ts'
import { englishObserve } from './observe.ts'

const or = (value: string | undefined, otherwise: string): string => (value === undefined || value === '' ? otherwise : value)

const problems: Record<ProblemCode, (detail: ProblemDetail) => ProblemText> = {
  'unknown-task': ({ given, nearest, tasks }) => ({
    what: `There is no task "${given ?? ''}".`,
    todo: `${didYouMean(nearest)}Tasks: ${tasks ?? ''}.`,
  }),
  'unknown-cause': ({ given, nearest }) => ({
    what: `There is no cause "${given ?? ''}".`,
    todo: `${didYouMean(nearest)}A report shows causes in square brackets.`,
  }),
  'unknown-format': ({ given, formats }) => ({
    what: `There is no format "${given ?? ''}".`,
    todo: `Choose one of ${formats ?? ''}.`,
  }),
  'end-unreadable': ({ given }) => ({
    what: `"${given ?? ''}" names no end of a connection.`,
    todo: 'FROM: pod/NAMESPACE/NAME, deployment/NAMESPACE/NAME, node/NAME or outside. TO: pod/NAMESPACE/NAME:PORT, deployment/NAMESPACE/NAME:PORT, service/NAMESPACE/NAME:PORT, node/NAME:PORT, HOST:PORT, a URL, or a name to look up.',
  }),
  'unknown-end': ({ given, nearest, ends }) => ({
    what: `"${given ?? ''}" names no Pod that is there.`,
    todo: `${didYouMean(nearest)}There are: ${or(ends, 'none')}.`,
  }),
  'pods-unreadable': ({ given }) => ({
    what: `"${given ?? ''}" names no kind of Pods.`,
    todo: 'Write NAMESPACES/PODS, each a label selector or *, namespaces also a name: "pay/*", "*/team!=pci", "tier in (a,b)/app=web".',
  }),
  ...englishUsageProblems,
  ...englishBatch.problems,
  ...englishCourseProblems,
  ...englishCluster.problems,
  ...englishLive.problems,
  ...englishKind.problems,
  ...englishReal.problems,
  ...englishObserve.problems,
  ...englishExamProblems,
  ...englishSittingProblems,
  ...englishProgress.problems,
  ...englishRanges.problems,
  ...englishRules.problems,
  ...englishInput.problems,
  ...englishQuestions.problems,
  ...englishVariants.problems,
  'output-unwritable': ({ path, reason, option }) => ({
    what: option === undefined ? 'The report cannot be written.' : 'The file or folder cannot be written.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: option === '' ? 'Name another file.' : `Name another place with ${option ?? '--output'}.`,
  }),
  'unknown-shell': ({ given }) => ({
    what: `"${given ?? ''}" is not a shell that is known here.`,
    todo: 'Choose --shell sh, fish or powershell.',
  }),
  'start-needs-force': ({ task, namespaces }) => ({
    what: 'Starting afresh deletes what you made.',
    where: `namespaces ${namespaces ?? ''}`,
    todo: `grade start ${task ?? ''} --force does it.`,
  }),
  'not-running': ({ path }) => ({
    what: 'The embedded cluster does not run.',
    where: or(path, ''),
    todo: 'grade up starts it, with everything that was in it. Manifests are graded without it: grade <task> --file PATH.',
  }),
  'not-built': ({ path }) => ({
    what: 'netgrade is not built.',
    where: or(path, ''),
    todo: 'npm start installs and builds it; npm run build only builds.',
  }),
  'state-directory-unwritable': ({ path, reason }) => ({
    what: 'The state directory cannot be written.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'Make it writable for your user, or set NETGRADE_HOME to a directory that is.',
  }),
  'state-directory-full': ({ path, reason }) => ({
    what: 'There is no space left for the cluster’s state.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'Free some space, or set NETGRADE_HOME to a directory on another disk. Nothing that was stored before is lost.',
  }),
  'state-damaged': ({ path, line, offset }) => ({
    what: 'The cluster’s stored state is damaged.',
    where: `${path ?? ''}:${line ?? ''}`,
    why: `The line that begins at byte ${offset ?? ''} does not have its checksum, and whole ones follow; no crash leaves that.`,
    todo: 'Restore the file from a copy, or grade reset --yes begins with an empty cluster.',
  }),
  'port-taken': ({ port, reason }) => ({
    what: `Port ${port ?? ''} on 127.0.0.1 cannot be opened.`,
    why: or(reason, ''),
    todo: 'Choose another with grade up --port, or leave --port out and a free one is found.',
  }),
  'daemon-died': ({ path, reason }) => ({
    what: 'The embedded cluster did not start.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'The log file named here says more. grade doctor looks for what is missing.',
  }),
  'daemon-silent': ({ path, reason }) => ({
    what: 'The embedded cluster did not answer in time.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'grade down, then grade up. No object is lost by that.',
  }),
  'daemon-refused': ({ path, status, reason }) => ({
    what: `The embedded cluster answered ${status ?? ''}.`,
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'grade down, then grade up, so that program and cluster are of one version.',
  }),
  'lock-held': ({ path, pid }) => ({
    what: 'Another process uses the state directory.',
    where: or(path, ''),
    why: pid === undefined || pid === '' ? 'Another grade up has not ended.' : `Process ${pid} is a running embedded cluster.`,
    todo: 'Wait for it, or end it with grade down.',
  }),
  'kubeconfig-unusable': ({ path, reason }) => ({
    what: 'The kubeconfig cannot be used, so nothing was added to it.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'Mend the file, or do without merging: eval "$(npx grade env)".',
  }),
  'course-unreadable': ({ path, reason }) => ({
    what: 'The course cannot be read.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'grade course check names every mistake in it.',
  }),
  internal: ({ reason }) => ({
    what: 'netgrade made a mistake.',
    why: or(reason, ''),
    todo: 'This says nothing about your work. Please report it with the command that you ran; NETGRADE_DEBUG=1 shows more.',
  }),
}

/** The words of the command line in English. ko.ts has the same shape. */
export const english = {
  problems,
  labels: { where: 'where', why: 'why', todo: 'do' },
  help: {
    usage: 'Usage:',
    arguments: 'Arguments:',
    options: 'Options:',
    commands: 'Commands:',
    program: 'Self-grading exercises for Kubernetes Services and networking.',
    task: 'a task such as 3-3; without it: where you are and what comes next',
    overview: 'where am I: environment, progress, what to do next',
    up: 'start the embedded cluster; with --on kind make a real one in containers',
    down: 'stop the embedded cluster, whose objects stay on disk; with --on kind remove the real one',
    status: 'show the cluster: address, node ports, Ingress',
    reset: 'delete everything in the embedded cluster',
    env: 'print the line that makes kubectl use the cluster',
    doctor: 'say what is installed and what is missing',
    start: 'put a task’s start state into the cluster and show the task',
    hint: 'show the next hint of a task',
    solution: 'show a solution of a task',
    explain: 'explain a cause that a report names',
    trace: 'walk one connection, request or look-up, hop by hop',
    compare: 'do two sets of policies allow the same, for every possible cluster?',
    compared: 'a file, a folder, - or embedded',
    limit: 'give up after so many seconds; 60 where it is left out',
    forbid: 'do the policies keep such Pods apart, in every possible cluster?',
    forbidden: 'NAMESPACES/PODS, e.g. "*/team!=pci" or "pay/*"; FROM may be outside',
    forbidPort: 'every port where it is left out',
    lint: 'parts of policies that have no effect in any cluster',
    matrix: 'who reaches whom, every Pod against every other',
    matrixNamespace: 'only Pods of these namespaces; all but those of Kubernetes itself where it is left out',
    matrixFormat: 'text, json, markdown, dot or svg',
    traceFrom: 'pod/NAMESPACE/NAME, deployment/NAMESPACE/NAME (or another workload: its first Pod), node/NAME or outside',
    traceTo: 'pod/…:PORT, deployment/…:PORT, service/…:PORT, node/NAME:PORT, HOST:PORT, a URL, or a name to look up',
    traceFormat: 'text, json, markdown, dot or svg',
    pageFormat: 'text, json or markdown',
    expect: 'what B should be to A: equal (where it is left out), at-least-as-strict or at-least-as-open',
    protocol: 'TCP where it is left out',
    site: 'write the study site, or serve it on this machine',
    oneTask: 'a task such as 3-3',
    causeCode: 'the code of a cause, as a report shows it in square brackets; without it: all of them',
    siteWhat: 'build writes the pages, serve shows them while they are written',
    siteWhere: 'folder to write to, or port to serve on',
    sitePdf: 'build: write the course as PDF, too (needs Chromium)',
    help: 'show this',
    version: 'show the version',
    lang: 'language of the output: en or ko',
    yes: 'do not ask',
    force: 'delete your objects in the task’s namespaces first',
    shell: 'sh, fish or powershell',
    hintNumber: 'which hint; without it the next one',
    json: 'print JSON',
    file: 'grade these manifests, without any cluster',
    watch: 'grade again whenever something changes',
    answers: englishQuestions.answers,
    missed: englishQuestions.missed,
    variant: englishVariants.help,
    on: 'environment: embedded, manifests, kind, or kubeconfig with --context',
    format: 'text, json, markdown, html, junit, tap, github, sarif and others; a name that is none lists all of them',
    output: 'write the report to a file',
  },
  up: {
    starting: 'starting the embedded cluster …',
    started: (milliseconds: number) => `The embedded cluster is up (${milliseconds} ms).`,
    renewed: 'The embedded cluster was of an older build and was started again, with all its objects.',
    running: 'The embedded cluster is already running.',
    ingress: (address: string) => `The Ingress controller answers at ${address}.`,
    torn: (bytes: number) =>
      `The end of the saved state was torn: ${bytes} bytes of its last change were not written whole, as after a crash or a power cut, and were left out. Everything before them is there.`,
    merged: (file: string) => `Context netgrade is now in ${file}. Use it with: kubectl config use-context netgrade`,
    next: 'Next:',
    useKubectl: 'make kubectl use it, in this shell',
    lookAround: 'look around',
    beginTask: 'begin a task',
  },
  down: {
    stopped: 'The embedded cluster is stopped. Its objects are on disk: grade up brings them back.',
    notRunning: 'The embedded cluster does not run.',
  },
  reset: {
    done: 'The embedded cluster is empty.',
    doneStopped: 'The stored objects are deleted. grade up starts an empty cluster.',
  },
  status: {
    running: (address: string, pid: number) => `The embedded cluster runs at ${address} (process ${pid}).`,
    notRunning: 'The embedded cluster does not run. grade up starts it.',
    objects: 'objects',
    ingress: 'Ingress',
    nodePorts: 'node ports',
    none: 'none',
    noIngress: 'no port could be opened',
    portBusy: (port: number, reason: string) =>
      `node port ${port} does not answer on this machine (${reason}: another program has it). Inside the cluster it works.`,
    state: 'state',
    kubeconfig: 'kubeconfig',
    since: 'since',
  },
  start: {
    ready: (task: string) => `The start state of ${task} is in place.`,
    refused: 'The API server refused',
    conflict: 'This state is older work of yours; grade start <task> --force begins afresh.',
    gradeWith: (task: string, place: string) => `When you are done: grade ${task}${place}. Stuck: grade hint ${task}.`,
  },
  hint: {
    title: (number: number, of: number) => `Hint ${number} of ${of}`,
    none: 'This task has no hints.',
    last: 'That was the last one. grade solution shows a solution.',
    more: (task: string) => `The next one: grade hint ${task}`,
  },
  input: englishInput.warnings,
  explain: {
    section: (id: string) => `Taught in section ${id}.`,
    example: 'The smallest example; - is wrong, + mends it:',
    more: 'grade explain CODE explains one.',
  },
  solution: { title: (task: string) => `A solution of ${task}. Any other that does the same gets the same points.` },
  doctor: {
    ok: 'ok',
    missing: 'missing',
    old: 'too old',
    node: 'Node.js 20.19 or newer',
    kubectl: 'kubectl 1.27 or newer',
    kubectlTodo: 'Install it from https://kubernetes.io/docs/tasks/tools/ or your distribution’s packages.',
    state: 'state directory can be written',
    daemon: 'embedded cluster',
    daemonTodo: 'grade up starts it.',
    kubeconfig: 'KUBECONFIG of this shell',
    kubeconfigTodo: 'eval "$(npx grade env)" makes kubectl use the embedded cluster; without it kubectl uses another one.',
    build: 'program is built',
    buildTodo: 'npm run build',
  },
}

export type Messages = typeof english
