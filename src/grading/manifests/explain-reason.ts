/** What the API server's refusal means, in every language: its own words, which are quoted beside, are English only. */
import type { StatusCause } from '../../kubernetes/status.ts'
import { words, type Words } from '../words.ts'

const REASONS: Readonly<Record<string, Words>> = {
  FieldValueRequired: words('the field is required and absent', '필수 필드가 빠졌습니다'),
  FieldValueInvalid: words('the value breaks the rule that is quoted', '값이 인용된 규칙에 어긋납니다'),
  FieldValueDuplicate: words('the value stands twice and has to be unique', '겹치면 안 되는 값이 두 번 있습니다'),
  FieldValueNotSupported: words('the value is not one of those allowed', '허용된 값이 아닙니다'),
  FieldValueForbidden: words('the field may not be set here', '여기서는 쓸 수 없는 필드입니다'),
  FieldValueTooLong: words('the value is too long', '값이 너무 깁니다'),
  FieldValueTooMany: words('there are too many items', '항목이 너무 많습니다'),
  FieldValueNotFound: words('the value names something that is not there', '없는 것을 가리키는 값입니다'),
}

/** Rules that learners meet often, by what the API server calls them. */
const RULES: readonly (readonly [RegExp, Words])[] = [
  [/between 1 and 65535/u, words('ports are 1 to 65535', '포트는 1에서 65535까지입니다')],
  [
    /lowercase RFC 1123|DNS-1035|lower case/u,
    words('names: small letters, digits and dashes', '이름에는 소문자, 숫자, 대시만 씁니다'),
  ],
  [
    /alpha-?numeric characters \(a-z, 0-9\)/u,
    words('names of ports: small letters, digits and dashes', '포트 이름에는 소문자, 숫자, 대시만 씁니다'),
  ],
  [/at least one letter/u, words('a name of a port needs a letter', '포트 이름에는 글자가 하나 이상 있어야 합니다')],
  [/no more than (\d+) characters/u, words('the name is too long', '이름이 너무 깁니다')],
  [/must be an absolute path/u, words('a path begins with /', '경로는 /로 시작합니다')],
  [/valid IP address/u, words('an IP address belongs here', 'IP 주소를 써야 합니다')],
  [/valid CIDR/u, words('an address block belongs here, such as 10.9.8.0/24', '10.9.8.0/24 같은 주소 블록을 써야 합니다')],
  [/not an IP address/u, words('a host is a name, no address', '호스트에는 주소가 아니라 이름을 씁니다')],
  [
    /does not match template|selector.*does not match/u,
    words('the selector has to match the template’s labels', '셀렉터가 템플릿의 레이블과 맞아야 합니다'),
  ],
]

/** One line for each error: the rule, where it is a known one, else the kind of error; with the values that are allowed. */
export const explainReason = ({ reason, message }: StatusCause): readonly Words[] => {
  const known = RULES.find(([pattern]) => pattern.test(message))?.[1] ?? REASONS[reason]
  const supported = /supported values: (.+)$/u.exec(message)?.[1]
  return [
    ...(known === undefined ? [] : [known]),
    ...(supported === undefined ? [] : [words(`allowed   ${supported}`, `허용된 값   ${supported}`)]),
  ]
}
