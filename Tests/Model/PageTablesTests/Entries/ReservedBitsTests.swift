import PageTables
import Testing

/// SDM vol. 3A, section 4.5.4 and figure 4-11.
@Suite struct ReservedBitsTests {
  struct Case: CustomTestStringConvertible {
    var raw: UInt64
    var level: Level
    var reserved: UInt64
    var physicalBits = 52
    var noExecute = true
    var testDescription: String { "\(String(raw, radix: 16)) at \(level.name), M=\(physicalBits)" }
  }

  @Test(arguments: [
    Case(raw: 0x000f_ffff_ffff_ffff, level: .pt, reserved: 0),
    Case(raw: 0x0008_0000_0000_0001, level: .pt, reserved: 0x0008_0000_0000_0000, physicalBits: 51),
    Case(raw: 0x0008_0000_0000_0001, level: .pml4, reserved: 0x0008_0000_0000_0000, physicalBits: 46),
    Case(raw: 0x000f_ffff_ffff_f001, level: .pd, reserved: 0x000f_ff00_0000_0000, physicalBits: 40),
    Case(raw: 0x000f_ffff_ffff_f001, level: .pml5, reserved: 0x000f_ffff_0000_0000, physicalBits: 32),
    Case(raw: 0x0000_00ff_ffff_f001, level: .pdpt, reserved: 0, physicalBits: 40),
    Case(raw: 0x1081, level: .pml4, reserved: 0x80),
    Case(raw: 0x1081, level: .pml5, reserved: 0x80),
    Case(raw: 0x1081, level: .pdpt, reserved: 0),
    Case(raw: 0x1081, level: .pd, reserved: 0),
    Case(raw: 0x3081, level: .pd, reserved: 0x2000),
    Case(raw: 0x1f_f081, level: .pd, reserved: 0x1f_e000),
    Case(raw: 0x20_0081, level: .pd, reserved: 0),
    Case(raw: 0x1f_f001, level: .pd, reserved: 0),
    Case(raw: 0x3fff_f081, level: .pdpt, reserved: 0x3fff_e000),
    Case(raw: 0x4000_0081, level: .pdpt, reserved: 0),
    Case(raw: 0x8000_0000_0000_0001, level: .pt, reserved: 0),
    Case(raw: 0x8000_0000_0000_0001, level: .pt, reserved: 0x8000_0000_0000_0000, noExecute: false),
    Case(raw: 0x8000_0000_0000_1081, level: .pml4, reserved: 0x8000_0000_0000_0080, noExecute: false),
    Case(raw: 0x7ff0_0000_0000_0fff, level: .pt, reserved: 0, physicalBits: 32, noExecute: false),
  ])
  func reserved(_ test: Case) {
    let controls = Controls(
      cr0: 0, cr3: CR3(0), cr4: 0, noExecuteEnabled: test.noExecute, physicalBits: test.physicalBits)
    #expect(Entry(test.raw).reservedBits(at: test.level, controls: controls) == test.reserved)
  }

  @Test func physicalBitsAreClamped() {
    var controls = Controls(cr0: 0, cr3: CR3(0), cr4: 0, physicalBits: 99)
    #expect(controls.physicalBits == 52)
    controls.physicalBits = 0
    #expect(controls.physicalBits == 32)
    controls.physicalBits = 46
    #expect(controls.physicalBits == 46)
  }

  /// The walk stops at the first reserved bit: below it nothing counts, not even P=0.
  @Test(arguments: [Level.pml4, .pdpt, .pd, .pt])
  func reservedAboveNotPresent(level: Level) throws {
    let address = VirtualAddress(0xffff_8123_4567_8000)
    let root = FrameNumber(1)
    var builder = TableBuilder(firstFrame: FrameNumber(2))
    let table = try builder.table(of: level, for: address, under: root)
    builder.write(Entry(0x0008_0000_0000_0001), at: address.index(at: level), of: table)
    var controls = Controls.linux(cr3: CR3(0x1000))
    controls.physicalBits = 46
    let walk = Walker(memory: builder.memory, controls: controls).walk(address)
    #expect(walk.outcome == .reserved(level, bits: 0x0008_0000_0000_0000))
    #expect(walk.visits.last?.level == level)
    #expect(walk.count == 5 - level.rawValue)
    let fault = walk.check(Access(.read, cpl: 3), controls: controls).fault
    #expect(fault?.errorCode.rawValue == 0xd)
    #expect(fault?.cause == .reservedBit)
    #expect(fault?.deniedBy == level)
  }

  @Test func notPresentHidesReserved() throws {
    var builder = TableBuilder(firstFrame: FrameNumber(2))
    let table = try builder.table(of: .pt, for: VirtualAddress(0), under: FrameNumber(1))
    builder.write(Entry(0xffff_ffff_ffff_fffe), at: 0, of: table)
    let controls = Controls(cr0: 0, cr3: CR3(0x1000), cr4: 0, noExecuteEnabled: false, physicalBits: 32)
    let walk = Walker(memory: builder.memory, controls: controls).walk(VirtualAddress(0))
    #expect(walk.outcome == .notPresent(.pt))
  }
}
