import Foundation
import TestSupport
import Testing

/// Object files in the explorer, as a user opens them.
@Suite struct ObjectExplorerCommandTests {
  /// A function in exposed text that calls one that is not.
  static func write(to scratch: Scratch) throws -> String {
    var object = ObjectWriter()
    let text = object.addSection(".text", [.allocated, .execute], [0xc3])
    let printk = object.addSymbol("printk", .function, in: text, size: 1, isGlobal: true)
    let exposed = object.addSection(".text..exposed", [.allocated, .execute], [0xe8, 0, 0, 0, 0, 0xc3])
    object.addSymbol("__x64_sys_getpid", .function, in: exposed, size: 6, isGlobal: true)
    object.addRelocation(in: exposed, offset: 1, .plt32, printk, addend: -4)
    let path = "\(scratch.path)/small.o"
    try Data(object.bytes()).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test(arguments: [
    ("--set pcid=off", "--set is for recordings and scenarios; small.o is an object file"),
    ("--cr3 0x1000", "--cr3 is for recordings and scenarios; small.o is an object file"),
    ("--objects .", "--objects is for recordings and scenarios; small.o is an object file"),
    ("--nx on", "--nx is for recordings and scenarios; small.o is an object file"),
    ("--recording", "--recording is for recordings and scenarios; small.o is an object file"),
    (
      "--core \(samplesFolder)/captures/dump/core-user.elf",
      "--core needs --symbols: the System.map of the dump says where the names of small.o lie"
    ),
    (
      "--core \(samplesFolder)/scenarios/first.yaml --symbols System.map",
      "--core \(samplesFolder)/scenarios/first.yaml: is no memory dump; "
        + "expected one of the kernel whose object file is small.o"
    ),
    ("--policy none.yaml", "none.yaml: no such file"),
  ])
  func whatMakesNoSense(options: String, message: String) throws {
    let scratch = try Scratch()
    _ = try Self.write(to: scratch)
    try scratch.write("ffffffff81000000 T _text\n", to: "System.map")
    let result = try Program.shell("\"$P\" small.o \(options)", in: scratch.path)
    #expect(result.status == 2)
    #expect(result.complaints == "cr3scope: \(message)\n")
  }

  @Test(arguments: ["steps", "maps", "walk", "derive"])
  func otherCommands(command: String) throws {
    let scratch = try Scratch()
    _ = try Self.write(to: scratch)
    let address = command == "walk" ? " 0x1000" : ""
    let result = try Program.shell("\"$P\" \(command) small.o\(address)", in: scratch.path)
    #expect(result.status == 2)
    #expect(
      result.complaints == "cr3scope: small.o: is an object file; 'cr3scope check' and the explorer read it\n")
  }

  @Test func aPolicyIsForObjectFiles() throws {
    let result = try Program.run("explore", "--policy", "p.yaml", "captures/dump/core-user.elf", in: samplesFolder)
    #expect(result.status == 2)
    #expect(
      result.complaints == "cr3scope: --policy is for object files; captures/dump/core-user.elf is none\n")
  }

  @Test(.enabled(if: Tmux.isInstalled, "tmux is not installed; '.ci/setup tests' installs it"))
  func aSession() throws {
    let scratch = try Scratch()
    let path = try Self.write(to: scratch)
    let terminal = try Tmux()
    let modes = try terminal.modes()
    _ = try terminal.start(path)
    try terminal.wait(for: "call to printk() leaves exposed text")
    try terminal.wait(for: "way: __x64_sys_getpid")
    try terminal.keys("Tab", "Enter")
    try terminal.wait(for: "closure of __x64_sys_getpid: 2 functions")
    // From one kind of input to the other, and back.
    try terminal.keys("Escape", ":")
    try terminal.enter("open \(samplesFolder)/scenarios/getpid.yaml")
    try terminal.wait(for: "attacker:")
    try terminal.keys(":")
    try terminal.enter("open \(path)")
    try terminal.wait(for: "1 error 0 warnings 0 notes")
    try terminal.keys(":")
    try terminal.enter("open \(scratch.path)/nothing")
    try terminal.wait(for: "no such file")
    try terminal.keys("q")
    try terminal.wait(for: "status 0")
    #expect(try terminal.modes() == modes)
  }
}
