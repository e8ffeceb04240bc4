/** The words of the reference. */
import type { Language } from '../../words.ts'

const en = {
  referenceIntro:
    'What the commands take, what the grader checks and writes, and what the network model holds to be true of Kubernetes.',
  commands: 'Commands',
  commandsIntro: 'What each command does and takes, as grade --help tells it. Every command takes --help and --lang.',
  option: 'Argument or option',
  allOptions: (count: number) => `Its ${count} arguments and options`,
  meaning: 'What it is',
  exitCodes: 'Exit codes',
  exitCode: 'Code',
  exitCodeMeanings: [
    'Done: the task passes, the connection succeeds, nothing is wrong.',
    'Not so: a check fails, the connection does not succeed, something was found.',
    'The input is refused. The message says what, where and what to do.',
    'The fault is not yours; or, of questions about every possible cluster, not decided.',
    'It depends on what clusters decide for themselves, such as their network plugin.',
  ],
  checkKind: 'Kind of check',
  usedIn: 'Used in',
  wholeResult: 'The whole',
  alsoFields: 'Besides these it has the fields of',
  checkKinds: 'Kinds of checks',
  checkKindsIntro:
    'Checks state what must be true, not how the YAML must look. A task names one of these kinds for each check.',
  result: 'The result as JSON',
  resultIntro: 'The fields that grade 3-3 --format json writes. A field is always there unless it says otherwise.',
  field: 'Field',
  type: 'Type',
  optional: 'not always',
  mayBeLeftOut: 'may be left out',
  semantics: 'Semantics',
  semanticsIntro: 'What the network model has to get right. Each line names the tests that hold it.',
  line: 'Line',
  holds: 'What holds',
  tests: 'Tests',
  pitfall: 'often got wrong',
  implementation: 'left to implementations',
}

const ko: typeof en = {
  referenceIntro:
    '명령이 무엇을 받는지, 채점기가 무엇을 확인하고 무엇을 쓰는지, 네트워크 모델이 쿠버네티스에 대해 무엇을 참으로 보는지 적었습니다.',
  commands: '명령',
  commandsIntro:
    '명령마다 하는 일과 받는 것을 grade --help가 알려 주는 대로 적었습니다. 모든 명령은 --help와 --lang을 받습니다.',
  option: '인수 또는 옵션',
  allOptions: (count) => `인수와 옵션 ${count}개`,
  meaning: '뜻',
  exitCodes: '종료 코드',
  exitCode: '코드',
  exitCodeMeanings: [
    '됨: 과제를 통과했거나, 접속되거나, 잘못된 것이 없습니다.',
    '아님: 실패한 항목이 있거나, 접속되지 않거나, 찾은 것이 있습니다.',
    '입력을 받아들이지 못했습니다. 무엇이 어디서 잘못되었고 무엇을 해야 하는지 메시지에 나옵니다.',
    '사용자의 잘못이 아닌 오류입니다. 가능한 모든 클러스터에 대한 질문에서는 판정하지 못했다는 뜻입니다.',
    '네트워크 플러그인처럼 클러스터마다 다른 것에 따라 달라집니다.',
  ],
  checkKind: '채점 항목의 종류',
  usedIn: '쓰이는 실습',
  wholeResult: '결과 전체',
  alsoFields: '아래 필드 외에 다음의 필드도 모두 있습니다:',
  checkKinds: '채점 항목의 종류',
  checkKindsIntro: '채점은 YAML의 모양이 아니라 무엇이 참이어야 하는지를 봅니다. 과제의 각 항목은 다음 종류 가운데 하나입니다.',
  result: 'JSON 결과',
  resultIntro: 'grade 3-3 --format json이 쓰는 필드입니다. 따로 적지 않은 필드는 항상 있습니다.',
  field: '필드',
  type: '타입',
  optional: '없을 수 있음',
  mayBeLeftOut: '생략 가능',
  semantics: '의미 규칙',
  semanticsIntro: '네트워크 모델이 지켜야 하는 규칙입니다. 규칙마다 그것을 지키는 테스트가 있습니다.',
  line: '규칙',
  holds: '내용',
  tests: '테스트',
  pitfall: '흔히 틀림',
  implementation: '구현에 따라 다름',
}

export const REFERENCE_WORDS: Readonly<Record<Language, typeof en>> = { en, ko }
