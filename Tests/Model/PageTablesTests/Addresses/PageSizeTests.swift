import PageTables
import Testing

@Suite struct PageSizeTests {
  @Test(
    arguments: [
      (PageSize.fourKiB, 4096, 1, Level.pt, "4K"),
      (.twoMiB, 2 << 20, 512, .pd, "2M"),
      (.oneGiB, 1 << 30, 262_144, .pdpt, "1G"),
    ] as [(PageSize, UInt64, UInt64, Level, String)])
  func facts(size: PageSize, bytes: UInt64, frames: UInt64, level: Level, name: String) {
    #expect(size.bytes == bytes)
    #expect(size.frames == frames)
    #expect(size.level == level)
    #expect(size.name == name)
    #expect(level.pageSize == size)
    #expect(level.span == bytes)
  }

  @Test func order() {
    #expect(PageSize.allCases.shuffled().sorted() == [.fourKiB, .twoMiB, .oneGiB])
  }
}
