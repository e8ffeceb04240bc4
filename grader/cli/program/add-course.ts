import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import type { CheckCourseOptions } from '../course/check-course.ts'
import { courseMessages } from '../messages/course.ts'

/** `grade course check`. */
export function addCourse(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = courseMessages(cli.language)
  program
    .command('course')
    .description(words.course)
    .helpCommand(false)
    .command('check')
    .description(words.check)
    .argument('[sections...]', words.sections)
    .option('--no-run', words.noRun)
    .option('--write', words.write)
    .action((sections: readonly string[], options: CheckCourseOptions) =>
      choose(async () => (await import('../course/check-course.ts')).checkCourse(cli, sections, options)),
    )
}
