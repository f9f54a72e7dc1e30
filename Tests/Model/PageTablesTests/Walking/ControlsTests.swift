import PageTables
import Testing

/// SDM vol. 3A, section 2.5: the bit numbers of CR0 and CR4.
@Suite struct ControlsTests {
  @Test(arguments: 0..<64)
  func bits(bit: UInt64) {
    let zero = Controls(cr0: 1 << bit, cr3: CR3(0), cr4: 0)
    #expect(zero.writeProtect == (bit == 16))
    let four = Controls(cr0: 0, cr3: CR3(0), cr4: 1 << bit)
    #expect(four.globalPages == (bit == 7))
    #expect((four.mode == .fiveLevel) == (bit == 12))
    #expect(four.pcidEnabled == (bit == 17))
    #expect(four.smep == (bit == 20))
    #expect(four.smap == (bit == 21))
    #expect(!four.writeProtect && !zero.smep && !zero.smap && !zero.globalPages && !zero.pcidEnabled)
  }

  @Test func linux() {
    let controls = Controls.linux(cr3: CR3(0x53f000))
    #expect(controls.writeProtect && controls.globalPages && controls.smep && controls.smap)
    #expect(controls.noExecuteEnabled && controls.mode == .fourLevel && controls.physicalBits == 52)
    #expect(controls.cr3 == CR3(0x53f000))
    let other = controls.with(cr3: CR3(0x53e000))
    #expect(other.cr3 == CR3(0x53e000))
    #expect(other.with(cr3: controls.cr3) == controls)
  }
}
