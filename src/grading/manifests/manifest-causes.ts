/** What can be wrong with a manifest before any check is run. */
import type { CauseText } from '../causes/cause.ts'
import { words, type Words } from '../words.ts'

const text = (code: string, title: Words, explanation: Words, section = '1-1'): CauseText => ({
  code,
  title,
  explanation,
  section,
})

export const MANIFEST_CAUSES: readonly CauseText[] = [
  text(
    'yaml-slash-comment',
    words('`//` begins no comment in YAML.', '`//`는 YAML의 주석이 아닙니다.'),
    words(
      'YAML reads it as text, and then the line makes no sense. Begin comments with #.',
      'YAML은 이것을 글자로 읽어 줄을 해석하지 못합니다. 주석은 #으로 시작하세요.',
    ),
  ),
  text(
    'yaml-indentation',
    words('A field stands on the wrong level.', '필드가 잘못된 깊이에 있습니다.'),
    words(
      'In YAML the blanks before a field say what it belongs to. Give it the indentation of the fields it stands beside: two more than its parent, and the same within one list item.',
      'YAML에서는 필드 앞의 공백이 어디에 속하는지를 정합니다. 같은 깊이의 필드와 들여쓰기를 맞추세요. 부모보다 두 칸 더, 한 목록 항목 안에서는 같게 씁니다.',
    ),
  ),
  text(
    'yaml-tab',
    words('A tab indents this line.', '이 줄이 탭으로 들여쓰기되어 있습니다.'),
    words(
      'YAML allows blanks only. Set your editor to insert spaces.',
      'YAML은 공백만 허용합니다. 편집기가 공백을 넣도록 설정하세요.',
    ),
  ),
  text(
    'yaml-duplicate-key',
    words('A key stands twice in the same mapping.', '같은 키가 한 매핑에 두 번 있습니다.'),
    words(
      'Only one of the two can hold. Keep one, or make a list of them.',
      '둘 중 하나만 적용됩니다. 하나만 남기거나 목록으로 만드세요.',
    ),
  ),
  text(
    'yaml-unclosed',
    words('A quote or bracket is not closed.', '따옴표나 괄호가 닫히지 않았습니다.'),
    words('Close it on the same line, or remove it.', '같은 줄에서 닫거나 지우세요.'),
  ),
  text(
    'yaml-syntax',
    words('YAML cannot read this line.', 'YAML이 이 줄을 읽지 못합니다.'),
    words(
      'Look for a missing `:` or `-`, and for blanks after them.',
      '빠진 `:`나 `-`가 있는지, 그 뒤에 공백이 있는지 보세요.',
    ),
  ),
  text(
    'yaml-alias-bomb',
    words('The aliases expand to far more than what is written.', '별칭이 쓴 것보다 훨씬 크게 펼쳐집니다.'),
    words('Write the values out instead of repeating aliases (`*name`).', '별칭(`*name`)을 되풀이하지 말고 값을 직접 쓰세요.'),
  ),
  text(
    'manifest-too-large',
    words('The file is too large.', '파일이 너무 큽니다.'),
    words(
      'At most 5 MiB are read. Give the manifests of this task alone.',
      '5 MiB까지만 읽습니다. 이 과제의 매니페스트만 주세요.',
    ),
  ),
  text(
    'manifest-binary',
    words('The file is no text.', '파일이 텍스트가 아닙니다.'),
    words('Give YAML or JSON manifests in UTF-8.', 'UTF-8로 된 YAML이나 JSON 매니페스트를 주세요.'),
  ),
  text(
    'manifest-empty',
    words('The file holds no object.', '파일에 오브젝트가 없습니다.'),
    words('Write at least one manifest into it.', '매니페스트를 하나 이상 쓰세요.'),
  ),
  text(
    'manifest-no-object',
    words('The document is no object.', '문서가 오브젝트가 아닙니다.'),
    words(
      'A manifest has apiVersion, kind and metadata. Separate documents by a line `---`.',
      '매니페스트에는 apiVersion, kind, metadata가 있어야 합니다. 문서는 `---` 줄로 나누세요.',
    ),
  ),
  text(
    'field-unknown',
    words('There is no such field here.', '여기에 그런 필드가 없습니다.'),
    words(
      'kubectl explain KIND.PATH lists the fields of each place. Fields that an older version had may be called otherwise today.',
      'kubectl explain KIND.PATH로 각 위치의 필드를 볼 수 있습니다. 예전 버전의 필드는 지금 이름이 다를 수 있습니다.',
    ),
  ),
  text(
    'field-wrong-type',
    words('The value is of the wrong type.', '값의 유형이 맞지 않습니다.'),
    words(
      'Numbers stand without quotes, texts that look like numbers or booleans with them; a list begins with dashes.',
      '숫자는 따옴표 없이, 숫자나 참거짓처럼 보이는 글자는 따옴표로 쓰고, 목록은 대시로 시작합니다.',
    ),
  ),
  text(
    'api-version-removed',
    words('This apiVersion no longer serves this kind.', '이 apiVersion은 더 이상 이 종류를 제공하지 않습니다.'),
    words(
      'kubectl api-resources lists the version that does. Fields may have moved between versions.',
      'kubectl api-resources로 지금 버전을 확인하세요. 버전이 바뀌면서 필드의 위치가 달라졌을 수 있습니다.',
    ),
  ),
  text(
    'kind-unknown',
    words('The API knows no such kind.', 'API에 그런 종류가 없습니다.'),
    words(
      'kind is written in one word with capitals: NetworkPolicy. kubectl api-resources lists them.',
      'kind는 대문자로 시작하는 한 단어로 씁니다(NetworkPolicy). kubectl api-resources로 목록을 볼 수 있습니다.',
    ),
  ),
  text(
    'value-invalid',
    words('The API server refuses this value.', 'API 서버가 이 값을 거부합니다.'),
    words('The message names the field, the value, and the rule it breaks.', '메시지에 필드와 값, 어긴 규칙이 나와 있습니다.'),
  ),
  text(
    'port-number-is-quoted',
    words('A port number stands in quotes, so it is taken for a name.', '포트 번호를 따옴표로 써서 이름으로 읽혔습니다.'),
    words(
      'A port is a number or the name of a port. In quotes it is a name, and names need a letter: write 80, not "80".',
      '포트는 번호이거나 포트의 이름입니다. 따옴표로 쓰면 이름이 되고, 이름에는 글자가 있어야 합니다. "80"이 아니라 80으로 쓰세요.',
    ),
    '2-3',
  ),
  text(
    'service-node-port-taken',
    words('Another Service has this node port already.', '다른 Service가 이 노드 포트를 이미 쓰고 있습니다.'),
    words(
      'A node port belongs to one Service of the whole cluster. kubectl get services -A shows who has it; choose another, or remove it there.',
      '노드 포트는 클러스터 전체에서 하나의 Service만 쓸 수 있습니다. kubectl get services -A로 누가 쓰는지 보고, 다른 번호를 고르거나 그쪽에서 지우세요.',
    ),
    '2-3',
  ),
  text(
    'service-node-port-out-of-range',
    words('A node port lies between 30000 and 32767.', '노드 포트는 30000에서 32767 사이여야 합니다.'),
    words(
      'The range keeps node ports apart from the ports that programs of the node use. Choose one inside, or leave nodePort out and let the cluster choose.',
      '이 범위는 노드의 프로그램이 쓰는 포트와 겹치지 않게 하기 위한 것입니다. 범위 안에서 고르거나 nodePort를 생략해 클러스터가 고르게 하세요.',
    ),
    '2-3',
  ),
  text(
    'field-immutable',
    words('This field cannot be changed once the object exists.', '이 필드는 오브젝트가 만들어진 뒤에는 바꿀 수 없습니다.'),
    words(
      'Delete the object and create it anew: kubectl replace --force -f FILE.',
      '오브젝트를 지우고 다시 만드세요. kubectl replace --force -f FILE를 쓰면 됩니다.',
    ),
  ),
]
