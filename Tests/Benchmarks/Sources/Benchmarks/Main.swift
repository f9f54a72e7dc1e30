import Foundation

/// Arguments: the folder with the generated inputs and the helpers, the folder with the built tools, `samples`; with
/// `growth` behind them, and maybe words of a case, the growth of each command is measured instead.
@main struct Main {
  static func main() {
    let words = CommandLine.arguments
    guard words.count >= 4 else {
      print("usage: Tests/Benchmarks/run [growth [WORDS]]")
      exit(2)
    }
    var report = Report()
    let runner = Runner(once: "\(words[1])/once", folder: words[1])
    let tool = "\(words[2])/cr3scope"
    if words.count > 4 {
      GrowthTable(runner: runner, tool: tool).measure(words.count > 5 ? words[5] : "", into: &report)
      exit(report.hasMissed ? 1 : 0)
    }
    let processes = WholeProcess(runner: runner, tool: tool, yardstick: "\(words[1])/maps", samples: words[3])
    processes.measure(into: &report)
    Translations.measure(into: &report)
    let inputs = ["\(words[1])/permuted.elf", "\(words[1])/steps.csv"]
    InProcess(tool: "\(words[2])/InProcessBenchmarks", inputs: inputs).measure(into: &report)
    exit(report.hasMissed ? 1 : 0)
  }
}
