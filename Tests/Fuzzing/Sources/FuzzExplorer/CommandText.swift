import Commands
import TestSupport

/// Random lines as somebody types them.
enum CommandText {
  /// A command with arguments, which mostly mean something.
  static func line(_ random: inout SplitMix64) -> String {
    if random.oneIn(12) { return junk(&random) }
    let syntax = random.pick(CommandSyntax.all, or: CommandSyntax.all[0])
    // What runs a scenario again takes long.
    if ["design", "set", "inject", "compare", "only"].contains(syntax.name) && !random.oneIn(3) {
      return "step \(argument(syntax, &random))"
    }
    var words = [syntax.name]
    for _ in 0..<random.pick([0, 1, 1, 1, 2, 2, 3], or: 1) { words.append(argument(syntax, &random)) }
    return words.joined(separator: " ")
  }

  private static let names = [
    "on", "off", "timer", "nmi", "page-fault", "read", "user", "kernel", "secret", "syscall", "none", "exposed",
    "private",
    "entry_SYSCALL_64", "rw", "x", "vmalloc", "direct-map", "=", "mark", "a", "b", "error", "warning", "ok", "fault",
    "verdict",
    "\"a text\"", "\"", "(", "((((", "size>=2M", "user&&write", "!", "split", "public", "full", "lazy",
  ]

  private static let numbers = [
    "0", "1", "2", "3", "7", "10", "50%", "100%", "101%", "43", "215", "-1", "-5", "2147483647", "2147483648",
    "4294967295",
    "9223372036854775807", "18446744073709551615", "-2147483647", "0x0", "0xffffffff81000000", "0x7fffffffffff",
    "0x800000000000", "0xfffffe0000000000", "0xffffffffffffffff", "ffff888000000000", "0x1000", "0x55e000",
  ]

  private static func argument(_ syntax: CommandSyntax, _ random: inout SplitMix64) -> String {
    switch random.number(0...9) {
    case 0...4 where !syntax.words.isEmpty: random.pick(syntax.words, or: "")
    case 0...4: random.pick(names, or: "")
    case 5...6: random.pick(names, or: "")
    case 7: String(random.number(0...300))
    case 8: random.pick(numbers, or: "")
    default: random.oneIn(6) ? junk(&random) : random.pick(numbers, or: "")
    }
  }

  /// Characters without a meaning, of any width; rarely very many.
  private static func junk(_ random: inout SplitMix64) -> String {
    let count = random.oneIn(30) ? random.number(100...3000) : random.number(0...30)
    return String((0..<count).map { _ in character(&random) })
  }

  /// Any character: letters, wide ones, those of no width, controls.
  static func character(_ random: inout SplitMix64) -> Character {
    let scalars: ClosedRange<Int> = random.pick(
      [
        0x20...0x7e, 0x20...0x7e, 0x20...0x7e, 0xa0...0x24f, 0x300...0x36f, 0x200b...0x202e, 0x4e00...0x4eff,
        0x1f600...0x1f64f, 1...0x1f,
      ],
      or: 0x20...0x7e)
    return Unicode.Scalar(UInt32(random.number(scalars))).map(Character.init) ?? "?"
  }
}
