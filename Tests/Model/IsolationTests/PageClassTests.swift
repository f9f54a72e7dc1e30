import Isolation
import PageTables
import TestSupport
import Testing

@Suite struct PageClassTests {
  @Test func order() {
    #expect(PageClass.allCases.shuffled().sorted() == [.user, .exposed, .private])
    #expect(!(PageClass.exposed < .exposed))
  }

  @Test(arguments: [(PageClass.user, "U", "user"), (.exposed, "E", "exposed"), (.private, "P", "private")])
  func words(pageClass: PageClass, letter: String, name: String) {
    #expect(pageClass.letter == letter)
    #expect(pageClass.name == name)
  }

  @Test func designs() {
    #expect(Design.all.map(\.name) == ["nopti", "pti", "asi3", "gasi", "unified"])
  }

  /// product.md, "Words": U if user-accessible, E if supervisor and also mapped, same frame, in the space
  /// that CPL 3 runs with, P otherwise.
  @Test func classesOfMappings() throws {
    let (kernel, user) = (FrameNumber(0x10), FrameNumber(0x11))
    var builder = TableBuilder(firstFrame: FrameNumber(0x20))
    try builder.map(VirtualAddress(0x40_0000), to: PhysicalAddress(0x1000), flags: Entry(7), under: kernel)
    try builder.map(
      VirtualAddress(0xffff_ffff_8000_0000), to: PhysicalAddress(0x2000), flags: Entry(1), under: kernel)
    try builder.map(
      VirtualAddress(0xffff_ffff_9000_0000), to: PhysicalAddress(0x3000), flags: Entry(3), under: kernel)
    try builder.map(
      VirtualAddress(0xffff_ffff_a000_0000), to: PhysicalAddress(0x4000), flags: Entry(3), under: kernel)
    try builder.map(
      VirtualAddress(0xffff_ffff_8000_0000), to: PhysicalAddress(0x2000), flags: Entry(1), under: user)
    try builder.map(
      VirtualAddress(0xffff_ffff_a000_0000), to: PhysicalAddress(0x5000), flags: Entry(1), under: user)

    let controls = Controls.linux(cr3: CR3(kernel.address.rawValue))
    let underPTI = Mappings(memory: builder.memory, controls: controls, peer: user)
    #expect(underPTI.map(\.pageClass) == [.user, .exposed, .private, .private])
    let withoutPeer = Mappings(memory: builder.memory, controls: controls)
    #expect(withoutPeer.map(\.pageClass) == [.user, nil, nil, nil])
    let sameSpace = Mappings(memory: builder.memory, controls: controls, peer: kernel)
    #expect(sameSpace.map(\.pageClass) == [.user, .exposed, .exposed, .exposed])
  }
}
