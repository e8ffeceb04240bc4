import type { Command } from 'commander'
import type { Cli } from '../../terminal/cli.ts'
import type { CheckCourseOptions } from '../course/check-course.ts'
import type { ExportCourseOptions } from '../course/export-course.ts'
import { courseMessages } from '../../terminal/messages/course.ts'

/** `grade course check` and `grade course export`. */
export function addCourse(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = courseMessages(cli.language)
  const course = program.command('course').description(words.course).helpCommand(false)
  course
    .command('check')
    .description(words.check)
    .argument('[sections...]', words.sections)
    .option('--no-run', words.noRun)
    .option('--write', words.write)
    .action((sections: readonly string[], options: CheckCourseOptions) =>
      choose(async () => (await import('../course/check-course.ts')).checkCourse(cli, sections, options)),
    )
  course
    .command('export')
    .description(words.export)
    .argument('[sections...]', words.exportSections)
    .option('--format <format>', words.format)
    .option('--output <file>', words.output)
    .action((sections: readonly string[], _options: unknown, command: Command) =>
      choose(async () => {
        const options: ExportCourseOptions = command.optsWithGlobals()
        return (await import('../course/export-course.ts')).exportCourse(cli, sections, options)
      }),
    )
}
