import Bytes
import Recordings

/// Gives equal remarks one index.
struct NoteInterner: Sendable {
  private var seen = RawInterner(bits: 8)
  private var indices: [String: Int] = [:]

  /// The index of the remark in `field`, which is added to `steps` if it is new.
  mutating func index(_ field: CSVField, _ steps: inout StepTable, _ bytes: Span<UInt8>) -> Int {
    let key = RawInterner.Key(hint: UInt64(field.end - field.start), first: field)
    if let known = seen.index(of: key, bytes) { return known }
    let text = field.text(bytes)
    let index = indices[text] ?? steps.add(StepNote(parsing: text))
    indices[text] = index
    seen.remember(key, index)
    return index
  }
}
