import type { ProblemCode, ProblemDetail, ProblemText } from '../problem.ts'
import type { Messages } from './en.ts'
import { koreanCourseProblems } from './course.ts'
import { koreanBatch } from './batch.ts'
import { koreanCluster } from './cluster.ts'
import { koreanExamProblems } from './exam-problems.ts'
import { koreanSittingProblems } from './exam-sitting.ts'
import { koreanInput } from './input.ts'
import { koreanProgress } from './progress.ts'
import { koreanQuestions } from './questions.ts'
import { koreanRanges } from './ranges.ts'
import { koreanRules } from './rules.ts'
import { koreanDidYouMean as didYouMean, koreanUsageProblems } from './usage.ts'
import { koreanVariants } from './variants.ts'
import { ko } from '../../../src/grading/korean.ts'
import { koreanLive } from './live.ts'
import { koreanReal } from './real.ts'
import { koreanKind } from './kind.ts'
import { koreanObserve } from './observe.ts'

const or = (value: string | undefined, otherwise: string): string => (value === undefined || value === '' ? otherwise : value)

const problems: Record<ProblemCode, (detail: ProblemDetail) => ProblemText> = {
  'unknown-task': ({ given, nearest, tasks }) => ({
    what: `"${given ?? ''}" 과제가 없습니다.`,
    todo: `${didYouMean(nearest)}과제: ${tasks ?? ''}.`,
  }),
  'unknown-cause': ({ given, nearest }) => ({
    what: ko(`"${given ?? ''}"(이)라는 원인이 없습니다.`),
    todo: `${didYouMean(nearest)}채점 결과의 대괄호 안에 원인 이름이 있습니다.`,
  }),
  'unknown-format': ({ given, formats }) => ({
    what: `"${given ?? ''}" 형식은 없습니다.`,
    todo: `${formats ?? ''} 가운데 고르세요.`,
  }),
  'end-unreadable': ({ given }) => ({
    what: ko(`"${given ?? ''}"은(는) 연결의 한쪽 끝을 나타내지 않습니다.`),
    todo: '출발지: pod/네임스페이스/이름, deployment/네임스페이스/이름, node/이름, outside. 목적지: pod/네임스페이스/이름:포트, deployment/네임스페이스/이름:포트, service/네임스페이스/이름:포트, node/이름:포트, 호스트:포트, URL, 또는 찾아볼 이름.',
  }),
  'unknown-end': ({ given, nearest, ends }) => ({
    what: `"${given ?? ''}"에 해당하는 Pod가 없습니다.`,
    todo: `${didYouMean(nearest)}있는 것: ${or(ends, '없음')}.`,
  }),
  'pods-unreadable': ({ given }) => ({
    what: ko(`"${given ?? ''}"은(는) Pod의 종류를 나타내지 않습니다.`),
    todo: '네임스페이스/Pod 형식으로 쓰세요. 각각 레이블 셀렉터나 *이며, 네임스페이스는 이름도 됩니다: "pay/*", "*/team!=pci", "tier in (a,b)/app=web".',
  }),
  ...koreanUsageProblems,
  ...koreanBatch.problems,
  ...koreanCourseProblems,
  ...koreanCluster.problems,
  ...koreanLive.problems,
  ...koreanKind.problems,
  ...koreanReal.problems,
  ...koreanObserve.problems,
  ...koreanExamProblems,
  ...koreanSittingProblems,
  ...koreanProgress.problems,
  ...koreanRanges.problems,
  ...koreanRules.problems,
  ...koreanInput.problems,
  ...koreanQuestions.problems,
  ...koreanVariants.problems,
  'output-unwritable': ({ path, reason, option }) => ({
    what: option === undefined ? '결과를 쓸 수 없습니다.' : '파일이나 폴더를 쓸 수 없습니다.',
    where: path ?? '',
    why: reason ?? '',
    todo: option === '' ? '다른 파일을 지정하세요.' : `${option ?? '--output'}에 다른 위치를 지정하세요.`,
  }),
  'unknown-shell': ({ given }) => ({
    what: `"${given ?? ''}" 셸은 알지 못합니다.`,
    todo: '--shell sh, fish, powershell 가운데 고르세요.',
  }),
  'start-needs-force': ({ task, namespaces }) => ({
    what: '처음부터 다시 시작하면 만든 것이 지워집니다.',
    where: `네임스페이스 ${namespaces ?? ''}`,
    todo: `그래도 하려면: grade start ${task ?? ''} --force`,
  }),
  'not-running': ({ path }) => ({
    what: '내장 클러스터가 실행되고 있지 않습니다.',
    where: or(path, ''),
    todo: 'grade up으로 시작하면 있던 것이 모두 돌아옵니다. 클러스터 없이 매니페스트를 채점하려면: grade <과제> --file 경로',
  }),
  'not-built': ({ path }) => ({
    what: 'netgrade가 아직 빌드되지 않았습니다.',
    where: or(path, ''),
    todo: 'npm start가 설치와 빌드를 합니다. 빌드만 하려면: npm run build',
  }),
  'state-directory-unwritable': ({ path, reason }) => ({
    what: '상태 디렉터리에 쓸 수 없습니다.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: '쓰기 권한을 주거나, NETGRADE_HOME을 쓸 수 있는 디렉터리로 지정하세요.',
  }),
  'state-directory-full': ({ path, reason }) => ({
    what: '클러스터 상태를 저장할 공간이 없습니다.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: '공간을 비우거나, NETGRADE_HOME을 다른 디스크의 디렉터리로 지정하세요. 이미 저장된 것은 없어지지 않습니다.',
  }),
  'state-damaged': ({ path, line, offset }) => ({
    what: '저장된 클러스터 상태가 손상되었습니다.',
    where: `${path ?? ''}:${line ?? ''}`,
    why: `${offset ?? ''}번째 바이트에서 시작하는 줄이 체크섬과 맞지 않는데, 그 뒤에는 온전한 줄이 있습니다. 비정상 종료만으로는 이렇게 되지 않습니다.`,
    todo: '파일을 복사본으로 되돌리거나, grade reset --yes로 빈 클러스터에서 시작하세요.',
  }),
  'port-taken': ({ port, reason }) => ({
    what: ko(`127.0.0.1의 포트 ${port ?? ''}을(를) 열 수 없습니다.`),
    why: or(reason, ''),
    todo: 'grade up --port로 다른 포트를 고르거나, --port를 빼면 빈 포트를 찾아 씁니다.',
  }),
  'daemon-died': ({ path, reason }) => ({
    what: '내장 클러스터가 시작되지 않았습니다.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: '위의 로그 파일에 자세한 내용이 있습니다. grade doctor가 빠진 것을 찾아 줍니다.',
  }),
  'daemon-silent': ({ path, reason }) => ({
    what: '내장 클러스터가 제때 응답하지 않았습니다.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'grade down 다음에 grade up을 하세요. 오브젝트는 없어지지 않습니다.',
  }),
  'daemon-refused': ({ path, status, reason }) => ({
    what: ko(`내장 클러스터가 ${status ?? ''}(으)로 응답했습니다.`),
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'grade down 다음에 grade up을 해서 프로그램과 클러스터의 버전을 맞추세요.',
  }),
  'lock-held': ({ path, pid }) => ({
    what: '다른 프로세스가 상태 디렉터리를 쓰고 있습니다.',
    where: or(path, ''),
    why:
      pid === undefined || pid === ''
        ? '다른 grade up이 아직 끝나지 않았습니다.'
        : ko(`프로세스 ${pid}이(가) 실행 중인 내장 클러스터입니다.`),
    todo: '끝나기를 기다리거나 grade down으로 끝내세요.',
  }),
  'kubeconfig-unusable': ({ path, reason }) => ({
    what: 'kubeconfig를 쓸 수 없어 아무것도 더하지 않았습니다.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: '파일을 고치거나, 합치지 말고 쓰세요: eval "$(npx grade env)"',
  }),
  'course-unreadable': ({ path, reason }) => ({
    what: '과정을 읽을 수 없습니다.',
    where: or(path, ''),
    why: or(reason, ''),
    todo: 'grade course check가 잘못된 곳을 모두 알려 줍니다.',
  }),
  internal: ({ reason }) => ({
    what: 'netgrade에 오류가 있습니다.',
    why: or(reason, ''),
    todo: '여러분의 작업과는 관계가 없습니다. 실행한 명령과 함께 알려 주세요. NETGRADE_DEBUG=1로 더 자세히 볼 수 있습니다.',
  }),
}

/** The words of the command line in Korean. */
export const korean: Messages = {
  problems,
  labels: { where: '위치', why: '이유', todo: '할 일' },
  help: {
    usage: '사용법:',
    arguments: '인수:',
    options: '옵션:',
    commands: '명령:',
    program: '쿠버네티스 서비스와 네트워킹을 스스로 채점하며 배우는 실습입니다.',
    task: '3-3과 같은 과제. 없으면 지금 어디까지 했는지와 다음 할 일을 보여 줍니다',
    overview: '현재 상태: 환경, 진도, 다음 할 일',
    up: '내장 클러스터를 시작합니다. --on kind는 컨테이너로 실제 클러스터를 만듭니다',
    down: '내장 클러스터를 멈춥니다. 오브젝트는 디스크에 남습니다. --on kind는 실제 클러스터를 지웁니다',
    status: '클러스터의 주소, 노드 포트, 인그레스를 보여 줍니다',
    reset: '내장 클러스터의 모든 것을 지웁니다',
    env: 'kubectl이 클러스터를 쓰게 하는 한 줄을 출력합니다',
    doctor: '설치된 것과 빠진 것을 알려 줍니다',
    start: '과제의 시작 상태를 클러스터에 넣고 과제를 보여 줍니다',
    hint: '과제의 다음 힌트를 보여 줍니다',
    solution: '과제의 풀이 하나를 보여 줍니다',
    explain: '채점 결과에 나온 원인을 설명합니다',
    trace: '연결, 요청, 이름 조회 하나를 구간마다 따라갑니다',
    compare: '두 정책 묶음이 어떤 클러스터에서도 같은 것을 허용하는지 비교합니다',
    compared: '파일, 폴더, - 또는 embedded',
    limit: '이 시간(초)이 지나면 그만둡니다. 생략하면 60',
    forbid: '정책이 어떤 클러스터에서도 이런 Pod 사이를 막는지 확인합니다',
    forbidden: '네임스페이스/Pod, 예: "*/team!=pci", "pay/*". 출발지는 outside도 됩니다',
    forbidPort: '생략하면 모든 포트',
    lint: '어떤 클러스터에서도 효과가 없는 정책의 부분을 찾습니다',
    matrix: '모든 Pod 사이에서 누가 누구에게 닿는지 보여 줍니다',
    matrixNamespace: '이 네임스페이스의 Pod만. 생략하면 Kubernetes 자신의 것을 뺀 전부',
    matrixFormat: 'text, json, markdown, dot 또는 svg',
    traceFrom: 'pod/네임스페이스/이름, deployment/네임스페이스/이름(다른 워크로드도 됨: 첫 번째 Pod), node/이름 또는 outside',
    traceTo: 'pod/…:포트, deployment/…:포트, service/…:포트, node/이름:포트, 호스트:포트, URL, 또는 찾아볼 이름',
    traceFormat: 'text, json, markdown, dot, svg 중 하나',
    pageFormat: 'text, json, markdown 중 하나',
    expect: 'B가 A에 대해 어때야 하는지: equal(생략 시), at-least-as-strict, at-least-as-open',
    protocol: '생략하면 TCP',
    site: '학습 사이트를 만들거나 이 컴퓨터에서 보여 줍니다',
    oneTask: '3-3과 같은 과제',
    causeCode: '보고서의 대괄호 안에 나오는 원인 코드. 적지 않으면 모두',
    siteWhat: 'build는 페이지를 저장하고 serve는 쓰는 동안 보여 줍니다',
    siteWhere: '저장할 폴더 또는 사용할 포트',
    sitePdf: 'build: 과정을 PDF로도 저장합니다(Chromium 필요)',
    help: '이 도움말을 보여 줍니다',
    version: '버전을 보여 줍니다',
    lang: '출력 언어: en 또는 ko',
    yes: '묻지 않습니다',
    force: '먼저 과제의 네임스페이스에서 여러분이 만든 것을 지웁니다',
    shell: 'sh, fish 또는 powershell',
    hintNumber: '몇 번째 힌트인지. 없으면 다음 힌트',
    json: 'JSON으로 출력합니다',
    file: '클러스터 없이 이 매니페스트를 채점합니다',
    watch: '바뀔 때마다 다시 채점합니다',
    answers: koreanQuestions.answers,
    missed: koreanQuestions.missed,
    variant: koreanVariants.help,
    on: '환경: embedded, manifests, kind, 또는 --context와 함께 쓰는 kubeconfig',
    format: 'text, json, markdown, html, junit, tap, github, sarif 등. 없는 이름을 적으면 모두 보여 줍니다',
    output: '결과를 파일에 씁니다',
  },
  up: {
    starting: '내장 클러스터를 시작하는 중 …',
    started: (milliseconds) => `내장 클러스터가 준비되었습니다(${milliseconds}ms).`,
    renewed: '이전 빌드의 내장 클러스터를 오브젝트를 그대로 둔 채 다시 시작했습니다.',
    running: '내장 클러스터가 이미 실행 중입니다.',
    ingress: (address) => `Ingress 컨트롤러는 ${address}에서 응답합니다.`,
    torn: (bytes) =>
      `저장된 상태의 끝이 온전하지 않습니다. 비정상 종료나 정전으로 마지막 변경 중 ${bytes}바이트가 다 기록되지 않아 버렸습니다. 그 앞의 내용은 모두 남아 있습니다.`,
    merged: (file) => `${file}에 netgrade 컨텍스트를 더했습니다. 쓰려면: kubectl config use-context netgrade`,
    next: '다음 할 일:',
    useKubectl: '이 셸의 kubectl이 이 클러스터를 쓰게 합니다',
    lookAround: '둘러봅니다',
    beginTask: '과제를 시작합니다',
  },
  down: {
    stopped: '내장 클러스터를 멈췄습니다. 오브젝트는 디스크에 있으며 grade up으로 돌아옵니다.',
    notRunning: '내장 클러스터가 실행되고 있지 않습니다.',
  },
  reset: {
    done: '내장 클러스터를 비웠습니다.',
    doneStopped: '저장된 오브젝트를 지웠습니다. grade up으로 빈 클러스터를 시작합니다.',
  },
  status: {
    running: (address, pid) => `내장 클러스터가 ${address}에서 실행 중입니다(프로세스 ${pid}).`,
    notRunning: '내장 클러스터가 실행되고 있지 않습니다. grade up으로 시작하세요.',
    objects: '오브젝트',
    ingress: '인그레스',
    nodePorts: '노드 포트',
    none: '없음',
    noIngress: '열 수 있는 포트가 없습니다',
    portBusy: (port, reason) =>
      ko(
        `노드 포트 ${port}은(는) 이 컴퓨터에서 응답하지 않습니다(${reason}: 다른 프로그램이 쓰고 있습니다). 클러스터 안에서는 동작합니다.`,
      ),
    state: '상태 디렉터리',
    kubeconfig: 'kubeconfig',
    since: '시작 시각',
  },
  start: {
    ready: (task) => `${task}의 시작 상태를 넣었습니다.`,
    refused: 'API 서버가 거부했습니다',
    conflict: '이전에 하던 작업이 남아 있습니다. grade start <과제> --force로 처음부터 시작합니다.',
    gradeWith: (task, place) => `다 했으면: grade ${task}${place}. 막히면: grade hint ${task}.`,
  },
  hint: {
    title: (number, of) => `힌트 ${of}개 가운데 ${number}번째`,
    none: '이 과제에는 힌트가 없습니다.',
    last: '마지막 힌트입니다. grade solution으로 풀이를 볼 수 있습니다.',
    more: (task) => `다음 힌트: grade hint ${task}`,
  },
  input: koreanInput.warnings,
  explain: {
    section: (id) => `${id} 단원에서 배웁니다.`,
    example: '가장 작은 예(-는 틀린 것, +는 고친 것):',
    more: 'grade explain CODE는 하나를 설명합니다.',
  },
  solution: { title: (task) => `${task}의 풀이 하나입니다. 같은 결과를 내는 다른 풀이도 같은 점수를 받습니다.` },
  doctor: {
    ok: '정상',
    missing: '없음',
    old: '오래됨',
    node: 'Node.js 20.19 이상',
    kubectl: 'kubectl 1.27 이상',
    kubectlTodo: 'https://kubernetes.io/ko/docs/tasks/tools/ 또는 배포판의 패키지로 설치하세요.',
    state: '상태 디렉터리에 쓸 수 있음',
    daemon: '내장 클러스터',
    daemonTodo: 'grade up으로 시작합니다.',
    kubeconfig: '이 셸의 KUBECONFIG',
    kubeconfigTodo: 'eval "$(npx grade env)"를 하면 kubectl이 내장 클러스터를 씁니다. 하지 않으면 다른 클러스터를 씁니다.',
    build: '프로그램이 빌드됨',
    buildTodo: 'npm run build',
  },
}
