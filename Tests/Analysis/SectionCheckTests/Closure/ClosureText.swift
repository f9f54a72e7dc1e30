import Isolation
import SectionCheck
import Testing

/// A closure in names, so that a test can say what it has to be.
struct ClosureText: Equatable {
  /// "foo > bar > baz": the way to each function, but for the entry's own.
  var functions: [String] = []
  /// "name use": what is referred to.
  var objects: [String] = []
  /// Gates by name.
  var gates: [String] = []
  /// "function+0x1 reason": where certainty ends.
  var unknowns: [String] = []

  init(functions: [String] = [], objects: [String] = [], gates: [String] = [], unknowns: [String] = []) {
    (self.functions, self.objects, self.gates, self.unknowns) = (functions, objects, gates, unknowns)
  }

  /// Puts a closure of files into names.
  init(_ closure: Closure, in set: ObjectSet) {
    func name(_ position: Int) -> String { set.name(of: closure.functions[position].place).symbol }
    functions = closure.functions.indices.dropFirst().map { closure.path(to: $0).map(name).joined(separator: " > ") }
    objects = closure.objects.map { "\(set.name(of: $0.place).symbol) \($0.use.rawValue)" }
    gates = closure.gates.map { set.name(of: $0.place).symbol }
    unknowns = closure.unknowns.map { unknown in
      let start = closure.functions[unknown.function].place.offset
      return "\(name(unknown.function))+0x\(String(unknown.site - start, radix: 16)) \(unknown.reason.rawValue)"
    }
  }
}

extension ObjectSet {
  /// The closure of a symbol.
  func closure(
    of entry: String, policy: SectionPolicy = .standard, design: Design = .unified
  ) throws -> Closure {
    var finder = ClosureFinder(self, policy: policy, design: design)
    return finder.closure(of: entry, at: try #require(places { $0 == entry }.first?.place))
  }

  /// The same in names.
  func text(of entry: String, policy: SectionPolicy = .standard) throws -> ClosureText {
    ClosureText(try closure(of: entry, policy: policy), in: self)
  }
}
