import Canvas
import Chassis
import Commands
import Testing

@Suite struct KeyTableTests {
  private static let table = KeyTable<Command>([
    .init([.character("j"), .down], "down") { .move($0 ?? 1) },
    .init([.down], "never asked for") { _ in .quit },
  ])

  @Test func givesTheCommandWithTheCount() {
    #expect(Self.table.command(for: .character("j"), count: nil) == .move(1))
    #expect(Self.table.command(for: .character("j"), count: 7) == .move(7))
    #expect(Self.table.command(for: .character("q"), count: nil) == nil)
  }

  @Test func firstLineOfAKeyCounts() {
    #expect(Self.table.command(for: .down, count: 3) == .move(3))
  }
}
