/** What can be wrong with a manifest before any check is run. */
import type { CauseText } from '../causes/cause.ts'
import { example } from '../causes/example.ts'
import { FILE_CAUSES } from './file-causes.ts'
import { words } from '../words.ts'

export const MANIFEST_CAUSES: readonly CauseText[] = [
  ...FILE_CAUSES,
  {
    code: 'field-unknown',
    section: '1-1',
    title: words('There is no such field here.', '여기에 그런 필드가 없습니다.'),
    explanation: words(
      'kubectl explain KIND.PATH lists the fields of each place. Fields that an older version had may be called otherwise today.',
      'kubectl explain KIND.PATH로 각 위치의 필드를 볼 수 있습니다. 예전 버전의 필드는 지금 이름이 다를 수 있습니다.',
    ),
    example: example(`
      kind: Service
      spec:
    -   selectors:
    +   selector:
          app: web
  `),
  },
  {
    code: 'field-wrong-type',
    section: '1-1',
    title: words('The value is of the wrong type.', '값의 유형이 맞지 않습니다.'),
    explanation: words(
      'Numbers stand without quotes, texts that look like numbers or booleans with them; a list begins with dashes.',
      '숫자는 따옴표 없이, 숫자나 참거짓처럼 보이는 글자는 따옴표로 쓰고, 목록은 대시로 시작합니다.',
    ),
    example: example(`
      kind: Service
      spec:
        ports:
    -     - port: "80"
    +     - port: 80
  `),
  },
  {
    code: 'api-version-removed',
    section: '1-1',
    title: words('This apiVersion no longer serves this kind.', '이 apiVersion은 더 이상 이 종류를 제공하지 않습니다.'),
    explanation: words(
      'kubectl api-resources lists the version that does. Fields may have moved between versions.',
      'kubectl api-resources로 지금 버전을 확인하세요. 버전이 바뀌면서 필드의 위치가 달라졌을 수 있습니다.',
    ),
    example: example(`
    - apiVersion: networking.k8s.io/v1beta1
    + apiVersion: networking.k8s.io/v1
      kind: Ingress
  `),
  },
  {
    code: 'kind-unknown',
    section: '1-1',
    title: words('The API knows no such kind.', 'API에 그런 종류가 없습니다.'),
    explanation: words(
      'kind is written in one word with capitals: NetworkPolicy. kubectl api-resources lists them.',
      'kind는 대문자로 시작하는 한 단어로 씁니다(NetworkPolicy). kubectl api-resources로 목록을 볼 수 있습니다.',
    ),
    example: example(`
    - kind: Networkpolicy
    + kind: NetworkPolicy
  `),
  },
  {
    code: 'value-invalid',
    section: '1-1',
    title: words('The API server refuses this value.', 'API 서버가 이 값을 거부합니다.'),
    explanation: words(
      'The message names the field, the value, and the rule it breaks.',
      '메시지에 필드와 값, 어긴 규칙이 나와 있습니다.',
    ),
    example: example(`
      kind: Service
      spec:
    -   type: nodeport
    +   type: NodePort
  `),
  },
  {
    code: 'port-number-is-quoted',
    section: '2-3',
    title: words(
      'A port number stands in quotes, so it is taken for a name.',
      '포트 번호를 따옴표로 써서 이름으로 읽혔습니다.',
    ),
    explanation: words(
      'A port is a number or the name of a port. In quotes it is a name, and names need a letter: write 80, not "80".',
      '포트는 번호이거나 포트의 이름입니다. 따옴표로 쓰면 이름이 되고, 이름에는 글자가 있어야 합니다. "80"이 아니라 80으로 쓰세요.',
    ),
    example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - ports:
    -         - port: "80"
    +         - port: 80
  `),
  },
  {
    code: 'service-node-port-taken',
    section: '2-3',
    title: words('Another Service has this node port already.', '다른 Service가 이 노드 포트를 이미 쓰고 있습니다.'),
    explanation: words(
      'A node port belongs to one Service of the whole cluster. kubectl get services -A shows who has it; choose another, or remove it there.',
      '노드 포트는 클러스터 전체에서 하나의 Service만 쓸 수 있습니다. kubectl get services -A로 누가 쓰는지 보고, 다른 번호를 고르거나 그쪽에서 지우세요.',
    ),
    example: example(`
      kind: Service
      spec:
        type: NodePort
        ports:
          - port: 80
    -       nodePort: 30080
    +       nodePort: 30081
  `),
  },
  {
    code: 'service-node-port-out-of-range',
    section: '2-3',
    title: words('A node port lies between 30000 and 32767.', '노드 포트는 30000에서 32767 사이여야 합니다.'),
    explanation: words(
      'The range keeps node ports apart from the ports that programs of the node use. Choose one inside, or leave nodePort out and let the cluster choose.',
      '이 범위는 노드의 프로그램이 쓰는 포트와 겹치지 않게 하기 위한 것입니다. 범위 안에서 고르거나 nodePort를 생략해 클러스터가 고르게 하세요.',
    ),
    example: example(`
      kind: Service
      spec:
        type: NodePort
        ports:
          - port: 80
    -       nodePort: 8080
    +       nodePort: 30080
  `),
  },
  {
    code: 'policy-except-outside-cidr',
    section: '3-2',
    title: words('An exception of the ipBlock is not inside its cidr.', 'ipBlock의 except가 cidr 안에 있지 않습니다.'),
    explanation: words(
      'except takes addresses away from cidr, so each of its blocks has to be a part of cidr, and smaller than it. Addresses outside cidr are not allowed by it anyway.',
      'except는 cidr에서 주소를 빼는 것이므로, 각 블록은 cidr의 일부이고 cidr보다 작아야 합니다. cidr 밖의 주소는 어차피 이 항목으로 허용되지 않습니다.',
    ),
    example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
              - ipBlock:
                  cidr: 10.0.0.0/16
                  except:
    -               - 10.1.0.0/24
    +               - 10.0.1.0/24
  `),
  },
  {
    code: 'ingress-path-type',
    section: '4-2',
    title: words(
      'A path with a regular expression has pathType Prefix or Exact.',
      '정규식이 든 경로의 pathType이 Prefix나 Exact입니다.',
    ),
    explanation: words(
      'Prefix and Exact compare texts, so ingress-nginx admits only letters, digits and . _ - / in them. What the controller is to read as a pattern has pathType ImplementationSpecific.',
      'Prefix와 Exact는 글자를 비교하므로 ingress-nginx는 글자, 숫자, . _ - /만 받아들입니다. 컨트롤러가 패턴으로 읽어야 하는 경로는 pathType을 ImplementationSpecific으로 쓰세요.',
    ),
    example: example(`
      kind: Ingress
      spec:
        rules:
          - http:
              paths:
                - path: /app(/|$)(.*)
    -             pathType: Prefix
    +             pathType: ImplementationSpecific
  `),
  },
  {
    code: 'field-immutable',
    section: '1-1',
    title: words(
      'This field cannot be changed once the object exists.',
      '이 필드는 오브젝트가 만들어진 뒤에는 바꿀 수 없습니다.',
    ),
    explanation: words(
      'Delete the object and create it anew: kubectl replace --force -f FILE.',
      '오브젝트를 지우고 다시 만드세요. kubectl replace --force -f FILE를 쓰면 됩니다.',
    ),
    example: example(`
    - $ kubectl apply -f pod.yaml
    + $ kubectl replace --force -f pod.yaml
  `),
  },
]
