import Isolation
import Recordings

/// What the symbols of a recording are to a closure, by whatever name the recording has for a function.
struct SymbolsOfSteps {
  /// The positions of the closure's functions, by name.
  let positions: [String: Int]
  /// The names of code that the closure does not reach, and that no interrupt enters.
  private let outside: Set<String>

  /// Looks up the symbols of all steps.
  init(_ steps: StepTable, _ closure: Closure, _ context: ClosureContext) {
    var functions: [ObjectPlace: Int] = [:]
    for (position, function) in closure.functions.enumerated() { functions[function.place] = position }
    let names = Set(steps.sites.compactMap { SymbolName($0.symbol)?.symbol })
    var positions: [String: Int] = [:]
    var outside: Set<String> = []
    for (name, place) in context.set.places(where: { names.contains($0) }) {
      if let position = functions[place] {
        if positions[name] == nil { positions[name] = position }
      } else {
        let linkClass = context.classes[place.file, place.section].linkClass
        // An interrupt may come between any two steps, and gates are not followed.
        if linkClass.isText && linkClass != .entry && linkClass != .gate { outside.insert(name) }
      }
    }
    self.positions = positions
    self.outside = outside.subtracting(positions.keys)
  }

  /// The symbol of the step after one, if that is kernel code that the closure does not reach.
  func calleeOutside(of steps: StepTable, after step: Int) -> String? {
    guard step + 1 < steps.count, steps.cpl(at: step + 1) == 0,
      let name = SymbolName(steps.site(at: step + 1).symbol)?.symbol, outside.contains(name)
    else { return nil }
    return name
  }
}

/// A symbol of a recording: "foo+0x1a", or "foo" at its start.
struct SymbolName {
  let symbol: String
  let offset: UInt64

  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    guard let plus = text.lastIndex(of: "+"), text[plus...].hasPrefix("+0x"),
      let offset = UInt64(text[plus...].dropFirst(3), radix: 16)
    else {
      symbol = text
      offset = 0
      return
    }
    symbol = String(text[..<plus])
    self.offset = offset
  }
}
