import Isolation
import Recordings
package import ScenarioModel

extension Scenario {
  /// The symbols at which an instruction stands under any of the designs, with and without their offsets: all that is
  /// assembled. A design under which the kernel cannot be assembled has none.
  package var assembledSymbols: Set<String> {
    var symbols: Set<String> = []
    for design in Design.all {
      guard let kernel = try? Kernel(self, design: design, settings: settings) else { continue }
      for site in kernel.steps.sites {
        symbols.insert(site.symbol)
        symbols.insert(String(site.symbol.prefix { $0 != "+" }))
      }
    }
    return symbols
  }
}
