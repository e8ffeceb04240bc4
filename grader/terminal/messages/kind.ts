/** The words of real clusters that `grade up --on kind` makes. */
import { ko } from '../../../src/grading/korean.ts'
import type { Step } from '../../environments/kind/read-kind.ts'
import { INOTIFY_COMMAND, type Requirement } from '../../environments/kind/requirements.ts'
import type { NetworkPlugin } from '../../environments/kind/settings.ts'
import { englishKindProblems, koreanKindProblems } from './kind-problems.ts'
import type { Language } from './language.ts'

const seconds = (ms: number): string => (ms / 1000).toFixed(1)

const english = {
  problems: englishKindProblems,
  help: {
    on: 'which cluster: embedded, or kind, a real one in containers',
    nodeImage: 'with --on kind: the nodes’ image (NETGRADE_KIND_NODE_IMAGE); kind’s own where it is left out',
    httpPort: 'with --on kind: the port on loopback that Ingress answers at (NETGRADE_KIND_HTTP_PORT); 80',
    httpsPort: 'with --on kind: the same for HTTPS (NETGRADE_KIND_HTTPS_PORT); 443',
    nodePorts:
      'with --on kind: node ports that answer on loopback, FIRST-LAST or HOST-HOST:NODE-NODE (NETGRADE_KIND_NODE_PORTS); 30000-30100',
    cni: 'with --on kind: the network plugin (NETGRADE_KIND_CNI); for calico and cilium it is printed how they are installed',
    ingress: 'with --on kind: traefik, ingress-nginx, none, or a manifest’s path or address (NETGRADE_KIND_INGRESS); traefik',
    ingressImage: 'with --on kind: Traefik’s image (NETGRADE_KIND_INGRESS_IMAGE)',
    load: 'with --on kind: images of this machine that the nodes get (NETGRADE_KIND_LOAD)',
  },
  steps: {
    image: 'image of the nodes',
    nodes: 'containers of the nodes',
    configuration: 'configuration',
    'control-plane': 'control plane',
    network: 'network plugin',
    storage: 'storage class',
    workers: 'workers',
    ready: 'nodes are ready',
    load: 'images loaded',
    ingress: 'Ingress controller',
  } satisfies Record<Step, string>,
  seconds: (ms: number) => `${seconds(ms)} s`,
  making:
    'Making a cluster with kind: a minute or more, the first time with downloads. Ctrl-C ends it and removes what was made.',
  removed: (names: string) => `Removed what an interrupted command had left: ${names}.`,
  created: (name: string, ms: number) => `The cluster ${name} is up (${seconds(ms)} s).`,
  finished: (name: string, ms: number) => `The cluster ${name} was made in part and is up now (${seconds(ms)} s).`,
  running: (name: string) => `The cluster ${name} is already running.`,
  ingress: (http: string, https: string) => `Ingress answers at ${http} and ${https}.`,
  noIngress: 'It has no Ingress controller.',
  nodePorts: (range: string) => `Node ports on 127.0.0.1: ${range}.`,
  plugin: (plugin: NetworkPlugin, commands: string) =>
    `The cluster has no network plugin yet, and its nodes wait for one. Install ${plugin}, then come back:\n\n${commands}\n`,
  useKubectl: 'make kubectl use it, in this shell',
  gone: (names: string) => `Removed: ${names}, its kubeconfig and what was written of it.`,
  none: 'No cluster of kind’s was made from here.',
  statusRunning: (name: string, phase: string) => `The cluster ${name} is there (${phase}).`,
  statusNone: 'No cluster of kind’s was made from here. grade up --on kind makes one.',
  statusLost: (name: string) => `The cluster ${name} is gone: it was removed by other means. grade up --on kind makes another.`,
  phases: {
    creating: 'made in part: grade up --on kind finishes it',
    created: 'made in part: grade up --on kind finishes it',
    ready: 'ready',
  },
  context: 'context',
  doctor: {
    title: 'For real clusters (grade up --on kind):',
    rows: {
      runtime: 'docker, podman or nerdctl answers',
      kind: 'kind',
      ports: 'ports on 127.0.0.1 are free',
      disk: 'disk space, 5 GiB',
      memory: 'memory, 3 GiB',
      inotify: 'inotify instances, watches',
    } satisfies Record<Requirement, string>,
    todo: {
      ports: (options: readonly string[]) =>
        `sudo ss -ltnp shows what has them; on macOS sudo lsof -nP -iTCP -sTCP:LISTEN. Others, which are free: ${
          options.length === 0 ? '--http-port, --https-port, --node-ports' : `grade up --on kind ${options.join(' ')}`
        }`,
      disk: 'docker system df shows what takes it, docker system prune frees some.',
      memory: 'End what needs memory, or give the container runtime more. grade up without --on kind needs little.',
      inotify: `${INOTIFY_COMMAND} raises them until the next start; a file in /etc/sysctl.d keeps them.`,
    },
    strangers: 'clusters of others, or of another state directory',
  },
}

const korean: typeof english = {
  problems: koreanKindProblems,
  help: {
    on: '어느 클러스터인지: embedded, 또는 컨테이너로 만드는 실제 클러스터 kind',
    nodeImage: '--on kind와 함께: 노드의 이미지 (NETGRADE_KIND_NODE_IMAGE). 없으면 kind의 기본 이미지',
    httpPort: '--on kind와 함께: 인그레스가 응답하는 루프백의 포트 (NETGRADE_KIND_HTTP_PORT). 80',
    httpsPort: '--on kind와 함께: HTTPS의 포트 (NETGRADE_KIND_HTTPS_PORT). 443',
    nodePorts:
      '--on kind와 함께: 루프백에서 응답하는 노드 포트. 처음-끝 또는 호스트-호스트:노드-노드 (NETGRADE_KIND_NODE_PORTS). 30000-30100',
    cni: '--on kind와 함께: 네트워크 플러그인 (NETGRADE_KIND_CNI). calico와 cilium은 설치 방법을 알려 줍니다',
    ingress: '--on kind와 함께: traefik, ingress-nginx, none 또는 매니페스트의 경로나 주소 (NETGRADE_KIND_INGRESS). traefik',
    ingressImage: '--on kind와 함께: Traefik의 이미지 (NETGRADE_KIND_INGRESS_IMAGE)',
    load: '--on kind와 함께: 노드에 넣을 이 컴퓨터의 이미지 (NETGRADE_KIND_LOAD)',
  },
  steps: {
    image: '노드 이미지',
    nodes: '노드 컨테이너',
    configuration: '설정',
    'control-plane': '컨트롤 플레인',
    network: '네트워크 플러그인',
    storage: '스토리지클래스',
    workers: '워커 노드',
    ready: '노드 준비 완료',
    load: '이미지 적재',
    ingress: 'Ingress 컨트롤러',
  },
  seconds: (ms) => `${seconds(ms)}초`,
  making: 'kind로 클러스터를 만듭니다. 1분 이상 걸리며 처음에는 내려받기도 합니다. Ctrl-C를 누르면 멈추고 만든 것을 지웁니다.',
  removed: (names) => `중단된 명령이 남긴 것을 지웠습니다: ${names}.`,
  created: (name, ms) => ko(`클러스터 ${name}이(가) 준비되었습니다 (${seconds(ms)}초).`),
  finished: (name, ms) => ko(`만들다 만 클러스터 ${name}이(가) 이제 준비되었습니다 (${seconds(ms)}초).`),
  running: (name) => ko(`클러스터 ${name}이(가) 이미 실행 중입니다.`),
  ingress: (http, https) => `인그레스는 ${http}, ${https}에서 응답합니다.`,
  noIngress: 'Ingress 컨트롤러가 없습니다.',
  nodePorts: (range) => `127.0.0.1의 노드 포트: ${range}.`,
  plugin: (plugin, commands) =>
    ko(
      `클러스터에 아직 네트워크 플러그인이 없어 노드가 기다리고 있습니다. ${plugin}을(를) 설치한 뒤 다시 실행하세요.\n\n${commands}\n`,
    ),
  useKubectl: '이 셸에서 kubectl이 사용하게 하기',
  gone: (names) => `지웠습니다: ${names}, 그 kubeconfig와 기록.`,
  none: '여기서 만든 kind 클러스터가 없습니다.',
  statusRunning: (name, phase) => ko(`클러스터 ${name}이(가) 있습니다 (${phase}).`),
  statusNone: '여기서 만든 kind 클러스터가 없습니다. grade up --on kind로 만듭니다.',
  statusLost: (name) =>
    ko(`클러스터 ${name}이(가) 사라졌습니다. 다른 방법으로 지워졌습니다. grade up --on kind로 다시 만듭니다.`),
  phases: {
    creating: '만들다 만 상태. grade up --on kind로 마칩니다',
    created: '만들다 만 상태. grade up --on kind로 마칩니다',
    ready: '준비됨',
  },
  context: '컨텍스트',
  doctor: {
    title: '실제 클러스터에 필요한 것 (grade up --on kind):',
    rows: {
      runtime: 'docker, podman 또는 nerdctl의 응답',
      kind: 'kind',
      ports: '127.0.0.1의 포트가 비어 있음',
      disk: '디스크 공간, 5 GiB',
      memory: '메모리, 3 GiB',
      inotify: 'inotify 인스턴스, 감시',
    },
    todo: {
      ports: (options) =>
        `어떤 프로그램이 쓰는지는 sudo ss -ltnp로 봅니다. macOS에서는 sudo lsof -nP -iTCP -sTCP:LISTEN. 비어 있는 포트를 쓰려면: ${
          options.length === 0 ? '--http-port, --https-port, --node-ports' : `grade up --on kind ${options.join(' ')}`
        }`,
      disk: '무엇이 차지하는지는 docker system df로 보고, docker system prune으로 비웁니다.',
      memory: '메모리를 쓰는 프로그램을 끝내거나 컨테이너 런타임에 더 주세요. --on kind 없는 grade up은 조금만 씁니다.',
      inotify: `다음 부팅까지 늘리려면 ${INOTIFY_COMMAND}. 계속 두려면 /etc/sysctl.d의 파일에 적습니다.`,
    },
    strangers: '다른 사람 또는 다른 상태 디렉터리의 클러스터',
  },
}

export { english as englishKind, korean as koreanKind }

export const kindMessages = (language: Language): typeof english => (language === 'ko' ? korean : english)
