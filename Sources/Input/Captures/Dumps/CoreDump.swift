package import Bytes
package import Diagnostics
import ELF
import PageTables

/// A core dump of a whole machine, as QEMU's `dump-guest-memory` writes it.
package struct CoreDump: Sendable {
  /// The name to show.
  package let name: String
  /// The physical memory.
  package let memory: CoreMemory
  /// The processors, in the order of their QEMU notes; empty if there are none.
  package let cpus: [CPUState]
  /// The registers of the first processor without control registers, if only NT_PRSTATUS notes are there.
  package let registersOnly: CPUState?
  /// What is missing.
  package let notices: [Notice]

  /// The most notes that are read: two for each of 32,768 processors.
  private static let noteLimit = 65536

  /// Reads the headers and notes; memory is not touched. Throws if the file is no x86-64 ELF core dump or
  /// holds no physical memory.
  package init(_ bytes: FileBytes) throws(ParseError) {
    let file = try ELFFile(bytes)
    guard file.header.kind == .core else {
      throw ParseError(file: bytes.name, found: "is \(file.header.kind.name)", expected: "a core dump")
    }
    var notices: [Notice] = []
    let states = Self.states(file, &notices)
    let layout = CoreMemory.layout(file.programHeaders, fileSize: UInt64(bytes.count))
    notices += layout.notices
    // QEMU and the kernel write program headers; Xen writes sections and none (Xen, docs/misc/dump-core-format.txt).
    guard file.header.programHeaderCount > 0 || file.header.sectionHeaderOffset == 0 else {
      throw ParseError(
        file: bytes.name, found: "has sections and no program headers, as 'xl dump-core' of Xen writes it",
        expected: "a core of QEMU's dump-guest-memory")
    }
    guard !layout.extents.isEmpty else {
      throw ParseError(
        file: bytes.name, found: "holds no memory", expected: "PT_LOAD program headers with bytes in the file"
      )
    }
    let loads = file.programHeaders.filter { $0.kind == .load && $0.hasPhysicalAddress }
    guard !states.qemu.isEmpty || loads.count < 2 || loads.contains(where: { $0.physicalAddress != 0 }) else {
      throw ParseError(
        file: bytes.name, found: "all physical addresses are 0, as in the dump of one process",
        expected: "a dump of a machine, as QEMU's dump-guest-memory writes it")
    }
    name = bytes.name
    memory = CoreMemory(bytes, layout.extents)
    cpus = states.qemu
    registersOnly = states.qemu.isEmpty ? states.process.first : nil
    if cpus.isEmpty {
      notices.append(Notice(.error, "no QEMU note: CR0, CR3 and CR4 are unknown"))
      notices.append(Notice(.note, "CR4.LA57 is not in the input: 4 levels are assumed"))
      notices.append(
        Notice(.note, "CR4.PKE, PKS, LASS, LAM_SUP, CET and FRED are not in the input: assumed off, and not modelled"))
    }
    self.notices = notices
  }

  /// The processors that the notes describe.
  private static func states(
    _ file: ELFFile, _ notices: inout [Notice]
  ) -> (qemu: [CPUState], process: [CPUState]) {
    var qemu: [CPUState] = []
    var process: [CPUState] = []
    var short = ShortNotes()
    var versions = NoteVersions()
    var budget = noteLimit
    for header in file.programHeaders where header.kind == .note {
      var reader = ELFNoteReader(header, in: file.bytes)
      do throws(ParseError) {
        while budget > 0, let note = try reader.next() {
          budget -= 1
          if note.owner == "QEMU" {
            guard let state = CPUState(qemuNote: note.contents, in: file.bytes) else {
              short.add(cpu: qemu.count + versions.unread + short.count, size: note.contents.count)
              continue
            }
            let version = NoteVersion(note.contents, in: file.bytes)
            versions.add(version, cpu: qemu.count + versions.unread + short.count)
            if version.isReadable { qemu.append(state) }
          } else if note.owner == "CORE", note.type == 1,
            let state = CPUState(processStatus: note.contents, in: file.bytes)
          {
            process.append(state)
          }
        }
      } catch {
        notices.append(Notice(.error, error.description))
      }
    }
    notices += short.notices(of: file.bytes.name, others: qemu.count) + versions.notices
    if budget == 0 { notices.append(Notice(.error, "more than \(noteLimit) notes; the rest is not read")) }
    return (qemu, process)
  }
}
