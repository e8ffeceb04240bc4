/** What can be wrong with a file before an object can be read from it. */
import type { CauseText } from '../causes/cause.ts'
import { example } from '../causes/example.ts'
import { words } from '../words.ts'

export const FILE_CAUSES: readonly CauseText[] = [
  {
    code: 'yaml-slash-comment',
    section: '1-1',
    title: words('`//` begins no comment in YAML.', '`//`는 YAML의 주석이 아닙니다.'),
    explanation: words(
      'YAML reads it as text, and then the line makes no sense. Begin comments with #.',
      'YAML은 이것을 글자로 읽어 줄을 해석하지 못합니다. 주석은 #으로 시작하세요.',
    ),
    example: example(`
    - kind: Pod // my web server
    + kind: Pod # my web server
  `),
  },
  {
    code: 'yaml-indentation',
    section: '1-1',
    title: words('A field stands on the wrong level.', '필드가 잘못된 깊이에 있습니다.'),
    explanation: words(
      'In YAML the blanks before a field say what it belongs to. Give it the indentation of the fields it stands beside: two more than its parent, and the same within one list item.',
      'YAML에서는 필드 앞의 공백이 어디에 속하는지를 정합니다. 같은 깊이의 필드와 들여쓰기를 맞추세요. 부모보다 두 칸 더, 한 목록 항목 안에서는 같게 씁니다.',
    ),
    example: example(`
      kind: Pod
      spec:
        containers:
          - name: web
    -   ports:
    -     - containerPort: 80
    +       ports:
    +         - containerPort: 80
  `),
  },
  {
    code: 'yaml-tab',
    section: '1-1',
    title: words('A tab indents this line.', '이 줄이 탭으로 들여쓰기되어 있습니다.'),
    explanation: words(
      'YAML allows blanks only. Set your editor to insert spaces.',
      'YAML은 공백만 허용합니다. 편집기가 공백을 넣도록 설정하세요.',
    ),
    example: example(`
      kind: Pod
      metadata:
    - \tname: web
    +   name: web
  `),
  },
  {
    code: 'yaml-duplicate-key',
    section: '1-1',
    title: words('A key stands twice in the same mapping.', '같은 키가 한 매핑에 두 번 있습니다.'),
    explanation: words(
      'Only one of the two can hold. Keep one, or make a list of them.',
      '둘 중 하나만 적용됩니다. 하나만 남기거나 목록으로 만드세요.',
    ),
    example: example(`
      kind: Pod
      metadata:
        labels:
          app: web
    -   labels:
          tier: front
  `),
  },
  {
    code: 'yaml-separator-missing',
    section: '1-1',
    title: words('A second object begins without a line `---`.', '`---` 줄 없이 두 번째 오브젝트가 시작됩니다.'),
    explanation: words(
      'A file may hold several objects, each a document of its own. Without a line --- between them YAML takes their fields for one object, in which apiVersion and kind stand twice.',
      '한 파일에 여러 오브젝트를 쓸 수 있지만 각각 별개의 문서여야 합니다. 사이에 --- 줄이 없으면 YAML은 한 오브젝트의 필드로 읽어 apiVersion과 kind가 두 번 있게 됩니다.',
    ),
    example: example(`
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
    + ---
      apiVersion: v1
      kind: Service
      metadata:
        name: web
  `),
  },
  {
    code: 'yaml-unclosed',
    section: '1-1',
    title: words('A quote or bracket is not closed.', '따옴표나 괄호가 닫히지 않았습니다.'),
    explanation: words('Close it on the same line, or remove it.', '같은 줄에서 닫거나 지우세요.'),
    example: example(`
      kind: Pod
      metadata:
        annotations:
    -     note: "the first
    +     note: "the first"
  `),
  },
  {
    code: 'yaml-syntax',
    section: '1-1',
    title: words('YAML cannot read this line.', 'YAML이 이 줄을 읽지 못합니다.'),
    explanation: words(
      'Look for a missing `:` or `-`, and for blanks after them.',
      '빠진 `:`나 `-`가 있는지, 그 뒤에 공백이 있는지 보세요.',
    ),
    example: example(`
      kind: Pod
      metadata:
    -   name web
    +   name: web
  `),
  },
  {
    code: 'yaml-alias-bomb',
    section: '1-1',
    title: words('The aliases expand to far more than what is written.', '별칭이 쓴 것보다 훨씬 크게 펼쳐집니다.'),
    explanation: words(
      'Write the values out instead of repeating aliases (`*name`).',
      '별칭(`*name`)을 되풀이하지 말고 값을 직접 쓰세요.',
    ),
    example: example(`
    - a: &a [x, x, x, x]
    - b: &b [*a, *a, *a, *a]
    - c: [*b, *b, *b, *b]
    + a: [x, x, x, x]
  `),
  },
  {
    code: 'manifest-too-large',
    section: '1-1',
    title: words('The file is too large.', '파일이 너무 큽니다.'),
    explanation: words(
      'At most 5 MiB are read. Give the manifests of this task alone.',
      '5 MiB까지만 읽습니다. 이 과제의 매니페스트만 주세요.',
    ),
    example: example(`
    - $ grade 2-2 --file everything.yaml
    + $ grade 2-2 --file nginx.yaml
  `),
  },
  {
    code: 'manifest-binary',
    section: '1-1',
    title: words('The file is no text.', '파일이 텍스트가 아닙니다.'),
    explanation: words('Give YAML or JSON manifests in UTF-8.', 'UTF-8로 된 YAML이나 JSON 매니페스트를 주세요.'),
    example: example(`
    - $ grade 2-2 --file answer.zip
    + $ grade 2-2 --file answer.yaml
  `),
  },
  {
    code: 'manifest-empty',
    section: '1-1',
    title: words('The file holds no object.', '파일에 오브젝트가 없습니다.'),
    explanation: words('Write at least one manifest into it.', '매니페스트를 하나 이상 쓰세요.'),
    example: example(`
    - # to be done
    + apiVersion: v1
    + kind: Namespace
    + metadata:
    +   name: devops
  `),
  },
  {
    code: 'manifest-no-object',
    section: '1-1',
    title: words('The document is no object.', '문서가 오브젝트가 아닙니다.'),
    explanation: words(
      'A manifest has apiVersion, kind and metadata. Separate documents by a line `---`.',
      '매니페스트에는 apiVersion, kind, metadata가 있어야 합니다. 문서는 `---` 줄로 나누세요.',
    ),
    example: example(`
    - - nginx
    - - internal-sv
    + apiVersion: v1
    + kind: Pod
    + metadata:
    +   name: nginx
  `),
  },
]
