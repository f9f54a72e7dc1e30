import Foundation

/// Arguments: the folder with the generated inputs and the helpers, the tool, the folder `samples`.
@main struct Main {
  static func main() {
    let words = CommandLine.arguments
    guard words.count == 4 else {
      print("usage: Tests/Benchmarks/run")
      exit(2)
    }
    var report = Report()
    let processes = WholeProcess(
      runner: Runner(once: "\(words[1])/once", folder: words[1]), tool: words[2],
      yardstick: "\(words[1])/maps", samples: words[3])
    processes.measure(into: &report)
    Translations.measure(into: &report)
    exit(report.hasMissed ? 1 : 0)
  }
}
