import Diagnostics

/// The QEMU notes of a dump that end before CR4, by processor.
struct ShortNotes {
  private var cpus: [Int] = []
  private var sizes: ClosedRange<Int>?

  /// How many there are.
  var count: Int { cpus.count }

  /// Takes the note of a processor, counted from 0 among all QEMU notes, and its size in bytes.
  mutating func add(cpu: Int, size: Int) {
    cpus.append(cpu)
    sizes = min(sizes?.lowerBound ?? size, size)...max(sizes?.upperBound ?? size, size)
  }

  /// One error for all of them; `others` is the number of processors whose notes are whole.
  func notices(of file: String, others: Int) -> [Notice] {
    guard let sizes else { return [] }
    var numbers = cpus.prefix(4).map(String.init).joined(separator: ", ")
    if cpus.count > 4 { numbers += " and \(cpus.count - 4) more" }
    let notes = cpus.count == 1 ? "the QEMU note of CPU \(numbers) has" : "the QEMU notes of CPUs \(numbers) have"
    let size = sizes.count == 1 ? "\(sizes.lowerBound)" : "\(sizes.lowerBound) to \(sizes.upperBound)"
    let rest = others == 0 ? "" : "; --cpu counts the others alone"
    return [Notice(.error, "\(file): \(notes) \(size) bytes; expected 432 or more\(rest)")]
  }
}
