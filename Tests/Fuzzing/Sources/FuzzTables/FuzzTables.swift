import LibFuzzer
import PageTables

/// Eight frames filled from the input: byte after byte, an entry is a few bits and the frame it points to.
private func memory(_ bytes: inout ArraySlice<UInt8>) -> SparseMemory {
  var memory = SparseMemory()
  for frame: UInt64 in 0..<7 { memory.clear(FrameNumber(frame)) }
  while bytes.count >= 5 {
    let place = bytes.removeFirst()
    let index = Int(bytes.removeFirst()) | Int(place & 0x80) << 1
    let flags = bytes.removeFirst()
    let target = bytes.removeFirst()
    let pattern = bytes.removeFirst()
    // Bits 0 to 2, 7, 8 and 63 from the flags; frames 0 to 15 or far away; one high bit now and then.
    var word = UInt64(flags & 0x87) | UInt64(flags & 8) << 5 | UInt64(flags & 0x10) << 59
    word |= UInt64(target & 15) << (target & 0x40 != 0 ? 21 : 12)
    if target & 0x80 != 0 { word |= 1 << UInt64(pattern & 63) }
    // One entry, or a row of them that stand still or count upwards.
    let count = pattern & 0x80 != 0 ? 512 : 1
    for turn in stride(from: 0, to: count, by: Int(pattern & 7) + 1) {
      memory.write(word, at: FrameNumber(UInt64(place & 7)).wordAddress(index + turn))
      if pattern & 0x40 != 0 { word &+= 0x1000 }
    }
  }
  return memory
}

/// The entry of the program.
@_cdecl("FuzzTables_main")
public func start(_ count: CInt, _ words: UnsafeMutableRawPointer) -> CInt {
  runFuzzer(count, words) {
    fuzz(UnsafeBufferPointer(start: $0, count: $1))
    return 0
  }
}

private func fuzz(_ input: UnsafeBufferPointer<UInt8>) {
  var bytes = ArraySlice(input)
  guard bytes.count >= 12 else { return }
  let setting = UInt64(bytes.removeFirst())
  let peer = bytes.removeFirst()
  let controls = Controls(
    cr0: setting << 16 | 0x8000_0001, cr3: CR3(UInt64(bytes.removeFirst() & 7) << 12), cr4: setting & 2 << 11 | 0xa0,
    noExecuteEnabled: setting & 4 == 0, physicalBits: setting & 8 == 0 ? 52 : 40)
  var address: UInt64 = 0
  for _ in 0..<8 { address = address << 8 | UInt64(bytes.removeFirst()) }
  let memory = memory(&bytes)

  let walker = Walker(memory: memory, controls: controls)
  let mappings = Mappings(
    memory: memory, controls: controls, peer: peer & 0x80 == 0 ? nil : FrameNumber(UInt64(peer & 15)))
  for start in [VirtualAddress(address), controls.mode.canonical(address)] + mappings.prefix(20).map(\.start) {
    let walk = walker.walk(start)
    for kind in Access.Kind.allCases {
      for cpl in [0, 3] { _ = walk.check(Access(kind, cpl: cpl), controls: controls) }
    }
    _ = walk.visits.map { $0.entry.flagNames(at: $0.level) }
    _ = mappings.index(atOrBefore: start)
  }
  // What is listed is mapped, and what is counted is listed.
  for mapping in mappings.prefix(20) {
    precondition(walker.walk(mapping.start).physical == mapping.physical, "\(mapping)")
  }
  let listed = mappings.reduce(UInt64(0)) { $0 &+ $1.pages &* $1.repeatCount }
  precondition(listed == mappings.leafCount, "\(listed) pages are listed, \(mappings.leafCount) counted")
  precondition(zip(mappings, mappings.dropFirst()).allSatisfy { $0.start < $1.start }, "not sorted")
  var visited: UInt64 = 0
  _ = memory.forEachLeaf(controls: controls, limit: 2000) { _ in
    visited += 1
    return true
  }
  precondition(visited <= 2000 && (visited >= min(2000, mappings.leafCount)), "\(visited) leaves")
}
