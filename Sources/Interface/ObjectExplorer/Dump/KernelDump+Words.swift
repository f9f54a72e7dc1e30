import Chassis
import PageTables
package import SectionCheck

extension KernelDump {
  /// "site foo+0x1a at ffffffff81e0101a: user half r-x, kernel half r-x"; `what` is the first word.
  package func words(_ what: String, _ end: ObjectFinding.End) -> String {
    words("\(what) \(end.name)", symbol: end.symbol, offset: UInt64(bitPattern: end.offset), section: end.section)
  }

  /// The same for any symbol; `place` are the first words. An offset may wrap around to before the symbol.
  package func words(_ place: String, symbol: String, offset: UInt64, section: String?) -> String {
    switch whereabouts(of: symbol, offset: offset, section: section) {
    case .unknown: return "\(place): the symbols of the dump do not have \(symbol)"
    case .several(let count): return "\(place): the symbols of the dump have \(symbol) \(count) times"
    case .noPerCPUArea: return "\(place): per-CPU; the dump does not say where the variables of CPU 0 are"
    case .at(let address, let rights):
      let mapped = rights.compactMap { right in
        if case .mapped(let rights) = right.answer { "\(name(of: right.space)) \(rights.letters)" } else { nil }
      }
      let missing = rights.filter { $0.answer == .notMapped }.map { "not mapped in the \(name(of: $0.space))" }
      let unknown = rights.filter { $0.answer == .unknown }.map { "unknown in the \(name(of: $0.space))" }
      let words = [mapped.joined(separator: ", ")].filter { !$0.isEmpty } + missing + unknown
      return "\(place) at \(sixteenDigits(address.rawValue)): \(words.joined(separator: "; "))"
    }
  }
}
