/** What is said of submissions that are not graded: what it is, and what the learner can do about it. */
import type { Words } from '../../src/grading/words.ts'
import { LIMITS } from './limits.ts'

interface RefusalWords {
  readonly title: Words
  readonly todo: Words
}

const MIB = 1024 * 1024

export const REFUSALS = {
  'submission-missing': {
    title: { en: 'Nothing was handed in for this task', ko: '이 과제에 제출한 것이 없다' },
    todo: {
      en: 'Put the manifests of a task into a folder with its name, such as 3-3/.',
      ko: '과제의 매니페스트를 3-3/처럼 과제 이름의 폴더에 넣으세요.',
    },
  },
  'submission-twice': {
    title: { en: 'The learner has handed in twice', ko: '한 학습자가 두 번 제출했다' },
    todo: { en: 'Leave one of the folders, archives or files.', ko: '폴더, 아카이브, 파일 가운데 하나만 남기세요.' },
  },
  'submission-path': {
    title: { en: 'A path leads out of the submission', ko: '제출물 밖으로 나가는 경로가 있다' },
    todo: {
      en: 'Paths are relative, without "..", control characters or very long names.',
      ko: '경로는 상대 경로여야 하며 "..", 제어 문자, 지나치게 긴 이름은 안 됩니다.',
    },
  },
  'submission-link': {
    title: { en: 'The submission holds a link or a device', ko: '제출물에 링크나 장치 파일이 있다' },
    todo: { en: 'Hand in the file itself.', ko: '파일 자체를 제출하세요.' },
  },
  'submission-entries': {
    title: { en: 'The submission holds too many files', ko: '제출물에 파일이 너무 많다' },
    todo: {
      en: `At most ${LIMITS.files} manifests and ${LIMITS.entries} entries: hand in the manifests alone.`,
      ko: `매니페스트 ${LIMITS.files}개, 항목 ${LIMITS.entries}개까지 됩니다. 매니페스트만 제출하세요.`,
    },
  },
  'submission-large': {
    title: { en: 'The submission is too large', ko: '제출물이 너무 크다' },
    todo: {
      en: `At most ${LIMITS.fileBytes / MIB} MiB a manifest, ${LIMITS.bytes / MIB} MiB together, ${LIMITS.archiveBytes / MIB} MiB as an archive.`,
      ko: `매니페스트 하나는 ${LIMITS.fileBytes / MIB} MiB, 모두 합쳐 ${LIMITS.bytes / MIB} MiB, 아카이브는 ${LIMITS.archiveBytes / MIB} MiB까지 됩니다.`,
    },
  },
  'submission-same-name': {
    title: { en: 'Two files of the archive have one name', ko: '아카이브에 이름이 같은 파일이 둘 있다' },
    todo: { en: 'Make the archive again, with each file once.', ko: '파일이 하나씩만 들어가게 아카이브를 다시 만드세요.' },
  },
  'archive-damaged': {
    title: { en: 'The archive cannot be read', ko: '아카이브를 읽을 수 없다' },
    todo: { en: 'Make it again as .zip, .tar or .tar.gz.', ko: '.zip, .tar, .tar.gz로 다시 만드세요.' },
  },
  'archive-encrypted': {
    title: { en: 'The archive is encrypted', ko: '아카이브가 암호화되어 있다' },
    todo: { en: 'Make it again without a password.', ko: '암호 없이 다시 만드세요.' },
  },
  'archive-bomb': {
    title: {
      en: 'The archive unpacks to more than it says, or than is allowed',
      ko: '아카이브가 표시된 것이나 허용된 것보다 크게 풀린다',
    },
    todo: { en: 'Make it again with the manifests alone.', ko: '매니페스트만 넣어 다시 만드세요.' },
  },
  'submission-unreadable': {
    title: { en: 'A file cannot be read', ko: '파일을 읽을 수 없다' },
    todo: { en: 'Make the file readable and grade again.', ko: '읽을 수 있게 한 뒤 다시 채점하세요.' },
  },
  'submission-unsound': {
    title: { en: 'The signed submission is not what it says it is', ko: '서명된 제출 파일이 그 내용과 맞지 않는다' },
    todo: {
      en: 'Hand in the file that grade exam submit has written, as it is, under your own name.',
      ko: 'grade exam submit이 쓴 파일을 그대로, 자기 이름으로 제출하세요.',
    },
  },
  'submission-of-other': {
    title: { en: 'It was signed as another learner’s', ko: '다른 학습자의 것으로 서명되어 있다' },
    todo: {
      en: 'Hand in the file that grade exam submit has written in your own exam.',
      ko: '자신의 시험에서 grade exam submit이 쓴 파일을 제출하세요.',
    },
  },
  'submission-of-exam': {
    title: { en: 'This is the submission of an exam', ko: '시험의 제출 파일이다' },
    todo: {
      en: 'What was asked in it follows from the exam: grade batch --exam EXAM --roster FILE reads it.',
      ko: '무엇을 물었는지는 시험에 달려 있습니다. grade batch --exam EXAM --roster FILE로 읽습니다.',
    },
  },
  'submission-slow': {
    title: { en: 'Grading took too long and was ended', ko: '채점이 너무 오래 걸려 끝냈다' },
    todo: {
      en: 'Look at the manifests: honest ones take milliseconds.',
      ko: '매니페스트를 살펴보세요. 정상이라면 몇 밀리초면 됩니다.',
    },
  },
  'submission-memory': {
    title: { en: 'Grading needed too much memory and was ended', ko: '채점에 메모리가 너무 많이 들어 끝냈다' },
    todo: { en: 'Look at the manifests: honest ones need little.', ko: '매니페스트를 살펴보세요. 정상이라면 조금이면 됩니다.' },
  },
} as const satisfies Readonly<Record<string, RefusalWords>>

export type RefusalCode = keyof typeof REFUSALS
