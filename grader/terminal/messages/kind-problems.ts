/** What can go wrong with real clusters that are made here. */
import { ko } from '../../../src/grading/korean.ts'
import type { ProblemCode, ProblemDetail, ProblemText } from '../problem.ts'

type KindProblem = Extract<
  ProblemCode,
  `kind-${string}` | `runtime-${string}` | 'kubectl-missing' | 'option-needs-place' | 'place-not-here'
>

type Problems = Readonly<Record<KindProblem, (detail: ProblemDetail) => ProblemText>>

export const englishKindProblems: Problems = {
  'kind-missing': () => ({
    what: 'The program kind is not installed.',
    todo: 'Install it: go install sigs.k8s.io/kind@v0.33.0, brew install kind, or https://kind.sigs.k8s.io/docs/user/quick-start/. grade up without --on kind needs none.',
  }),
  'kubectl-missing': () => ({
    what: 'The program kubectl is not installed.',
    todo: 'Install it from https://kubernetes.io/docs/tasks/tools/ or your distribution’s packages.',
  }),
  'runtime-missing': ({ reason }) => ({
    what: 'kind finds neither docker nor podman nor nerdctl.',
    why: reason ?? '',
    todo: 'Install one: sudo apt-get install docker.io, or https://docs.docker.com/get-docker/. KIND_EXPERIMENTAL_PROVIDER names which one kind takes.',
  }),
  'runtime-stopped': ({ reason }) => ({
    what: 'The container runtime does not answer.',
    why: reason ?? '',
    todo: 'Start it: sudo systemctl start docker, or Docker Desktop. Where it runs, add yourself to its group: sudo usermod -aG docker $USER.',
  }),
  'kind-image-missing': ({ image, reason, runtime }) => ({
    what: image === undefined || image === '' ? 'The image of the nodes cannot be had.' : `The image ${image} cannot be had.`,
    why: reason ?? '',
    todo: `Name another with --node-image or NETGRADE_KIND_NODE_IMAGE, such as one that ${runtime ?? 'docker'} images shows. Nothing is left behind.`,
  }),
  'kind-image-absent': ({ image, runtime }) => ({
    what: `The image ${image ?? ''} is not on this machine.`,
    todo: `${runtime ?? 'docker'} pull ${image ?? ''}, then grade up --on kind again. The cluster is there.`,
  }),
  'kind-ports-taken': ({ ports, options }) => ({
    what: `Ports on 127.0.0.1 are taken: ${ports ?? ''}.`,
    why: 'sudo ss -ltnp shows by what; on macOS sudo lsof -nP -iTCP -sTCP:LISTEN.',
    todo: `Choose others${options === undefined || options === '' ? ' with --http-port, --https-port and --node-ports' : `, which are free: grade up --on kind ${options}`}. Nothing is left behind.`,
  }),
  'kind-disk-full': ({ reason, runtime = 'docker' }) => ({
    what: 'There is no space left for the nodes.',
    why: reason ?? '',
    todo: `${runtime} system df shows what takes it, ${runtime} system prune frees some. Nothing is left behind.`,
  }),
  'kind-failed': ({ reason }) => ({
    what: 'kind could not do it.',
    why: reason ?? '',
    todo: 'grade doctor looks for what is missing; https://kind.sigs.k8s.io/docs/user/known-issues/ lists more. Nothing is left behind.',
  }),
  'kind-interrupted': () => ({
    what: 'Interrupted.',
    todo: 'grade up --on kind goes on, grade down --on kind removes what is there.',
  }),
  'kind-ports-equal': ({ ports, options }) => ({
    what: `Two options are about the same port of this machine: ${ports ?? ''}.`,
    where: options ?? '',
    todo: 'Give one of them another port. Nothing was made.',
  }),
  'kind-ingress-unreadable': ({ path, reason }) => ({
    what: 'The Ingress controller cannot be read from that file.',
    where: path ?? '',
    why: reason === undefined || reason === '' ? 'It has no Kubernetes objects.' : reason,
    todo: '--ingress takes traefik, ingress-nginx, none, or the path or address of a manifest. Nothing was made.',
  }),
  'kind-settings-fixed': ({ differences }) => ({
    what: 'The cluster is there and was made otherwise.',
    why: differences ?? '',
    todo: 'grade down --on kind removes it with everything in it; then grade up --on kind makes it so.',
  }),
  'kind-silent': ({ name, reason, runtime }) => ({
    what: `The API server of cluster ${name ?? ''} does not answer.`,
    why: reason ?? '',
    todo: `${runtime ?? 'docker'} ps shows whether its nodes run. grade down --on kind, then grade up --on kind, makes it anew.`,
  }),
  'kind-nodes-not-ready': ({ reason, cni, kubectl }) => ({
    what: 'Not every node is ready.',
    why: reason ?? '',
    todo:
      cni === undefined || cni === '' || cni === 'kind'
        ? `${kubectl ?? ''} describe node says why. Too little memory or too few inotify instances are usual: grade doctor --on kind. grade up --on kind goes on.`
        : `Its network plugin is not installed or not ready: ${cni}. grade up --on kind goes on then.`,
  }),
  'kind-ingress-failed': ({ path, reason }) => ({
    what: 'The Ingress controller does not start.',
    where: path ?? '',
    why: reason ?? '',
    todo: 'The cluster is there. Where its image cannot be had: grade down --on kind, then grade up --on kind with --ingress-image, --ingress FILE or --ingress none.',
  }),
  'kind-not-up': () => ({
    what: 'No cluster of kind’s was made from here.',
    todo: 'grade up --on kind makes one.',
  }),
  'kind-busy': () => ({
    what: 'Another command is grading in this cluster.',
    todo: 'Wait until it is through, or end it.',
  }),
  'kind-claim-taken': ({ path, claim, remove }) => ({
    what: 'Something in the cluster has what a submission needs, and each of these can be had once only.',
    where: path ?? '',
    why: claim ?? '',
    todo: `grade clean --on kind removes what grade start has put there; what you have made goes with ${remove ?? ''}. What is graded already is kept with --output: go on with --resume.`,
  }),
  'kind-grading-interrupted': () => ({
    what: 'Interrupted. Everything that was put into the cluster is removed.',
    todo: 'What is graded already is kept with --output: go on with --resume.',
  }),
  'kind-grading-lost': ({ context, server, reason, place }) => ({
    what: `The cluster of context ${context ?? ''} was lost while submissions stood in it.`,
    where: server ?? '',
    why: reason ?? '',
    todo: `Once it answers, grade clean ${place ?? ''} removes what was put there, as the next command that grades in it does. What is graded already is kept with --output: go on with --resume.`,
  }),
  'option-needs-place': ({ option, on }) => ({
    what: `${option ?? ''} is for --on ${on ?? ''} only.`,
    todo: `Add --on ${on ?? ''}, or leave ${option ?? ''} out.`,
  }),
  'place-not-here': ({ on, choices }) => ({
    what: `--on ${on ?? ''} is not for this command.`,
    todo: `Choose one of ${choices ?? ''}.`,
  }),
}

export const koreanKindProblems: Problems = {
  'kind-missing': () => ({
    what: 'kind가 설치되어 있지 않습니다.',
    todo: '설치하세요: go install sigs.k8s.io/kind@v0.33.0, brew install kind 또는 https://kind.sigs.k8s.io/docs/user/quick-start/. --on kind 없는 grade up에는 필요 없습니다.',
  }),
  'kubectl-missing': () => ({
    what: 'kubectl이 설치되어 있지 않습니다.',
    todo: 'https://kubernetes.io/docs/tasks/tools/ 또는 배포판의 패키지로 설치하세요.',
  }),
  'runtime-missing': ({ reason }) => ({
    what: 'kind가 docker, podman, nerdctl 가운데 어느 것도 찾지 못했습니다.',
    why: reason ?? '',
    todo: '하나를 설치하세요: sudo apt-get install docker.io 또는 https://docs.docker.com/get-docker/. 어느 것을 쓸지는 KIND_EXPERIMENTAL_PROVIDER로 정합니다.',
  }),
  'runtime-stopped': ({ reason }) => ({
    what: '컨테이너 런타임이 응답하지 않습니다.',
    why: reason ?? '',
    todo: '시작하세요: sudo systemctl start docker 또는 Docker Desktop. 이미 실행 중이면 그룹에 자신을 더하세요: sudo usermod -aG docker $USER.',
  }),
  'kind-image-missing': ({ image, reason, runtime }) => ({
    what:
      image === undefined || image === ''
        ? '노드의 이미지를 가져올 수 없습니다.'
        : ko(`이미지 ${image}을(를) 가져올 수 없습니다.`),
    why: reason ?? '',
    todo: `--node-image 또는 NETGRADE_KIND_NODE_IMAGE로 다른 이미지를 지정하세요. ${runtime ?? 'docker'} images에 나오는 것을 쓸 수 있습니다. 남은 것은 없습니다.`,
  }),
  'kind-image-absent': ({ image, runtime }) => ({
    what: ko(`이미지 ${image ?? ''}이(가) 이 컴퓨터에 없습니다.`),
    todo: `${runtime ?? 'docker'} pull ${image ?? ''} 다음에 grade up --on kind를 다시 실행하세요. 클러스터는 그대로 있습니다.`,
  }),
  'kind-ports-taken': ({ ports, options }) => ({
    what: `127.0.0.1의 포트를 다른 프로그램이 쓰고 있습니다: ${ports ?? ''}.`,
    why: '어떤 프로그램인지는 sudo ss -ltnp로 봅니다. macOS에서는 sudo lsof -nP -iTCP -sTCP:LISTEN.',
    todo: `${options === undefined || options === '' ? '--http-port, --https-port, --node-ports로 다른 포트를 고르세요' : `비어 있는 포트를 쓰세요: grade up --on kind ${options}`}. 남은 것은 없습니다.`,
  }),
  'kind-disk-full': ({ reason, runtime = 'docker' }) => ({
    what: '노드를 만들 디스크 공간이 없습니다.',
    why: reason ?? '',
    todo: `무엇이 차지하는지는 ${runtime} system df로 보고, ${runtime} system prune으로 비우세요. 남은 것은 없습니다.`,
  }),
  'kind-failed': ({ reason }) => ({
    what: 'kind가 하지 못했습니다.',
    why: reason ?? '',
    todo: '무엇이 빠졌는지 grade doctor로 확인하세요. 알려진 문제는 https://kind.sigs.k8s.io/docs/user/known-issues/에 있습니다. 남은 것은 없습니다.',
  }),
  'kind-interrupted': () => ({
    what: '중단되었습니다.',
    todo: 'grade up --on kind로 이어서 하고, grade down --on kind로 있는 것을 지웁니다.',
  }),
  'kind-ports-equal': ({ ports, options }) => ({
    what: `두 옵션이 이 컴퓨터의 같은 포트를 가리킵니다: ${ports ?? ''}.`,
    where: options ?? '',
    todo: '둘 가운데 하나에 다른 포트를 지정하세요. 만든 것은 없습니다.',
  }),
  'kind-ingress-unreadable': ({ path, reason }) => ({
    what: '그 파일에서 Ingress 컨트롤러를 읽을 수 없습니다.',
    where: path ?? '',
    why: reason === undefined || reason === '' ? '쿠버네티스 오브젝트가 없습니다.' : reason,
    todo: '--ingress에는 traefik, ingress-nginx, none, 또는 매니페스트의 경로나 주소를 지정합니다. 만든 것은 없습니다.',
  }),
  'kind-settings-fixed': ({ differences }) => ({
    what: '클러스터가 이미 있으며 다르게 만들어졌습니다.',
    why: differences ?? '',
    todo: 'grade down --on kind로 안에 든 것과 함께 지운 뒤 grade up --on kind로 새로 만드세요.',
  }),
  'kind-silent': ({ name, reason, runtime }) => ({
    what: `클러스터 ${name ?? ''}의 API 서버가 응답하지 않습니다.`,
    why: reason ?? '',
    todo: `노드가 실행 중인지 ${runtime ?? 'docker'} ps로 확인하세요. grade down --on kind 다음에 grade up --on kind로 새로 만듭니다.`,
  }),
  'kind-nodes-not-ready': ({ reason, cni, kubectl }) => ({
    what: '준비되지 않은 노드가 있습니다.',
    why: reason ?? '',
    todo:
      cni === undefined || cni === '' || cni === 'kind'
        ? `이유는 ${kubectl ?? ''} describe node로 봅니다. 메모리나 inotify 인스턴스가 모자란 경우가 많습니다: grade doctor --on kind. grade up --on kind로 이어서 합니다.`
        : ko(`네트워크 플러그인 ${cni}이(가) 설치되지 않았거나 준비되지 않았습니다. 그 뒤 grade up --on kind로 이어서 합니다.`),
  }),
  'kind-ingress-failed': ({ path, reason }) => ({
    what: 'Ingress 컨트롤러가 시작되지 않습니다.',
    where: path ?? '',
    why: reason ?? '',
    todo: '클러스터는 있습니다. 이미지를 가져올 수 없으면 grade down --on kind 다음에 --ingress-image, --ingress 파일 또는 --ingress none을 붙여 grade up --on kind를 실행하세요.',
  }),
  'kind-not-up': () => ({
    what: '여기서 만든 kind 클러스터가 없습니다.',
    todo: 'grade up --on kind로 만듭니다.',
  }),
  'kind-busy': () => ({
    what: '다른 명령이 이 클러스터에서 채점하고 있습니다.',
    todo: '끝날 때까지 기다리거나 그 명령을 끝내세요.',
  }),
  'kind-claim-taken': ({ path, claim, remove }) => ({
    what: '제출물에 필요한 것을 클러스터에 있는 무언가가 이미 쓰고 있으며, 이런 것은 하나씩만 있을 수 있습니다.',
    where: path ?? '',
    why: claim ?? '',
    todo: `grade clean --on kind는 grade start가 넣은 것을 지웁니다. 직접 만든 것은 ${remove ?? ''} 명령으로 지우세요. --output을 썼다면 이미 채점한 것은 남아 있습니다. --resume으로 이어서 하세요.`,
  }),
  'kind-grading-interrupted': () => ({
    what: '중단되었습니다. 클러스터에 넣은 것은 모두 지웠습니다.',
    todo: '--output을 썼다면 이미 채점한 것은 남아 있습니다. --resume으로 이어서 하세요.',
  }),
  'kind-grading-lost': ({ context, server, reason, place }) => ({
    what: `제출물을 넣어 둔 채 컨텍스트 ${context ?? ''}의 클러스터가 끊겼습니다.`,
    where: server ?? '',
    why: reason ?? '',
    todo: `클러스터가 응답하면 grade clean ${place ?? ''} 명령으로 넣은 것을 지우세요. 그곳에서 채점하는 다음 명령도 지웁니다. --output을 썼다면 이미 채점한 것은 남아 있습니다. --resume으로 이어서 하세요.`,
  }),
  'option-needs-place': ({ option, on }) => ({
    what: ko(`${option ?? ''}은(는) --on ${on ?? ''}에서만 씁니다.`),
    todo: ko(`--on ${on ?? ''}을(를) 붙이거나 ${option ?? ''}을(를) 빼세요.`),
  }),
  'place-not-here': ({ on, choices }) => ({
    what: `이 명령에는 --on ${on ?? ''}을 쓸 수 없습니다.`,
    todo: `다음 가운데 하나를 고르세요: ${choices ?? ''}.`,
  }),
}
