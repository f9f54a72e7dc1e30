import ArgumentParser

/// The root of the command line; without a command it explores.
struct Cr3scope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cr3scope",
    abstract: "Explore x86-64 address spaces: step through a kernel's CR3 flips, forth and back.",
    discussion: """
      Without FILE the built-in scenario opens: a getpid, a read and a timer interrupt of a modelled kernel. \
      With --recording it is a real getpid() of Linux 6.12 with page-table isolation.
      FILE is told by its content: an ELF core of QEMU's dump-guest-memory, a step log (CSV), or a scenario (YAML), \
      which is run on a modelled kernel.

      Exit status: 0 answered, 1 findings or something missing from the input, 2 bad usage or no usable input.
      """,
    version: "0.1.0",
    subcommands: [
      Explore.self, Steps.self, Maps.self, WalkAddress.self, Derive.self, Compare.self, Check.self, RulesCommand.self,
      Replay.self,
      ToursCommand.self, ExerciseCommand.self, HelpCommand.self,
    ],
    defaultSubcommand: Explore.self)
}
