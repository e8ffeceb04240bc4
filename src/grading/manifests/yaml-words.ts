/** What the YAML reader says, in the reader's language. What the API server says is quoted as it is, in every language. */
import { ko } from '../korean.ts'
import type { Language } from '../words.ts'

type Translation = readonly [RegExp, (value: string) => string]

const KOREAN: readonly Translation[] = [
  [/^A tab indents this line/u, () => '이 줄이 탭으로 들여쓰기되어 있습니다. YAML은 공백만 허용합니다.'],
  [/^This line does not stand/u, () => '이 줄의 들여쓰기가 앞뒤 줄과 맞지 않습니다.'],
  [/^A quote or bracket is opened/u, () => '여기서 연 따옴표나 괄호가 닫히지 않았습니다.'],
  [/^This key stands twice/u, () => '같은 매핑에 이 키가 두 번 있습니다.'],
  [/^YAML cannot read this line/u, () => 'YAML로 읽을 수 없는 줄입니다.'],
  [/^The aliases of this document/u, () => '이 문서의 별칭을 펼치면 쓴 것보다 훨씬 커집니다.'],
  [/^`\*(.+)` stands within/u, (name) => ko(`\`*${name}\`은(는) \`&${name}\` 안에 있어서 자기 자신을 끝없이 반복합니다.`)],
  [/^Values are nested too deeply/u, () => '값이 너무 깊이 중첩되어 읽을 수 없습니다.'],
  [/^`\/\/` begins no comment/u, () => 'YAML에서 `//`는 주석이 아니라 글자로 읽힙니다.'],
  [/^`<<` merges the fields/u, () => '`<<`는 다른 매핑의 필드를 합치는데, 그 뒤에 있는 것은 매핑이 아닙니다.'],
  [
    /^`\*(.+)` repeats what/u,
    (name) => ko(`\`*${name}\`은(는) \`&${name}\`으로 표시한 것을 반복하는데, 앞에 그런 표시가 없습니다.`),
  ],
  [/^The document is a list/u, () => '문서가 목록입니다. apiVersion, kind, metadata가 있는 오브젝트여야 합니다.'],
  [/^The document is a single value/u, () => '문서가 값 하나뿐입니다. apiVersion, kind, metadata가 있는 오브젝트여야 합니다.'],
  [/^The file has ([\d.]+) MiB/u, (size) => `파일이 ${size}MiB입니다. 5MiB까지 읽습니다.`],
  [/^The file is binary/u, () => '텍스트가 아니라 바이너리 파일입니다.'],
  [/^The file holds no object/u, () => '파일에 오브젝트가 없습니다.'],
]

export const yamlMessage = (message: string, language: Language): string => {
  if (language === 'en') return message
  for (const [pattern, say] of KOREAN) {
    const match = pattern.exec(message)
    if (match !== null) return say(match[1] ?? '')
  }
  return message
}
